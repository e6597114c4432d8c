"""YOLO's data sets, written: a picture and a text of the same name, `data.yaml` for the training.

A line is class, then middle, width and height of the box as shares of the picture, at pixel
edges. An empty text says that there is no ball; pictures that nobody has labelled are left out.
The last part of each video is kept apart to judge by: its neighbours in time look alike, so that
frames drawn at random would let a net pass by heart. Format: docs.ultralytics.com/datasets/detect.
"""

from collections.abc import Iterator, Sequence

from storage.formats.common.boxes import box_around
from storage.formats.common.frame_map import NAME, write_frame_map
from storage.formats.export.dataset import (
    DataSetFormat,
    DataSetPicture,
    DataSetRequest,
    Part,
    suffix_of,
)
from storage.records import BallRow

TRAIN, VALIDATION = "train", "val"


def _pictures(parts: Sequence[Part], request: DataSetRequest) -> Iterator[DataSetPicture]:
    for part in parts:
        for frame, folder in _folders(part, request.validation).items():
            name = f"{part.name}-frame_{frame:06d}{suffix_of(request.images)}"
            yield DataSetPicture(part, frame, f"images/{folder}/{name}")


def _documents(parts: Sequence[Part], request: DataSetRequest) -> Iterator[tuple[str, str]]:
    mapped = []
    folders = set()
    for picture in _pictures(parts, request):
        part, row = picture.part, picture.part.rows[picture.frame]
        entry = picture.place.removeprefix("images/").rpartition(".")[0]
        folders.add(entry.partition("/")[0])
        mapped.append(part.entry(entry, picture.frame))
        yield f"labels/{entry}.txt", _line(part, row, request.size)
    yield "data.yaml", _settings(folders)
    yield NAME, write_frame_map(mapped)


YOLO = DataSetFormat("yolo", _pictures, _documents)


def _folders(part: Part, validation: float) -> dict[int, str]:
    """Each labelled frame's half of the data set."""
    frames = sorted(part.rows)
    apart = len(frames) - round(len(frames) * validation)
    return {frame: TRAIN if at < apart else VALIDATION for at, frame in enumerate(frames)}


def _line(part: Part, row: BallRow, size: float) -> str:
    if row.x is None or row.y is None:
        return ""
    width, height = part.video.width, part.video.height
    box = box_around(row.x, row.y, size, width, height)
    # a centre outside of the picture is none to this format's programs
    x = min(max((row.x + 0.5) / width, 0.0), 1.0)
    y = min(max((row.y + 0.5) / height, 0.0), 1.0)
    return f"0 {x:.8f} {y:.8f} {box.width / width:.8f} {box.height / height:.8f}\n"


def _settings(folders: set[str]) -> str:
    # nothing here comes from outside, so nothing needs quoting
    validation = VALIDATION if VALIDATION in folders else TRAIN
    return f"train: images/{TRAIN}\nval: images/{validation}\nnc: 1\nnames:\n  0: ball\n"
