"""Places that want a look: runs of frames that are likely wrong, worth the time they take."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

FLOOR = 0.25  # probability of being wrong from which a frame wants a look
JOINED = 12  # frames between two places below which they are one
LONGEST = 3.0  # seconds of a place, at most
ARRIVAL = 1.5  # seconds until the eye has found what it is about
SPEED = 0.5  # of play while a place is looked at


@dataclass(frozen=True, slots=True)
class DoubtfulPlace:
    """Frames `[first, stop)` that are looked at together."""

    first: int
    stop: int
    peak: int  # the frame that is most likely wrong
    doubt: float  # how likely it is, 0 to 1
    wrong: float  # frames of these that are wrong, as far as can be expected

    def seconds(self, rate: float) -> float:
        """How long a look takes, at `rate` frames a second of the video."""
        return ARRIVAL + (self.stop - self.first) / rate / SPEED

    def worth(self, rate: float) -> float:
        """Wrong frames mended per second of attention."""
        return self.wrong / self.seconds(rate)


def find_segments(
    wrong: Floats, cut: Bools, rate: float, floor: float = FLOOR
) -> list[DoubtfulPlace]:
    """The places in a video of `rate` frames a second, in order of time.

    `wrong` (T,) is how likely each frame is wrong, 0 where a person has decided; `cut` (T,) marks
    the first frame of each shot but the first, and no place reaches across one.
    """
    longest = max(round(LONGEST * rate), 1)
    ranges = [
        (first, min(first + longest, stop))
        for begin, stop in _joined(wrong >= floor, cut)
        for first in range(begin, stop, longest)
    ]
    return [
        _segment(first, stop, wrong) for first, stop in ranges if (wrong[first:stop] >= floor).any()
    ]


def worst_first(segments: list[DoubtfulPlace], rate: float) -> list[DoubtfulPlace]:
    """The order in which an hour of attention mends most."""
    return sorted(segments, key=lambda segment: (-segment.worth(rate), segment.first))


def _joined(doubtful: Bools, cut: Bools) -> list[tuple[int, int]]:
    frames = np.flatnonzero(doubtful)
    if not len(frames):
        return []
    shot = np.cumsum(cut)[frames]
    parted = (np.diff(frames) > JOINED) | (np.diff(shot) > 0)
    edges = [0, *(np.flatnonzero(parted) + 1).tolist(), len(frames)]
    return [(int(frames[a]), int(frames[b - 1]) + 1) for a, b in pairwise(edges)]


def _segment(first: int, stop: int, wrong: Floats) -> DoubtfulPlace:
    part = wrong[first:stop]
    frames = np.flatnonzero(part >= FLOOR) if (part >= FLOOR).any() else np.arange(len(part))
    # what lies below the floor at either end is not looked at
    begin, end = first + int(frames[0]), first + int(frames[-1]) + 1
    peak = begin + int(wrong[begin:end].argmax())
    return DoubtfulPlace(begin, end, peak, float(wrong[peak]), float(wrong[begin:end].sum()))
