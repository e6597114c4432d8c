"""Scores of segments: each term by its rank within the match, so that no unit or camera matters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOST = 100.0  # the best score
_TOLD = 3  # terms of an explanation
_RANKED = 3  # of the first places only the rank is told


@dataclass(frozen=True, slots=True)
class Term:
    """Something that makes a segment worth showing.

    `best` names the first place in words ("longest rally"), `unit` follows the value ("shots").
    """

    name: str
    best: str
    unit: str = ""
    decimals: int = 0
    weight: float = 1.0  # usual, from 0 on


TERMS = (
    Term("length", "longest rally", "s", 1, weight=1.0),
    Term("shots", "most shots", "shots", weight=2.0),
    Term("speed", "fastest ball", "picture widths/s", 1, weight=1.0),
    Term("sound", "loudest applause", "LU above the match", 1, weight=1.0),
    Term("certainty", "clearest ball", "% certain", weight=0.25),
)


@dataclass(frozen=True, slots=True)
class SegmentScore:
    """The score of one segment, 0 to 100, and why in words."""

    score: float
    ranks: Mapping[str, float]  # by term, 0 to 1
    reason: str


def score_segments(
    values: Mapping[str, Sequence[float]],
    weights: Mapping[str, float] | None = None,
    terms: Sequence[Term] = TERMS,
) -> tuple[SegmentScore, ...]:
    """Scores of all segments of a match.

    `values` has for each term a value a segment, NaN where it is not known: such a term says
    nothing of that segment and counts as the middle. A term without any value is left out, as is
    one of weight 0. Raises ValueError for lists of different lengths or weights below 0.
    """
    counts = {len(column) for column in values.values()}
    if len(counts) > 1:
        raise ValueError(f"terms of {sorted(counts)} segments")
    used = [term for term in terms if _weight(term, weights) > 0 and _known(values.get(term.name))]
    total = sum(_weight(term, weights) for term in used)
    columns = {term.name: np.asarray(values[term.name], np.float64) for term in used}
    ranks = {name: rank_within(column) for name, column in columns.items()}
    scores: list[SegmentScore] = []
    for segment in range(counts.pop() if counts else 0):
        mine = {name: float(column[segment]) for name, column in ranks.items()}
        weighted = sum(_weight(term, weights) * mine[term.name] for term in used)
        score = MOST * weighted / total if total else 0.0
        scores.append(SegmentScore(score, mine, _reason(segment, used, columns, weights)))
    return tuple(scores)


def rank_within(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share of other segments that a segment beats, equals counting half; NaN is the middle.

    (N,) in, (N,) out, 0 to 1. One segment alone is the best.
    """
    known = np.isfinite(values)
    ranks = np.full(len(values), 0.5)
    sorted_values = np.sort(values[known])
    if len(sorted_values) == 1:
        ranks[known] = 1.0
    elif len(sorted_values):
        below = np.searchsorted(sorted_values, values[known], "left")
        upto = np.searchsorted(sorted_values, values[known], "right")
        ranks[known] = (below + upto - 1) / 2 / (len(sorted_values) - 1)
    return ranks


def _weight(term: Term, weights: Mapping[str, float] | None) -> float:
    weight = term.weight if weights is None else weights.get(term.name, 0.0)
    if weight < 0:
        raise ValueError(f"the weight of {term.name} is {weight}")
    return weight


def _known(column: Sequence[float] | None) -> bool:
    return column is not None and bool(np.isfinite(np.asarray(column, np.float64)).any())


def _reason(
    segment: int,
    terms: Sequence[Term],
    columns: Mapping[str, NDArray[np.float64]],
    weights: Mapping[str, float] | None,
) -> str:
    """The terms that speak most for the segment, first places first: `longest rally (14.2 s)`."""
    told: list[tuple[int, float, str]] = []
    for term in terms:
        value = columns[term.name][segment]
        if np.isfinite(value):
            place = 1 + int((columns[term.name] > value).sum())
            told.append((place, -_weight(term, weights), _words(term, float(value), place)))
    return "; ".join(words for _, _, words in sorted(told)[:_TOLD])


def _words(term: Term, value: float, place: int) -> str:
    said = f"{value:.{term.decimals}f} {term.unit}".strip()
    if place > _RANKED:
        return said
    rank = {1: term.best, 2: f"second {term.best}", 3: f"third {term.best}"}[place]
    return f"{rank} ({said})"
