"""What confidences are worth: precision and recall, reliability, and the ROC's area."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.evaluation.outcomes import Outcome, Outcomes

_BINS = 10


@dataclass(frozen=True, eq=False)
class PrecisionRecall:
    """Precision and recall if only predictions of at least a confidence were given.

    Arrays of (thresholds,), from the highest confidence down. A misplaced prediction is not a hit,
    so the curve ends at the hit rate, not at 1.
    """

    threshold: NDArray[np.float64]
    precision: NDArray[np.float64]
    recall: NDArray[np.float64]

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


def precision_recall(outcomes: Outcomes) -> PrecisionRecall:
    """The curve over all confidences that occur. Empty if there are no predictions."""
    targets = int(np.count_nonzero(outcomes.positive))
    confidence, correct = _predictions(outcomes)
    order = np.argsort(-confidence, kind="stable")
    confidence, hits = confidence[order], np.cumsum(correct[order])
    last = np.flatnonzero(np.diff(confidence, append=-np.inf))  # of equal confidences
    return PrecisionRecall(confidence[last], hits[last] / (last + 1), hits[last] / max(targets, 1))


@dataclass(frozen=True, eq=False)
class Reliability:
    """How often predictions of about the same confidence are right: arrays of (bins,)."""

    edges: NDArray[np.float64]  # (bins + 1,)
    count: NDArray[np.int64]  # predictions in each bin
    confidence: NDArray[np.float64]  # their mean confidence, NaN where there are none
    accuracy: NDArray[np.float64]  # share of them that is right, NaN where there are none

    @property
    def expected_error(self) -> float:
        """The expected calibration error (ECE), 0 (honest) to 1, over all predictions."""
        filled = self.count > 0
        gap = np.abs(self.confidence - self.accuracy)[filled]
        return float(np.average(gap, weights=self.count[filled])) if filled.any() else 0.0


def reliability(outcomes: Outcomes, bins: int = _BINS) -> Reliability:
    """The reliability diagram over `bins` equal spans of confidence from 0 to 1."""
    confidence, correct = _predictions(outcomes)
    bin_of_prediction = np.minimum((confidence * bins).astype(np.intp), bins - 1)
    count = np.bincount(bin_of_prediction, minlength=bins)

    def mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
        means = np.full(bins, np.nan)
        np.divide(np.bincount(bin_of_prediction, values, bins), count, out=means, where=count > 0)
        return means

    return Reliability(np.linspace(0, 1, bins + 1), count, mean(confidence), mean(correct))


def auroc(outcomes: Outcomes) -> float | None:
    """How often a right prediction has more confidence than a wrong one, 0.5 by chance.

    None if all are right, or all wrong.
    """
    confidence, correct = _predictions(outcomes)
    _, group, counts = np.unique(confidence, return_inverse=True, return_counts=True)
    rank = (np.cumsum(counts) - (counts - 1) / 2)[group]  # of equal ones, their mean
    positives, negatives = np.count_nonzero(correct), np.count_nonzero(correct == 0)
    if not positives or not negatives:
        return None
    return float(
        (rank[correct > 0].sum() - positives * (positives + 1) / 2) / (positives * negatives)
    )


def _predictions(outcomes: Outcomes) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Confidence of every prediction, and 1 where it is right, else 0."""
    is_predicted = np.isfinite(outcomes.confidence)
    correct = outcomes.are(Outcome.TP)[is_predicted].astype(np.float64)
    return outcomes.confidence[is_predicted], correct
