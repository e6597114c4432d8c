"""Confounders: traits of files that give a class away, such as rotation, length or a watermark."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

_P = 0.001  # chance below which a trait is no accident
_FEWEST = 5  # clips of a value; rarer ones count together
_PARTS = 4  # of lengths, equally many clips in each
_OTHER = "other"


@dataclass(frozen=True, slots=True)
class Confounder:
    """A trait that goes with the class more often than by chance."""

    trait: str
    value: str  # the most telling one
    label: str  # the class it tells
    share: float  # of the clips with that value that have the class
    usual: float  # of all clips
    p: float

    def describe(self) -> str:
        """A sentence for people."""
        return (
            f"{self.trait} {self.value} gives a class away: {self.share:.0%} of such clips are "
            f"{self.label}, of all clips {self.usual:.0%} (chi-square p {self.p:.1g}). A net may "
            "learn that in place of what happens."
        )


def find_confounders(traits: Sequence[dict[str, str]], labels: Sequence[str]) -> list[Confounder]:
    """The traits of clips that predict their `labels`, the surest first."""
    names = sorted({name for told in traits for name in told})
    found = []
    for name in names:
        values = _grouped(name, [told.get(name, "") for told in traits])
        confounder = _confounder(name, values, labels)
        if confounder is not None:
            found.append(confounder)
    return sorted(found, key=lambda confounder: confounder.p)


def chi_square_p(table: NDArray[np.float64]) -> float:
    """The chance of counts (R, C) at least as uneven, if rows and columns had nothing in common."""
    table = table[table.sum(1) > 0][:, table.sum(0) > 0]
    degrees = (table.shape[0] - 1) * (table.shape[1] - 1)
    if not degrees:
        return 1.0
    expected = table.sum(1, keepdims=True) * table.sum(0, keepdims=True) / table.sum()
    statistic = ((table - expected) ** 2 / expected).sum()
    half = torch.tensor([degrees / 2, statistic / 2], dtype=torch.float64)
    return float(torch.special.gammaincc(half[0], half[1]))


def _confounder(name: str, values: Sequence[str], labels: Sequence[str]) -> Confounder | None:
    rows, columns = sorted(set(values)), sorted(set(labels))
    table = np.zeros((len(rows), len(columns)))
    for value, label in zip(values, labels, strict=True):
        table[rows.index(value), columns.index(label)] += 1
    p = chi_square_p(table)
    if p >= _P:
        return None
    expected = table.sum(1, keepdims=True) * table.sum(0, keepdims=True) / table.sum()
    excess = (table - expected) / np.sqrt(expected)
    row, column = np.unravel_index(int(excess.argmax()), excess.shape)
    share = table[row, column] / table[row].sum()
    usual = table[:, column].sum() / table.sum()
    return Confounder(name, rows[row], columns[column], float(share), float(usual), p)


def _grouped(name: str, values: Sequence[str]) -> list[str]:
    """Values that are few enough to be counted: lengths by quarters, rare ones together."""
    if name == "length":
        lengths = np.array([float(value.split()[0]) if value else 0.0 for value in values])
        edges = np.unique(np.quantile(lengths, np.arange(1, _PARTS) / _PARTS))
        texts = ["up to " + f"{edge:.0f} frames" for edge in edges] + ["longer"]
        return [texts[int(np.searchsorted(edges, length))] for length in lengths]
    counts = Counter(values)
    return [value if counts[value] >= _FEWEST else _OTHER for value in values]
