"""What every reader is asked, and what every reader gives back."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from storage.media.frame_table import FrameTable
from storage.progress import Progress
from storage.records import BallRow, Box, Clip, Event, Video


@dataclass(frozen=True, eq=False)
class LabelTarget:
    """The video that labels are read for, with its frame table."""

    video: Video
    table: FrameTable


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What only a person can say of a file of another program; each may be left open."""

    class_name: str = ""  # of the class that is the ball
    first_number: int | None = None  # what the picture of frame 0 is numbered in its name
    half: int | None = None  # of a match in two videos: 1 or 2
    attribute: str = ""  # label attribute of a Ground Truth data set; empty: the one that counts
    images: Path | None = None  # folder of the pictures


NO_OPTIONS = ReadOptions()


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
