"""The one value that every timeline format writes: pieces of videos, in frames."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from storage.errors import UserError
from storage.foreign_text import printable
from storage.formats.timelines.timecode import rate_words


@dataclass(frozen=True, slots=True)
class TimelineSource:
    """A video file as editors see it. Frames count from its first shown one.

    `start` is the time code of frame 0 in frames since midnight, 0 where the file has none;
    `drop_frame` says how that time code counts.
    """

    path: Path
    fingerprint: str
    rate: Fraction | None  # None: variable
    frames: int
    width: int
    height: int
    start: int = 0
    drop_frame: bool = False
    channels: int = 0  # of sound; 0: none
    sample_rate: int = 48_000

    @property
    def name(self) -> str:
        """The file's name with its ending: what editors find the media by."""
        return printable(self.path.name.replace("\n", "\ufffd"))


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """Frames `[first, stop)` of a source; the first `dissolve` of them blend with the item before.

    The item before gives its last `dissolve` frames to that: a timeline is as long as its items
    are together, less the frames that two of them share.
    """

    source: TimelineSource
    first: int
    stop: int
    name: str = ""
    dissolve: int = 0
    note: str = ""  # why it was chosen, or what happens in it

    @property
    def length(self) -> int:
        """How many frames it shows."""
        return self.stop - self.first


@dataclass(frozen=True, slots=True)
class Placed:
    """An item with its place: it is seen in frames `[begin, end)` of the timeline.

    `enter` and `leave` are the frames that it shares with its neighbours. `cut_in` and `cut_out`
    are the same place for formats that cut in the middle of a dissolve.
    """

    number: int
    item: TimelineItem
    begin: int
    end: int
    enter: int
    leave: int

    @property
    def cut_in(self) -> int:
        """Where it begins for formats that cut in the middle of the dissolve into it."""
        return self.begin + self.enter // 2

    @property
    def cut_out(self) -> int:
        """Where it ends for formats that cut in the middle of the dissolve out of it."""
        return self.end - self.leave + self.leave // 2

    @property
    def cut_first(self) -> int:
        """The first frame of the source that such formats use."""
        return self.item.first + self.enter // 2

    @property
    def cut_length(self) -> int:
        """How many frames of the source such formats use."""
        return self.cut_out - self.cut_in


@dataclass(frozen=True, slots=True)
class EditTimeline:
    """Items in the order in which they are played."""

    title: str
    rate: Fraction
    width: int
    height: int
    items: tuple[TimelineItem, ...]
    start: int = 0  # its first time code, in frames since midnight
    drop_frame: bool = False

    def placed(self) -> Iterator[Placed]:
        """The items with their places."""
        at = 0
        after = [item.dissolve for item in self.items[1:]] + [0]
        for number, (item, leave) in enumerate(zip(self.items, after, strict=True)):
            begin = at - item.dissolve
            at = begin + item.length
            yield Placed(number, item, begin, at, item.dissolve, leave)

    @property
    def length(self) -> int:
        """Frames from its beginning to its end."""
        return sum(item.length - item.dissolve for item in self.items)

    @property
    def sources(self) -> tuple[TimelineSource, ...]:
        """The videos, each once, in the order in which they are first used."""
        return tuple(dict.fromkeys(item.source for item in self.items))


def check_timeline(timeline: EditTimeline) -> None:
    """Raise UserError unless every item can be named by frames of the timeline's own rate."""
    if not timeline.items:
        raise UserError("The reel is empty.", "Add clips to it first.")
    for item in timeline.items:
        _check_source(item.source, timeline.rate)
        if not 0 <= item.first < item.stop <= item.source.frames:
            raise ValueError(f"[{item.first}, {item.stop}) of {item.source.frames} frames")
    for placed in timeline.placed():
        if placed.enter < 0 or placed.enter + placed.leave > placed.item.length:
            raise ValueError(f"item {placed.number} is shorter than its dissolves")
    if timeline.items[0].dissolve:
        raise ValueError("nothing comes before the first item")


def _check_source(source: TimelineSource, rate: Fraction) -> None:
    if source.rate is None:
        raise UserError(
            f"{source.name} has a variable frame rate, which no timeline can name.",
            "Export with media: the clips are then written at a constant rate.",
        )
    if source.rate != rate:
        raise UserError(
            f"{source.name} has {rate_words(source.rate)} frames a second, "
            f"the timeline {rate_words(rate)}.",
            "Export with media, or make a reel for each frame rate.",
        )
