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
    first_correct, second_correct = first.correct, second.correct
    return OutcomeComparison(
        first_correct & second_correct,
        ~first_correct & ~second_correct,
        first_correct & ~second_correct,
        second_correct & ~first_correct,
    )


@dataclass(frozen=True, slots=True)
class OutcomeSegment:
    """Frames of one clip in a row, the first to the last one, both included."""

    clip: int
    first: int
    last: int
    frames: int
    error: float | None  # the largest of a prediction in it; None without one on a target
    fn: int  # frames with a target and no prediction
    fp: int  # frames with a prediction and no target


def outcome_segments(outcomes: Outcomes, mask: NDArray[np.bool_]) -> list[OutcomeSegment]:
    """The frames of `mask` (frames,) in rows without a gap, the longest first.

    Rows, because one correction mends a row: the longest are worth looking at first.
    """
    masked = np.flatnonzero(mask)
    is_gap = (np.diff(outcomes.frame[masked]) != 1) | (np.diff(outcomes.clip[masked]) != 0)
    groups = np.split(masked, np.flatnonzero(is_gap) + 1) if len(masked) else []
    rows = [_segment(outcomes, group) for group in groups]
    return sorted(rows, key=lambda s: (-s.frames, -(s.error or 0.0), s.clip, s.first))


def _segment(outcomes: Outcomes, frames: NDArray[np.intp]) -> OutcomeSegment:
    error = outcomes.error[frames]
    outcome = outcomes.outcome[frames]
    return OutcomeSegment(
        clip=int(outcomes.clip[frames[0]]),
        first=int(outcomes.frame[frames[0]]),
        last=int(outcomes.frame[frames[-1]]),
        frames=len(frames),
        error=float(np.nanmax(error)) if np.isfinite(error).any() else None,
        fn=int(np.count_nonzero(outcome == Outcome.FN)),
        fp=int(np.count_nonzero(outcome == Outcome.FP)),
    )
