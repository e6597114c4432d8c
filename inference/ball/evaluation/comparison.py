"""Two sets of positions on the same frames, and which frames to look at."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.ball.evaluation.metrics import Judged, Outcome


@dataclass(frozen=True, eq=False)
class Comparison:
    """Who is right where, as masks over the frames; "no ball" is right where there is none."""

    both: NDArray[np.bool_]
    neither: NDArray[np.bool_]
    first_only: NDArray[np.bool_]
    second_only: NDArray[np.bool_]


def compare(first: Judged, second: Judged) -> Comparison:
    """Compare frame by frame. ValueError if the two do not speak of the same frames."""
    if not (np.array_equal(first.frame, second.frame) and np.array_equal(first.clip, second.clip)):
        raise ValueError(f"{len(first)} frames compared with {len(second)} others")
    one, two = good(first), good(second)
    return Comparison(one & two, ~one & ~two, one & ~two, two & ~one)


def good(judged: Judged) -> NDArray[np.bool_]:
    """Mark the frames in which nothing is wrong, (frames,)."""
    return judged.are(Outcome.RIGHT, Outcome.ABSENT)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Frames of one clip in a row, the first to the last one, both included."""

    clip: int
    first: int
    last: int
    frames: int
    error: float | None  # the largest of a position in it, video pixels; None without a position
    missed: int  # frames with a ball and no position
    invented: int  # frames with a position and no ball


def stretches(judged: Judged, mask: NDArray[np.bool_]) -> list[Stretch]:
    """The frames of `mask` (frames,) in rows without a gap, the longest first.

    Rows, because one correction mends a row: the longest are worth looking at first.
    """
    at = np.flatnonzero(mask)
    apart = (np.diff(judged.frame[at]) != 1) | (np.diff(judged.clip[at]) != 0)
    pieces = np.split(at, np.flatnonzero(apart) + 1) if len(at) else []
    found = [_stretch(judged, piece) for piece in pieces]
    return sorted(found, key=lambda s: (-s.frames, -(s.error or 0.0), s.clip, s.first))


def _stretch(judged: Judged, at: NDArray[np.intp]) -> Stretch:
    error = judged.error[at]
    outcome = judged.outcome[at]
    return Stretch(
        clip=int(judged.clip[at[0]]),
        first=int(judged.frame[at[0]]),
        last=int(judged.frame[at[-1]]),
        frames=len(at),
        error=float(np.nanmax(error)) if np.isfinite(error).any() else None,
        missed=int(np.count_nonzero(outcome == Outcome.MISSED)),
        invented=int(np.count_nonzero(outcome == Outcome.INVENTED)),
    )
