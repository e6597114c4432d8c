"""Two sets of predictions on the same frames, and which frames to look at."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.evaluation.outcomes import Outcome, Outcomes


@dataclass(frozen=True, eq=False)
class OutcomeComparison:
    """Who is right where, as masks over the frames; no prediction is right without a target."""

    both: NDArray[np.bool_]
    neither: NDArray[np.bool_]
    first_only: NDArray[np.bool_]
    second_only: NDArray[np.bool_]


def compare(first: Outcomes, second: Outcomes) -> OutcomeComparison:
    """Compare frame by frame. ValueError if the two do not speak of the same frames."""
    if not (np.array_equal(first.frame, second.frame) and np.array_equal(first.clip, second.clip)):
        raise ValueError(f"{len(first)} frames compared with {len(second)} others")
    one, two = first.correct, second.correct
    return OutcomeComparison(one & two, ~one & ~two, one & ~two, two & ~one)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Frames of one clip in a row, the first to the last one, both included."""

    clip: int
    first: int
    last: int
    frames: int
    error: float | None  # the largest of a prediction in it; None without one on a target
    fn: int  # frames with a target and no prediction
    fp: int  # frames with a prediction and no target


def stretches(outcomes: Outcomes, mask: NDArray[np.bool_]) -> list[Stretch]:
    """The frames of `mask` (frames,) in rows without a gap, the longest first.

    Rows, because one correction mends a row: the longest are worth looking at first.
    """
    at = np.flatnonzero(mask)
    apart = (np.diff(outcomes.frame[at]) != 1) | (np.diff(outcomes.clip[at]) != 0)
    pieces = np.split(at, np.flatnonzero(apart) + 1) if len(at) else []
    found = [_stretch(outcomes, piece) for piece in pieces]
    return sorted(found, key=lambda s: (-s.frames, -(s.error or 0.0), s.clip, s.first))


def _stretch(outcomes: Outcomes, at: NDArray[np.intp]) -> Stretch:
    error = outcomes.error[at]
    outcome = outcomes.outcome[at]
    return Stretch(
        clip=int(outcomes.clip[at[0]]),
        first=int(outcomes.frame[at[0]]),
        last=int(outcomes.frame[at[-1]]),
        frames=len(at),
        error=float(np.nanmax(error)) if np.isfinite(error).any() else None,
        fn=int(np.count_nonzero(outcome == Outcome.FN)),
        fp=int(np.count_nonzero(outcome == Outcome.FP)),
    )
