"""What every reader is asked, and what every reader gives back."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from storage.errors import UserError
from storage.formats.common.choices import ReadOptions
from storage.formats.common.csv_rows import check_frames
from storage.media.frame_table import FrameTable
from storage.progress import Progress
from storage.records import BallRow, Box, Clip, Event, Video

_BESIDE = 1.0  # pixels: a ball half out of the picture has its middle at the edge


@dataclass(frozen=True, eq=False)
class LabelTarget:
    """The video that labels are read for, with its frame table."""

    video: Video
    table: FrameTable

    @property
    def stored_size(self) -> tuple[int, int]:
        """Width and height of the stored pixels, turned upright: what OpenCV's programs see."""
        return self.table.stream.stored_size


@dataclass(frozen=True, slots=True)
class LabelSet:
    """Everything that a file says of one video; nothing is dropped without a word.

    Frames are indices of the target's frame table, each at most once in `balls`. `exact`: places
    that differ by less are the same. `job` and `created` tell who made the labels, and when.
    `notes` are sentences for the user: what was left out, how many, and how frames were found.
    """

    balls: tuple[BallRow, ...] = ()  # sorted by frame
    boxes: tuple[Box, ...] = ()
    events: tuple[Event, ...] = ()
    clips: tuple[Clip, ...] = ()
    exact: float = 0.01  # display pixels
    job: str = ""
    created: datetime | None = None
    notes: tuple[str, ...] = field(default=())


Reading = Generator[Progress, None, LabelSet]
Reader = Callable[[Path, LabelTarget, ReadOptions], LabelSet | Reading]


def check_labels(labels: LabelSet, video: Video, name: str) -> None:
    """Raise UserError if a file called `name` has no labels, or some that do not fit `video`.

    All places are looked at, so that the user knows whether one is wrong or all are.
    """
    if not (labels.balls or labels.boxes or labels.events or labels.clips):
        advice = " ".join(labels.notes) or "Choose another file, or another class."
        raise UserError(f"{name} contains no labels of this video.", advice)
    for framed in (labels.balls, labels.boxes, labels.events):
        check_frames(framed, video.frames)
    outside = [
        (row.frame, row.x, row.y)
        for row in labels.balls
        if row.x is not None and row.y is not None and not is_in_picture(row.x, row.y, video)
    ]
    if outside:
        frame, x, y = outside[0]
        raise UserError(
            f"{len(outside)} of {len(labels.balls)} labels are outside of the picture, which is "
            f"{video.width} x {video.height} (frame {frame}: {x:g}, {y:g}).",
            "Choose the video that the labels are of. Labels of a copy of another size need that "
            "size: COCO, CVAT and MOT files have it.",
        )


def is_in_picture(x: float, y: float, video: Video) -> bool:
    """Whether a label at (x, y) may be of a ball that is, at least by half, in the picture."""
    right, bottom = video.width - 1 + _BESIDE, video.height - 1 + _BESIDE
    return -_BESIDE <= x <= right and -_BESIDE <= y <= bottom
