"""How far a score may be off because only these clips were looked at."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.evaluation.outcomes import Outcome, Outcomes

_RESAMPLES = 4000  # drawings; the ends of the interval are then good to some 0.002
_SEED = 20  # any: the same clips give the same interval


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a figure lies in 95 of 100 drawings of the clips."""

    low: float
    high: float


def f1_interval(outcomes: Outcomes) -> Interval | None:
    """The 95 % bootstrap interval of F1 (hit and precision); None for fewer than two clips.

    Clips are drawn, not frames: neighbouring frames are as good as one.
    """
    counts = _counts(outcomes)
    if len(counts) < 2:
        return None
    return _interval(_f1(_resampled(counts)))


def gain_interval(first: Outcomes, second: Outcomes) -> Interval | None:
    """The interval of F1 of `second` less that of `first`, on the same clips drawn together."""
    counts = np.concatenate([_counts(first), _counts(second)], 1)
    if len(counts) < 2:
        return None
    resampled = _resampled(counts)
    return _interval(_f1(resampled[:, 2:]) - _f1(resampled[:, :2]))


def _counts(outcomes: Outcomes) -> NDArray[np.int64]:
    """Per clip twice the right positions, and visible balls and positions given added up."""
    clips, clip_of_frame = np.unique(outcomes.clip, return_inverse=True)
    tp, misplaced, fp, fn = (
        np.bincount(clip_of_frame, outcomes.are(outcome), len(clips)).astype(np.int64)
        for outcome in (Outcome.TP, Outcome.MISPLACED, Outcome.FP, Outcome.FN)
    )
    return np.stack([2 * tp, 2 * tp + 2 * misplaced + fp + fn], 1)


def _resampled(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The sums of `counts` (clips, n) over clips drawn with replacement, (resamples, n)."""
    clips = len(counts)
    draws = np.random.default_rng(_SEED).multinomial(clips, np.full(clips, 1 / clips), _RESAMPLES)
    return np.asarray(draws @ counts)


def _f1(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.asarray(counts[:, 0] / np.maximum(counts[:, 1], 1))


def _interval(values: NDArray[np.float64]) -> Interval:
    low, high = np.percentile(values, [2.5, 97.5])
    return Interval(float(low), float(high))
