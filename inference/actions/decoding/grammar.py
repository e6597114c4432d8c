"""What follows what in a rally, and how soon: tables learned from labels, with defaults.

Kinds of events are serve, hit and bounce. Labels are counted, and the defaults count as much as
some more labels, so that tables of few labels stay near them (Laplace).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from inference.actions.data.ball_path import Floats

SERVE, HIT, BOUNCE = range(3)
KINDS = 3
END = 3  # the column of the end of a rally; the row of its beginning

_PER_OCTAVE = 5
_SHORTEST, _LONGEST = 1 / 16, 8.0  # seconds; all shorter and all longer times are alike
BINS = int(np.log2(_LONGEST / _SHORTEST) * _PER_OCTAVE) + 1
_SHARES = (0.0, 0.01, 0.05, 0.5, 0.95, 0.99, 1.0)
_RARE = 1e-3  # share of what never happens
_WEIGHT_NEXT, _WEIGHT_TIME = 20.0, 40.0  # labels as many as the defaults count


@dataclass(frozen=True, slots=True)
class GrammarStep:
    """A default: how often one kind follows another, and after how many seconds."""

    share: float
    seconds: tuple[float, float, float, float, float]  # 1, 5, 50, 95 and 99 %


Defaults = Mapping[tuple[int, int], GrammarStep]

_VOLLEY = GrammarStep(0.03, (0.4, 0.5, 1.0, 2.4, 2.7))
_RALLY = (0.25, 0.38, 0.8, 1.5, 2.0)
DEFAULTS: Mapping[str, Defaults] = {
    # from 33 thousand labelled tennis events
    "tennis": {
        (END, SERVE): GrammarStep(0.7, (1, 1, 1, 1, 1)),
        (END, HIT): GrammarStep(0.2, (1, 1, 1, 1, 1)),
        (END, BOUNCE): GrammarStep(0.1, (1, 1, 1, 1, 1)),
        (SERVE, BOUNCE): GrammarStep(0.93, (0.32, 0.36, 0.43, 0.55, 0.8)),
        (SERVE, HIT): GrammarStep(0.02, (0.5, 0.6, 0.9, 1.4, 2.0)),
        (SERVE, END): GrammarStep(0.05, (1, 1, 1, 1, 1)),
        (BOUNCE, HIT): GrammarStep(0.8, (0.09, 0.20, 0.38, 0.65, 0.82)),
        (BOUNCE, BOUNCE): GrammarStep(0.03, (0.2, 0.3, 0.6, 1.2, 1.8)),
        (BOUNCE, END): GrammarStep(0.17, (1, 1, 1, 1, 1)),
        (HIT, BOUNCE): GrammarStep(0.87, (0.40, 0.63, 0.91, 1.5, 2.0)),
        (HIT, HIT): _VOLLEY,
        (HIT, END): GrammarStep(0.1, (1, 1, 1, 1, 1)),
    },
    "badminton": {
        (END, SERVE): GrammarStep(0.8, (1, 1, 1, 1, 1)),
        (END, HIT): GrammarStep(0.2, (1, 1, 1, 1, 1)),
        (SERVE, HIT): GrammarStep(0.95, _RALLY),
        (SERVE, END): GrammarStep(0.05, (1, 1, 1, 1, 1)),
        (HIT, HIT): GrammarStep(0.88, _RALLY),
        (HIT, END): GrammarStep(0.12, (1, 1, 1, 1, 1)),
    },
}


@dataclass(frozen=True, eq=False)
class Grammar:
    """Log probabilities of a sport's rallies."""

    follow: Floats  # (4, 4): of the kind in the column after the one in the row; 3 is outside
    time: Floats  # (4, 4, BINS): of the time between two kinds, 0 for the likeliest one


def time_bin(seconds: Floats) -> NDArray[np.intp]:
    """The bin of each time."""
    octaves = np.log2(np.clip(seconds, _SHORTEST, _LONGEST) / _SHORTEST)
    return np.asarray(np.minimum((octaves * _PER_OCTAVE).astype(np.intp), BINS - 1))


Rally = Sequence[tuple[float, int]]  # seconds and kind of its events, in order


def learn_grammar(sport: str, rallies: Iterable[Rally] = ()) -> Grammar:
    """The tables of `sport` from labelled `rallies` and its defaults; from these alone for none."""
    defaults = DEFAULTS[sport]
    follow = np.full((4, 4), _RARE)
    time = np.zeros((4, 4, BINS))
    for (before, after), step in defaults.items():
        follow[before, after] += _WEIGHT_NEXT * step.share
        time[before, after] = _WEIGHT_TIME * _histogram(step.seconds)
    for rally in rallies:
        _count(follow, time, rally)
    follow /= follow.sum(1, keepdims=True)
    return Grammar(np.log(follow), _relative(time))


def _count(follow: Floats, time: Floats, rally: Rally) -> None:
    kinds = [END, *(kind for _, kind in rally), END]
    for before, after in pairwise(kinds):
        follow[before, after] += 1
    for (first, before), (second, after) in pairwise(rally):
        time[before, after, time_bin(np.asarray(second - first))] += 1


def _histogram(quantiles: Sequence[float]) -> Floats:
    """Shares of the bins of times with these quantiles (1, 5, 50, 95, 99 %), (BINS,)."""
    points = np.log2([quantiles[0] / 1.5, *quantiles, quantiles[-1] * 1.5])
    points += np.arange(len(points)) * 1e-6  # must increase
    edges = np.log2(_SHORTEST) + np.arange(BINS + 1) / _PER_OCTAVE
    return np.diff(np.interp(edges, points, _SHARES))


def _relative(time: Floats) -> Floats:
    """Logs of smoothed histograms, the greatest of each 0; a flat one where nothing is counted."""
    kernel = np.array([1.0, 2.0, 3.0, 2.0, 1.0]) / 9
    padded = np.pad(time, ((0, 0), (0, 0), (2, 2)), mode="edge")
    smooth = sum(weight * padded[..., i : i + BINS] for i, weight in enumerate(kernel))
    total = smooth.sum(-1, keepdims=True)
    smooth = np.where(total > 0, smooth / np.maximum(total, 1e-9), 1 / BINS) + _RARE
    return np.asarray(np.log(smooth / smooth.max(-1, keepdims=True)))
