"""What confidences are worth: precision against recall, and promised against kept."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.ball.evaluation.metrics import Judged, Outcome

_BINS = 10


@dataclass(frozen=True, eq=False)
class PrecisionRecall:
    """Precision and hit rate if only positions of at least a confidence were given.

    Arrays of (thresholds,), from the highest confidence down; a wrong position is no hit, so the
    curve ends at the hit rate, not at 1.
    """

    threshold: NDArray[np.float64]
    precision: NDArray[np.float64]
    recall: NDArray[np.float64]  # the hit rate

    @property
    def f1(self) -> NDArray[np.float64]:
        """Harmonic mean of the two at every threshold."""
        both = self.precision + self.recall
        return np.divide(
            2 * self.precision * self.recall, both, out=np.zeros_like(both), where=both > 0
        )

    @property
    def average_precision(self) -> float:
        """Area under the steps of the curve: each gain of recall times the precision there."""
        return float(np.sum(np.diff(self.recall, prepend=0.0) * self.precision))


def precision_recall(judged: Judged) -> PrecisionRecall:
    """The curve over all confidences that occur. Empty where no position was given."""
    visible = int(np.count_nonzero(judged.are(Outcome.RIGHT, Outcome.WRONG, Outcome.MISSED)))
    confidence, right = _given(judged)
    order = np.argsort(-confidence, kind="stable")
    confidence, hits = confidence[order], np.cumsum(right[order])
    last = np.flatnonzero(np.diff(confidence, append=-np.inf))  # of positions equally sure
    return PrecisionRecall(confidence[last], hits[last] / (last + 1), hits[last] / max(visible, 1))


@dataclass(frozen=True, eq=False)
class Reliability:
    """How often positions of about the same confidence are right: arrays of (bins,)."""

    edges: NDArray[np.float64]  # (bins + 1,)
    count: NDArray[np.int64]  # positions in each bin
    confidence: NDArray[np.float64]  # their mean confidence, NaN where there are none
    right: NDArray[np.float64]  # share of them that is right, NaN where there are none

    @property
    def expected_error(self) -> float:
        """Mean distance of confidence and truth over all positions, 0 (honest) to 1 (ECE)."""
        filled = self.count > 0
        gap = np.abs(self.confidence - self.right)[filled]
        return float(np.average(gap, weights=self.count[filled])) if filled.any() else 0.0


def reliability(judged: Judged, bins: int = _BINS) -> Reliability:
    """Sort the positions given into `bins` equal spans of confidence from 0 to 1."""
    confidence, right = _given(judged)
    at = np.minimum((confidence * bins).astype(np.intp), bins - 1)
    count = np.bincount(at, minlength=bins)

    def mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
        means = np.full(bins, np.nan)
        np.divide(np.bincount(at, values, bins), count, out=means, where=count > 0)
        return means

    return Reliability(np.linspace(0, 1, bins + 1), count, mean(confidence), mean(right))


def _given(judged: Judged) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Confidence of every position given, and 1 where it is right, else 0."""
    given = np.isfinite(judged.confidence)
    right = judged.are(Outcome.RIGHT)[given].astype(np.float64)
    return judged.confidence[given], right
