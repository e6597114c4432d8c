"""How well clips are classified: accuracy, macro F1, confusion, calibration, by definition."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.evaluation.intervals import Interval
from inference.evaluation.metrics import Figure

CLIP_METRICS = ("accuracy", "macro_f1", "top_2", "calibration_error")
_BINS = 10  # of equal counts, for the calibration error
_DRAWS = 2000
_SEED = 20  # any: the same clips give the same interval


@dataclass(frozen=True, eq=False)
class ClipClassMetrics:
    """Probabilities (N, K) of clips whose classes (N,) are known; clips of one group go together.

    Macro F1 is the mean over the classes that there are labels of, 0 for one never predicted.
    """

    classes: tuple[str, ...]
    labels: NDArray[np.int64]
    probabilities: NDArray[np.float64]
    groups: tuple[str, ...]
    names: tuple[str, ...] = ()

    @property
    def predicted(self) -> NDArray[np.int64]:
        """The likeliest class of each clip, (N,)."""
        if not len(self.labels):
            return np.zeros(0, np.int64)
        return np.asarray(self.probabilities.argmax(1), np.int64)

    @property
    def primary(self) -> float:
        """Accuracy."""
        return self.accuracy

    @property
    def accuracy(self) -> float:
        """The share of clips whose likeliest class is theirs."""
        return _share(self.predicted == self.labels)

    @property
    def macro_f1(self) -> float:
        """The mean of the F1 of every class that there are labels of."""
        return float(macro_f1(self.confusion))

    @property
    def top_2(self) -> float:
        """The share of clips whose class is among the two likeliest."""
        if not len(self.labels):
            return 0.0
        best = np.argsort(-self.probabilities, 1, kind="stable")[:, :2]
        return _share((best == self.labels[:, None]).any(1))

    @property
    def confusion(self) -> NDArray[np.int64]:
        """Counts (K, K): a row for each true class, a column for each predicted one."""
        counts = np.zeros((len(self.classes), len(self.classes)), np.int64)
        np.add.at(counts, (self.labels, self.predicted), 1)
        return counts

    @property
    def calibration_error(self) -> float:
        """The mean distance of confidence and accuracy over ten bins of equally many clips."""
        return calibration_error(
            self.probabilities.max(1, initial=0), self.predicted == self.labels
        )

    def class_figures(self) -> list[dict[str, Figure | str]]:
        """Labels, predictions, precision, recall and F1 of every class."""
        counts = self.confusion
        rows: list[dict[str, Figure | str]] = []
        for index, name in enumerate(self.classes):
            right, labels, given = counts[index, index], counts[index].sum(), counts[:, index].sum()
            rows.append(
                {
                    "class": name,
                    "labels": int(labels),
                    "predicted": int(given),
                    "precision": _ratio(right, given),
                    "recall": _ratio(right, labels),
                    "f1": _ratio(2 * right, labels + given),
                }
            )
        return rows

    def figures(self) -> Mapping[str, Figure]:
        """All figures."""
        return {
            "accuracy": self.accuracy,
            "macro_f1": self.macro_f1,
            "top_2": self.top_2,
            "calibration_error": self.calibration_error,
            "clips": len(self.labels),
        }

    def intervals(self) -> dict[str, Interval]:
        """The 95 % bootstrap intervals of accuracy and macro F1, groups drawn; none for one."""
        groups, of = np.unique(np.array(self.groups), return_inverse=True)
        if len(groups) < 2:
            return {}
        size = len(self.classes)
        tables = np.zeros((len(groups), size, size))
        np.add.at(tables, (of, self.labels, self.predicted), 1)
        random = np.random.default_rng(_SEED)
        draws = random.multinomial(len(groups), np.full(len(groups), 1 / len(groups)), _DRAWS)
        sums = np.einsum("dg,gij->dij", draws, tables)
        accuracy = np.trace(sums, axis1=1, axis2=2) / np.maximum(sums.sum((1, 2)), 1)
        values = {"accuracy": accuracy, "macro_f1": macro_f1(sums)}
        return {name: _interval(drawn) for name, drawn in values.items()}


def macro_f1(confusion: NDArray[np.floating] | NDArray[np.integer]) -> NDArray[np.float64]:
    """Macro F1 of confusion counts (…, K, K), over the classes that have labels."""
    right = np.diagonal(confusion, axis1=-2, axis2=-1)
    labels, given = confusion.sum(-1), confusion.sum(-2)
    f1 = 2 * right / np.maximum(labels + given, 1)
    there = labels > 0
    return np.asarray((f1 * there).sum(-1) / np.maximum(there.sum(-1), 1), np.float64)


def calibration_error(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """The expected calibration error over ten bins of equally many predictions."""
    if not len(confidence):
        return 0.0
    order = np.argsort(confidence, kind="stable")
    bins = np.array_split(order, min(_BINS, len(order)))
    gaps = [abs(confidence[part].mean() - right[part].mean()) * len(part) for part in bins]
    return float(sum(gaps) / len(order))


def uninformed(metrics: ClipClassMetrics, counts: Sequence[int]) -> ClipClassMetrics:
    """What knows nothing but how frequent each class is in training, on the same clips."""
    shares = np.asarray(counts, np.float64) / max(sum(counts), 1)
    probabilities = np.broadcast_to(shares, metrics.probabilities.shape)
    return ClipClassMetrics(metrics.classes, metrics.labels, probabilities, metrics.groups)


def _share(right: NDArray[np.bool_]) -> float:
    return float(right.mean()) if len(right) else 0.0


def _ratio(part: np.int64, whole: np.int64) -> float:
    return round(float(part / whole), 4) if whole else 0.0


def _interval(values: NDArray[np.float64]) -> Interval:
    low, high = np.percentile(values, [2.5, 97.5])
    return Interval(float(low), float(high))
