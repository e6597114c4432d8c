"""MOTChallenge sequences, written: people's labels as `gt.txt`, what models say as `det.txt`.

Frames, ids and the pixels of boxes count from 1 (motchallenge.net/instructions): the edge left of
the first pixel is 1. With pictures a frame's number is its place among them; without, its place
in the video. A frame of the sequence without a line may hold no ball or may not have been looked
at, and `frames.csv` beside it tells the two apart.
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
from storage.records import BallRow, Visibility

FIRST_EDGE = 1  # what the left edge of the picture is numbered
VISIBLE = {Visibility.CLEAR: 1.0, Visibility.HARD: 0.5, Visibility.OCCLUDED: 0.0}


def _pictures(parts: Sequence[Part], request: DataSetRequest) -> Iterator[DataSetPicture]:
    for part in parts:
        for number, frame in enumerate(part.frames, 1):
            place = f"{part.name}/img1/{number:06d}{suffix_of(request.images)}"
            yield DataSetPicture(part, frame, place)


def _documents(parts: Sequence[Part], request: DataSetRequest) -> Iterator[tuple[str, str]]:
    for part in parts:
        numbers = _numbers(part, request)
        truth = [row for frame, row in part.rows.items() if frame in part.reviewed]
        unreviewed = [row for frame, row in part.rows.items() if frame not in part.reviewed]
        lines = (_true_line(part, row, numbers, request.size) for row in truth)
        yield f"{part.name}/gt/gt.txt", "".join(lines)
        yield f"{part.name}/gt/labels.txt", "ball\n"  # the classes, where CVAT looks for them
        if unreviewed:
            lines = (_found_line(part, row, numbers, request.size) for row in unreviewed)
            yield f"{part.name}/det/det.txt", "".join(lines)
        yield f"{part.name}/seqinfo.ini", _sequence(part, request)
        entries = (part.entry(str(number), frame) for frame, number in numbers.items())
        yield f"{part.name}/{NAME}", write_frame_map(entries)


MOT = DataSetFormat("mot", _pictures, _documents)


def _numbers(part: Part, request: DataSetRequest) -> dict[int, int]:
    """The number in the sequence of every frame that is in it."""
    frames = part.frames if request.images else range(len(part.table))
    return {frame: number for number, frame in enumerate(frames, 1)}


def _true_line(part: Part, row: BallRow, numbers: dict[int, int], size: float) -> str:
    """frame, id, left, top, width, height, whether it counts, class, visible share."""
    if row.x is None or row.y is None:
        return ""
    place = _place(part, row.x, row.y, size)
    return f"{numbers[row.frame]},1,{place},1,1,{VISIBLE[row.visibility]:g}\n"


def _found_line(part: Part, row: BallRow, numbers: dict[int, int], size: float) -> str:
    """The same of a detection: no id, how sure, and no place in the world."""
    if row.x is None or row.y is None:
        return ""
    place = _place(part, row.x, row.y, size)
    return f"{numbers[row.frame]},-1,{place},{row.confidence:.4f},-1,-1,-1\n"


def _place(part: Part, x: float, y: float, size: float) -> str:
    box = box_around(x, y, size, part.video.width, part.video.height)
    left, top = box.left + FIRST_EDGE, box.top + FIRST_EDGE
    return ",".join(f"{value:.3f}" for value in (left, top, box.width, box.height))


def _sequence(part: Part, request: DataSetRequest) -> str:
    frames = len(part.frames) if request.images else len(part.table)
    facts = {
        "name": part.name,
        "imDir": "img1",
        # readers take a whole number alone; the exact times are those of the frame table
        "frameRate": max(
            1, round(part.table.typical_rate / (request.every if request.images else 1))
        ),
        "seqLength": frames,
        "imWidth": part.video.width,
        "imHeight": part.video.height,
        "imExt": suffix_of(request.images),
    }
    return "[Sequence]\n" + "".join(f"{name}={value}\n" for name, value in facts.items())
