"""The frozen values that all layers speak: videos, labels, runs, edits."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import IntEnum
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import numpy as np
from numpy.typing import NDArray


class Visibility(IntEnum):
    """How well the ball of a frame can be seen: the four classes of the TrackNet labels."""

    ABSENT = 0  # not in the picture, or not findable
    CLEAR = 1
    HARD = 2  # blurred or hard to see
    OCCLUDED = 3  # hidden, position inferred


class Source(IntEnum):
    """Where the ball position of a frame comes from; lower-case names stand in files."""

    NONE = 0  # not labelled and not analysed
    MODEL = 1
    HUMAN = 2
    INTERPOLATED = 3
    RELINKED = 4


class Review(IntEnum):
    """What a person has said of a frame or an event. Unreviewed is not "no ball"."""

    UNREVIEWED = 0
    ACCEPTED = 1
    CORRECTED = 2
    REJECTED = 3


DECIDED = (Review.ACCEPTED, Review.CORRECTED)  # a person stands by what the label says


@dataclass(frozen=True, slots=True)
class Video:
    """A video file known to the library; its identity is the fingerprint, never the path."""

    fingerprint: str  # SHA-256 in hex: size, first MiB, last MiB
    path: Path
    frames: int
    width: int  # display pixels
    height: int
    seconds: float
    rate: Fraction | None  # None: variable


@dataclass(frozen=True, slots=True)
class BallLabel:
    """A person's word on the ball in one frame, or a point filled in at a person's command.

    `x`, `y` are display pixels with the centre of the top-left pixel at (0, 0). Both are None when
    the ball is absent or the model's point was rejected. A rejected point says only that the ball
    is not *there*: it is no statement that there is no ball.
    """

    visibility: Visibility
    x: float | None = None
    y: float | None = None
    source: Source = Source.HUMAN
    review: Review = Review.CORRECTED


Attributes = tuple[tuple[str, str], ...]  # names and values, sorted by name, each name once


def attributes(values: Mapping[str, str]) -> Attributes:
    """Attributes in the one order in which equal ones are equal."""
    return tuple(sorted(values.items()))


@dataclass(frozen=True, slots=True)
class BallRow:
    """What is said of the ball in one frame.

    `x`, `y` are display pixels, the centre of the top-left pixel at (0, 0); None when the ball
    is absent. `confidence` runs from 0 to 1, and is 1 where a file does not say.
    """

    frame: int
    visibility: Visibility
    x: float | None = None
    y: float | None = None
    confidence: float = 1.0
    source: Source = Source.HUMAN


PROPOSAL = "proposal"  # attribute of an event: frame and class of the proposal that it corrects
_FRAME_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens in a video: a hit, a bounce, a user's own code.

    Either a moment, or it lasts: frames `[frame, end)`. Usual attributes are player, side, outcome
    and text; any other name may be used.
    """

    frame: int
    name: str  # of its class
    confidence: float = 1.0
    source: Source = Source.HUMAN
    review: Review = Review.CORRECTED
    end: int | None = None  # the first frame after it; None: a moment
    attributes: Attributes = ()

    @property
    def stop(self) -> int:
        """The first frame after it, of a moment too."""
        return self.frame + 1 if self.end is None else self.end

    @property
    def answers(self) -> tuple[int, str]:
        """Frame and class of what a model may propose again though this has been said of it."""
        frame, _, name = dict(self.attributes).get(PROPOSAL, "").partition(" ")
        moved = frame.isascii() and frame.isdigit() and len(frame) <= _FRAME_DIGITS and name
        return (int(frame), name) if moved else (self.frame, self.name)


@dataclass(frozen=True, slots=True)
class Box:
    """An object in one frame, as a rectangle in display pixels.

    The centre of the top-left pixel is at (0, 0), as for the ball: a box around just that pixel
    has its left and top edge at -0.5 and is 1 wide and high.
    """

    frame: int
    name: str  # of its class
    left: float
    top: float
    width: float
    height: float
    track: int | None = None  # boxes of one object in several frames share it
    confidence: float = 1.0
    source: Source = Source.HUMAN
    review: Review = Review.CORRECTED


@dataclass(frozen=True, slots=True)
class Clip:
    """A named piece of a video: frames `[first, stop)`."""

    first: int
    stop: int
    name: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """Frames `[first, stop)` that a person has taken on: information, never a lock."""

    first: int
    stop: int
    person: str


@dataclass(frozen=True, slots=True)
class ClassAttribute:
    """An attribute that events of a class can have, and the key that asks for it."""

    name: str
    type: str = "text"  # text, number, choice, player, side or outcome
    key: str = ""  # on the keyboard
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventClass:
    """A kind of event that people mark; it belongs to the library and not to one video."""

    name: str
    colour: str  # "#rrggbb"
    key: str = ""  # on the keyboard, "" for none
    lead: float = 0.0  # seconds that are shown and cut before an event
    lag: float = 0.0  # and after it
    attributes: tuple[ClassAttribute, ...] = ()
    settings: Attributes = ()  # anything else that is set for it, by name


@dataclass(frozen=True, slots=True)
class ReelItem:
    """Frames `[first, stop)` of a video as a part of a reel."""

    video: str  # fingerprint
    first: int
    stop: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class Reel:
    """Pieces of videos in the order in which they are to be played; it belongs to the library."""

    name: str
    items: tuple[ReelItem, ...] = ()


@dataclass(frozen=True, slots=True)
class UnknownLabel:
    """A label of a kind that a newer version has made: kept and passed on as it came."""

    text: str  # JSON


Label = BallLabel | Event | Box | Clip | Assignment | EventClass | Reel | UnknownLabel
Changes = Mapping[str, Label | None]  # record key to its new value; None removes the label


def ball_key(frame: int) -> str:
    """Record key of the ball in `frame`."""
    return f"ball/{frame}"


def event_key(event: UUID) -> str:
    """Record key of an event."""
    return f"event/{event}"


def clip_key(clip: UUID) -> str:
    """Record key of a clip."""
    return f"clip/{clip}"


def assignment_key(assignment: UUID) -> str:
    """Record key of an assignment."""
    return f"assignment/{assignment}"


def box_key(box: UUID) -> str:
    """Record key of a box."""
    return f"box/{box}"


LIBRARY = "library"  # in place of a fingerprint: the journal of what belongs to no single video

GestureKind = Literal["edit", "undo", "redo"]


@dataclass(frozen=True, slots=True)
class Edit:
    """One label changed by a person: `before` is None for a new one, `after` for a removed one."""

    id: UUID
    gesture: UUID  # all edits of one drag, one "accept the range"
    video: str  # fingerprint, or LIBRARY
    key: str  # ball/<frame>, event/<uuid>, box/<uuid>, …: the name of its kind, and which one
    parent: UUID | None  # the edit that made `before`
    before: Label | None
    after: Label | None
    author: str
    time: datetime  # wall time in UTC, for display only
    device: str
    sequence: int  # counts this device's edits from 1
    others: tuple[UUID, ...] = ()  # further parents: edits of other devices that this one joins
    kind: GestureKind = "edit"  # what the whole gesture is


@dataclass(frozen=True, slots=True)
class Run:
    """One pass of a model over a video; it owns its predictions."""

    id: UUID
    video: str  # fingerprint
    model: str  # "motion", or the name of a model folder
    weights: str  # SHA-256 of the weights, empty for a model without
    settings: str  # JSON, keys sorted
    first: int  # asked for: frames [first, stop)
    stop: int
    engine: str
    created: datetime  # UTC
    task: str = "ball"  # what it looks for: ball, events or objects


CHUNK = 256  # frames that a model is run on at once, and that are stored together; from frame 0 on


@dataclass(frozen=True, eq=False)
class Candidates:
    """Places where the ball might be, up to K a frame, best first; NaN fills the rest.

    Positions are display pixels, scores run from 0 to 1: arrays of (frames, K), float32. `cut`
    (frames,) marks the first frame of each new shot, which no path of a ball crosses.
    """

    x: NDArray[np.float32]
    y: NDArray[np.float32]
    score: NDArray[np.float32]
    cut: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.score)


@dataclass(frozen=True, eq=False)
class BallTrack:
    """The effective ball of every frame of a video, as arrays of one length.

    A frame's entry is the human label where there is one, else the active run's prediction.
    Frozen, arrays included: several threads read a track, and an edit makes a new one. The arrays
    are handed over: they are read-only afterwards for who made them, too.
    """

    visibility: NDArray[np.uint8]  # Visibility; a model gives 0 or 1
    x: NDArray[np.float64]  # display pixels, NaN where no position is known
    y: NDArray[np.float64]
    confidence: NDArray[np.float32]  # 0 to 1; 1 for a person's label, NaN where nothing is known
    source: NDArray[np.uint8]  # Source
    review: NDArray[np.uint8]  # Review

    def __post_init__(self) -> None:
        for values in _arrays(self):
            values.flags.writeable = False

    def __len__(self) -> int:
        return len(self.source)

    def with_part(self, first: int, part: "BallTrack") -> "BallTrack":
        """A new track with `part` in frames `[first, first + len(part))`.

        12 MB are copied for three hours of video, so never on the GUI thread if it can be helped.
        """
        builder = BallTrackBuilder.of(self)
        for values, new in zip(_arrays(builder), _arrays(part), strict=True):
            values[first : first + len(part)] = new
        return builder.build()

    def part(self, first: int, stop: int) -> "BallTrack":
        """Frames `[first, stop)`, as views of the same arrays."""
        return BallTrack(*(values[first:stop] for values in _arrays(self)))

    @classmethod
    def empty(cls, frames: int) -> "BallTrack":
        """A track of frames that are neither labelled nor analysed."""
        return BallTrackBuilder.empty(frames).build()


@dataclass(eq=False, slots=True)
class BallTrackBuilder:
    """The arrays of a `BallTrack` while they are filled; private to one thread."""

    visibility: NDArray[np.uint8]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    confidence: NDArray[np.float32]
    source: NDArray[np.uint8]
    review: NDArray[np.uint8]

    @classmethod
    def empty(cls, frames: int) -> "BallTrackBuilder":
        """Arrays for so many frames that are neither labelled nor analysed."""
        return cls(
            visibility=np.zeros(frames, np.uint8),
            x=np.full(frames, np.nan),
            y=np.full(frames, np.nan),
            confidence=np.full(frames, np.nan, np.float32),
            source=np.zeros(frames, np.uint8),
            review=np.zeros(frames, np.uint8),
        )

    @classmethod
    def of(cls, track: BallTrack) -> "BallTrackBuilder":
        """A copy of the arrays of `track`."""
        return cls(*(values.copy() for values in _arrays(track)))

    def build(self) -> BallTrack:
        """The track of these arrays, which are frozen with it."""
        return BallTrack(*_arrays(self))


def _arrays(track: BallTrack | BallTrackBuilder) -> list[NDArray[Any]]:
    return [getattr(track, field.name) for field in fields(BallTrack)]
