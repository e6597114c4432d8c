"""Gives the surroundings of events their classes; where there are no events, windows of a video."""

import csv
import io
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from app.workflows.classification.clip_tracks import with_tracks
from app.workflows.videos import OpenedVideo
from inference.clips.data.labelled_clip import LabelledClip
from inference.clips.data.prepared import FrozenTrunk, prepare_clips
from inference.clips.models.architectures import SERIES
from inference.clips.models.clip_model import ClipModel, read_clip_model
from inference.clips.nets.trunk_classifier import TrunkClassifier, trained_part
from inference.clips.prediction.predict_clips import predict_clips
from inference.models.locations import model_folder
from inference.training.run import TrainingWorkspace
from storage.errors import UserError
from storage.files import write_text
from storage.library.library import Library
from storage.media.frame_table import FrameTable
from storage.progress import Progress, map_steps
from storage.records import Event, attributes

CLASS = "class"  # the attribute of an event that says what a model takes it for
_COLUMNS = ("first", "last", "event", "class", "confidence", "second", "second_confidence")


@dataclass(frozen=True, slots=True)
class ClassifiedClip:
    """Frames `[first, stop)` and their two likeliest classes."""

    first: int
    stop: int
    name: str
    confidence: float
    second: str
    second_confidence: float
    event: Event | None = None  # that it surrounds


def classifying_model(library: Library, name: str) -> ClipModel:
    """The clip model of this name, or in this folder. UserError if it cannot classify videos."""
    model = read_clip_model(model_folder(name, library.models))
    if model.architecture == SERIES:
        raise UserError(
            f"{model.name} classifies series of numbers, not videos.", "Choose another model."
        )
    return model


def classify_clips(
    library: Library,
    opened: OpenedVideo,
    model: ClipModel,
    events: Sequence[Event],
    frames: range,
    around: float,
) -> Generator[Progress, None, tuple[ClassifiedClip, ...]]:
    """The classes of what lies `around` seconds before and after each of `events`.

    Without events it is windows as long as these through all `frames`, every half window.
    UserError if the video cannot be read.
    """
    table = opened.table
    spans: list[tuple[int, int, Event | None]] = [
        (*_around(table, event.frame, around), event) for event in events
    ]
    if not events:
        spans = [(*span, None) for span in _windows(table, frames, around)]
    video = opened.video
    clips = [
        LabelledClip(f"{first}", video.path, video.fingerprint, "", "", first=first, stop=stop)
        for first, stop, _ in spans
    ]
    net = model.net
    trunk = FrozenTrunk(net.trunk) if isinstance(net, TrunkClassifier) else None
    cache = TrainingWorkspace(library.trainings).cache
    tracked = list(with_tracks(library, clips))
    total = len(clips)
    prepared = yield from map_steps(
        prepare_clips(tracked, model.classes, model.input, trunk, cache),
        lambda done: Progress(done, total, "clips", "Reading clips"),
    )
    probabilities = yield from map_steps(
        predict_clips(trained_part(net), prepared, model.input, model.decision),
        lambda done: Progress(done, total, "clips", "Classifying clips"),
    )
    found = zip(spans, probabilities, strict=True)
    return tuple(_classified(model.classes, *span, chances) for span, chances in found)


def with_classes(events: Iterable[Event], clips: Iterable[ClassifiedClip]) -> tuple[Event, ...]:
    """The events with the class of what surrounds them as an attribute."""
    classes = {id(clip.event): clip.name for clip in clips if clip.event is not None}

    def classified(event: Event) -> Event:
        name = classes.get(id(event))
        if name is None:
            return event
        return replace(event, attributes=attributes({**dict(event.attributes), CLASS: name}))

    return tuple(classified(event) for event in events)


def write_clips_csv(path: Path, clips: Iterable[ClassifiedClip]) -> None:
    """Write the classes of clips as a table, by frame. Raises UserError if the disk refuses."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(_COLUMNS)
    for clip in sorted(clips, key=lambda clip: (clip.first, clip.stop)):
        event = clip.event.name if clip.event else ""
        shares = f"{clip.confidence:.4f}", f"{clip.second_confidence:.4f}"
        row = (clip.first, clip.stop - 1, event, clip.name, shares[0], clip.second, shares[1])
        lines.writerow(row)
    write_text(path, text.getvalue())


def _around(table: FrameTable, frame: int, seconds: float) -> tuple[int, int]:
    """The frames [first, stop) shown so long before and after a frame."""
    middle = float(table.times[frame])
    return table.index_at(middle - seconds), table.index_at(middle + seconds) + 1


def _windows(table: FrameTable, frames: range, seconds: float) -> list[tuple[int, int]]:
    """Windows of twice so many seconds through `frames`; the last one ends with them."""
    last = frames.stop - 1
    start, end = float(table.times[frames.start]), float(table.times[last])
    middles = np.arange(start + seconds, max(end - seconds, start + seconds) + 1e-9, seconds)
    spans = [_around(table, table.index_at(middle), seconds) for middle in middles]
    inside = [(max(first, frames.start), min(stop, frames.stop)) for first, stop in spans]
    return list(dict.fromkeys(inside))


def _classified(
    classes: Sequence[str], first: int, stop: int, event: Event | None, chances: np.ndarray
) -> ClassifiedClip:
    best, second = np.argsort(-chances, kind="stable")[:2]
    shares = float(chances[best]), float(chances[second])
    return ClassifiedClip(first, stop, classes[best], shares[0], classes[second], shares[1], event)
