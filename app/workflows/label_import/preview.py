"""What an import would bring, before anything is changed: counts, and labels on their frames."""

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.workflows.label_import.files import ImportRequest, read_labels
from app.workflows.videos import OpenedVideo
from storage.formats.catalog import label_formats
from storage.formats.common.label_set import LabelSet
from storage.media.reader import FrameReader
from storage.progress import Progress
from storage.quantities import plural

_WIDTH = 480  # pixels of a preview's picture


@dataclass(frozen=True, eq=False)
class PreviewFrame:
    """A frame with a label: its picture (H, W, 4) BGRA, and where the label is in the picture."""

    frame: int
    words: str
    picture: NDArray[np.uint8]
    x: float | None = None  # in pixels of the picture; None: the label has no place
    y: float | None = None


@dataclass(frozen=True, eq=False)
class ImportPreview:
    """What a file says of a video: how much, and its first, middle and last label."""

    counts: str
    frames: tuple[PreviewFrame, ...]
    notes: tuple[str, ...]


def choices_of(format: str) -> frozenset[str]:
    """The fields of ReadOptions that make a difference for files of a format."""
    return label_formats()[format].options


def with_options(request: ImportRequest, chosen: dict[str, Any]) -> ImportRequest:
    """The same request with the fields of ReadOptions that are `chosen`."""
    return replace(request, options=replace(request.options, **chosen))


def preview_labels(
    opened: OpenedVideo, request: ImportRequest
) -> Generator[Progress, None, ImportPreview]:
    """What an import would bring. Raises UserError as the import does, and changes nothing."""
    labels = yield from read_labels(opened, request)
    frames = []
    with FrameReader(opened.video.path, opened.table) as reader:
        for frame, words, place in _first_middle_last(labels):
            frames.append(_pictured(reader, opened, frame, words, place))
            yield Progress(len(frames), 3)
    return ImportPreview(_counts(labels), tuple(frames), labels.notes)


_Place = tuple[float, float] | None


def _first_middle_last(labels: LabelSet) -> list[tuple[int, str, _Place]]:
    labelled: list[tuple[int, str, _Place]] = [
        (row.frame, f"ball at {row.x:.1f}, {row.y:.1f}", (row.x, row.y))
        for row in labels.balls
        if row.x is not None and row.y is not None
    ]
    if not labelled:
        labelled = [
            (box.frame, box.name, (box.left + box.width / 2, box.top + box.height / 2))
            for box in sorted(labels.boxes, key=lambda box: box.frame)
        ]
    if not labelled:
        labelled = [(event.frame, event.name, None) for event in labels.events]
    places = dict.fromkeys((0, len(labelled) // 2, len(labelled) - 1)) if labelled else ()
    return [labelled[place] for place in places]


def _pictured(
    reader: FrameReader, opened: OpenedVideo, frame: int, words: str, place: _Place
) -> PreviewFrame:
    video = opened.video
    width = min(_WIDTH, video.width)
    height = max(1, round(video.height * width / video.width))
    picture = np.ascontiguousarray(reader.read(frame).bgra(width, height)[:, :width])
    if place is None:
        return PreviewFrame(frame, words, picture)
    # half a pixel on and off: positions count from the centre of the first pixel
    x, y = ((at + 0.5) * size / whole - 0.5 for at, size, whole in (
        (place[0], width, video.width), (place[1], height, video.height)))  # fmt: skip
    return PreviewFrame(frame, words, picture, x, y)


def _counts(labels: LabelSet) -> str:
    absent = sum(row.x is None for row in labels.balls)
    counts = (
        (len(labels.balls) - absent, "ball"),
        (len(labels.boxes), "box"),
        (len(labels.events), "event"),
        (len(labels.clips), "clip"),
    )
    parts = [plural(count, name) for count, name in counts if count]
    parts += [f"{plural(absent, 'frame')} without a ball"] if absent else []
    return ", ".join(parts)
