"""Which frames come next while playing, and when each of them is due."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from storage.media.frame_table import FrameTable

# more pictures a second than this no screen shows: faster play shows every second, third, … frame
PICTURES_PER_SECOND = 60.0
# seconds that reading may be behind the clock before it looks for a key frame to go on from
PATIENCE = 0.5
# seconds that a picture may stand still for the sake of being on time again
REACH = 1.0
# up to this speed backwards the clock waits for a picture: there is no sound to keep up with
UNHURRIED = 2.0


@dataclass(frozen=True, slots=True)
class Due:
    """A frame to show while playing, and its place on the clock.

    Times are media seconds that go on through the joints of a loop. Backwards `gone_at` is the
    lesser of the two.
    """

    index: int
    shows_at: float
    gone_at: float  # when the next one is due
    holds: bool  # the clock waits at `gone_at` until the next picture is there
    left_out: int = 0  # frames passed over before this one, to be on time again


@dataclass(frozen=True, eq=False)
class VideoTimeline:
    """What a plan needs to know of a video: the times of its frames and the key frames."""

    edges: NDArray[np.float64]  # (frames + 1,): start of each frame, end of the last; seconds
    keys: NDArray[np.int64]  # indexes of the key frames, ascending
    rate: float  # typical, frames a second

    @property
    def last(self) -> int:
        return len(self.edges) - 2

    @classmethod
    def of(cls, table: FrameTable) -> "VideoTimeline":
        """The road through the video with the frames of `table`."""
        return cls(
            edges=np.append(table.times, float(table.duration)),
            keys=table.key.nonzero()[0],
            rate=table.typical_rate,
        )

    def index_at(self, seconds: float) -> int:
        """The frame on screen at `seconds`, held inside the video."""
        index = int(np.searchsorted(self.edges, seconds, side="right")) - 1
        return min(max(index, 0), self.last)


class PlaybackPlan:
    """The walk through a video from the frame on screen on, either way, perhaps in a loop.

    `speed` may be changed under way, but not its sign. A loop must have `start` in it.
    """

    def __init__(
        self, timeline: VideoTimeline, start: int, speed: float, loop: tuple[int, int] | None = None
    ) -> None:
        self.speed = speed
        self.forward = speed > 0
        self._timeline = timeline
        self._loops = loop is not None
        self._first, self._last = (0, timeline.last) if loop is None else (loop[0], loop[1] - 1)
        self._round = 0.0  # what the joints passed so far add to the media time
        self._next: int | None = start
        self.place = self._pass(start)  # of the frame on screen

    @property
    def stride(self) -> int:
        """Every how many frames one is shown; all of them up to normal speed."""
        speed = abs(self.speed)
        return 1 if speed <= 1 else math.ceil(self._timeline.rate * speed / PICTURES_PER_SECOND)

    def advance(self, clock: float) -> Due | None:
        """The next frame to show, or None at the end of the video.

        `clock` is the media time now: where the plan is far behind it, frames are left out.
        """
        if self._next is None:
            return None
        index = self._caught_up(self._next, clock)
        return self._pass(index, left_out=abs(index - self._next))

    def behind(self, due: Due, clock: float) -> float:
        """For how many seconds of the real world `due` should have been gone; negative: not yet."""
        return (clock - due.gone_at) / self.speed

    def _pass(self, index: int, left_out: int = 0) -> Due:
        """Show frame `index` next, and go on to the one after it."""
        stride = self.stride if self.forward else -self.stride
        following = min(max(index + stride, self._first), self._last)
        at_joint = following == index
        due = self._due(index, following, at_joint, left_out)
        if not at_joint:
            self._next = following
        elif not self._loops:
            self._next = None
        else:
            self._next = self._first if self.forward else self._last
            edges = self._timeline.edges
            length = float(edges[self._last + 1] - edges[self._first])
            self._round += length if self.forward else -length
        return due

    def _due(self, index: int, following: int, at_joint: bool, left_out: int) -> Due:
        edges = self._timeline.edges
        if self.forward:
            shows_at, gone_at = edges[index], edges[index + 1 if at_joint else following]
        else:
            shows_at, gone_at = edges[index + 1], edges[index if at_joint else following + 1]
        unhurried = not self.forward and self.speed >= -UNHURRIED
        return Due(
            index=index,
            shows_at=float(shows_at) + self._round,
            gone_at=float(gone_at) + self._round,
            holds=at_joint or unhurried,
            left_out=left_out,
        )

    def _caught_up(self, index: int, clock: float) -> int:
        """`index`, or a key frame further on where reading is too far behind the clock.

        A key frame just ahead of the clock is best, the last one that the clock has passed is
        next best. Without either the plan goes on as it is.
        """
        clock -= self._round
        if (clock - self._timeline.edges[index]) / self.speed <= PATIENCE:
            return index
        reached = self._timeline.index_at(clock)
        farthest = self._timeline.index_at(clock + REACH * self.speed)
        if self.forward:
            ahead = self._keys(max(reached, index + 1), min(farthest, self._last))
            passed = self._keys(index + 1, min(reached, self._last))
        else:
            ahead = self._keys(max(farthest, self._first), min(reached, index - 1))[::-1]
            passed = self._keys(max(reached, self._first), index - 1)[::-1]
        if len(ahead):
            return int(ahead[0])
        return int(passed[-1]) if len(passed) else index

    def _keys(self, first: int, last: int) -> NDArray[np.int64]:
        """The key frames from `first` to `last`, both included."""
        keys = self._timeline.keys
        return keys[np.searchsorted(keys, first) : np.searchsorted(keys, last, side="right")]
