"""A rally's events out of score curves and a grammar: a chain over all peaks in time.

Every peak may be an event of its class, of the near or the far player, a serve or not. A chain of
events scores the sum of their log-odds and of what the grammar says of each step. Summing over all
chains (forward and backward, as in a hidden Markov model) gives each peak the probability that it
is an event; so a weak peak counts where one is due, and a strong one falls where none can be.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.actions.data.ball_path import Floats
from inference.actions.decoding.grammar import (
    BOUNCE,
    END,
    HIT,
    KINDS,
    SERVE,
    Grammar,
    time_bin,
)
from inference.actions.decoding.peaks import find_peaks, log_odds

# what an event of a chain is: its kind, and who hit last (0 far, 1 near)
_KIND = np.array([SERVE, SERVE, HIT, HIT, BOUNCE, BOUNCE])
_LAST = np.array([0, 1, 0, 1, 0, 1])
_STATES = len(_KIND)
_LARGEST = 1e100  # sums beyond are scaled down


@dataclass(frozen=True, slots=True)
class DecoderSettings:
    """Weights of the chain's parts, chosen on other videos than those that it is judged by."""

    hit_bias: float = 0.0  # added to the log-odds of every hit
    bounce_bias: float = 0.0
    grammar_weight: float = 0.5
    side_weight: float = 0.5
    same_side: float = 0.03  # share of two hits in a row from one side
    apart: float = 0.08  # seconds between two events at least
    within: float = 4.0  # seconds between two events of a rally at most
    pause: float = 1.5  # seconds between two rallies at least


@dataclass(frozen=True, eq=False)
class DecodedPeaks:
    """Every peak with its probability of being an event, in order of time, arrays (P,)."""

    seconds: Floats
    bounce: np.ndarray  # whether it is one of the bounce curve, not of the hits
    probability: Floats
    near: Floats  # probability that the near player hits
    serve: Floats  # probability that the hit is a serve
    score: Floats  # of the curve alone, without the grammar


def decode(
    seconds: Floats, scores: Floats, grammar: Grammar, settings: DecoderSettings
) -> DecodedPeaks:
    """The peaks of curves (N, 5) over moments (N,): of hit, bounce, serve, near side, sport."""
    hits, bounces = (find_peaks(seconds, scores[:, column]) for column in (0, 1))
    times = np.concatenate([hits.seconds, bounces.seconds])
    order = np.argsort(times, kind="stable")
    bounce = (np.arange(len(times)) >= len(hits.seconds))[order]
    sample = np.concatenate([hits.sample, bounces.sample])[order]
    score = np.concatenate([hits.score, bounces.score])[order]
    own = _own_scores(score, bounce, scores[sample, 2], scores[sample, 3], settings)
    marginal = _marginals(times[order], own, grammar, settings)
    total = marginal.sum(1)
    share = marginal / np.maximum(total, 1e-9)[:, None]
    return DecodedPeaks(
        times[order],
        bounce,
        total.clip(0, 1),
        share[:, [1, 3]].sum(1),
        share[:, [0, 1]].sum(1),
        score,
    )


def _own_scores(
    score: Floats, bounce: np.ndarray, serve: Floats, near: Floats, settings: DecoderSettings
) -> Floats:
    """What each peak scores by itself in each state, (P, states); -inf where it cannot be."""
    bias = np.where(bounce, settings.bounce_bias, settings.hit_bias)
    own = np.repeat((log_odds(score) + bias)[:, None], _STATES, 1)
    side = np.log(np.stack([1 - near, near], 1).clip(1e-3, 1))
    serving = np.log(np.stack([serve, 1 - serve], 1).clip(1e-3, 1))
    own[:, :4] += settings.side_weight * side[:, _LAST[:4]]
    own[:, :4] += settings.side_weight * serving[:, _KIND[:4]]
    own[bounce, :4] = -np.inf
    own[~bounce, 4:] = -np.inf
    return own


def _marginals(times: Floats, own: Floats, grammar: Grammar, settings: DecoderSettings) -> Floats:
    """The probability of each peak in each state, (P, states)."""
    if not len(times):
        return np.zeros((0, _STATES))
    forward = _pass(times, own, grammar, settings, forwards=True)
    backward = _pass(times[::-1] * -1, own[::-1], grammar, settings, forwards=False)[::-1]
    ended = forward + settings.grammar_weight * grammar.follow[_KIND, END]
    everything = np.logaddexp(0.0, np.logaddexp.reduce(ended, axis=None))
    # what stands in both passes is taken out once
    with np.errstate(invalid="ignore"):
        both = forward + backward - own
    return np.exp(np.where(np.isfinite(own), both - everything, -np.inf))


def _pass(
    times: Floats, own: Floats, grammar: Grammar, settings: DecoderSettings, forwards: bool
) -> Floats:
    """Log of the summed chains that end at each peak in each state; begin there, if backwards."""
    steps = np.exp(_steps(grammar, settings))  # (bins, states before, states after)
    outside = grammar.follow[END, _KIND], grammar.follow[_KIND, END]
    begin, end = (
        np.exp(settings.grammar_weight * cost) for cost in (outside if forwards else outside[::-1])
    )
    if not forwards:
        steps = steps.transpose(0, 2, 1)
    first = np.searchsorted(times, times - settings.within)
    stop = np.searchsorted(times, times - settings.apart, side="right")
    rested = np.searchsorted(times, times - settings.pause, side="right")
    sums = _ChainSums.begun(np.exp(own))
    for peak, (gone, behind, steps_to) in enumerate(
        zip(first.tolist(), rested.tolist(), _steps_to(times, first, stop, steps), strict=True)
    ):
        fresh = begin * sums.ended[behind]
        if len(steps_to):
            before = sums.chains[gone : gone + len(steps_to) // _STATES]
            fresh += before.ravel() @ steps_to
        sums.add(peak, fresh, end, min(gone, behind))
    return sums.logs()


def _steps_to(
    times: Floats, first: NDArray[np.intp], stop: NDArray[np.intp], steps: Floats
) -> Iterator[Floats]:
    """For each peak the steps (M * states, states) from those before it, [first, stop)."""
    counts = np.maximum(stop - first, 0)
    behind = np.cumsum(counts)
    before = np.arange(int(counts.sum())) - np.repeat(behind - counts - first, counts)
    bins = time_bin(np.repeat(times, counts) - times[before])
    flat = steps.reshape(len(steps), -1)
    for end, count in zip(behind.tolist(), counts.tolist(), strict=True):
        yield flat[bins[end - count : end]].reshape(-1, _STATES)


@dataclass(eq=False)
class _ChainSums:
    """Sums over chains, peak by peak, scaled down whenever they grow too large for numbers."""

    own: Floats  # (P, states) factor of each peak
    chains: Floats  # (P, states) that end at each peak
    ended: Floats  # (P + 1,) that are over before each peak, with the empty one
    scale: Floats  # (P,) log of what `chains` is to be multiplied by
    log_scale: float = 0.0  # of the next peak

    @classmethod
    def begun(cls, own: Floats) -> "_ChainSums":
        return cls(own, np.zeros(own.shape), np.ones(len(own) + 1), np.zeros(len(own)))

    def add(self, peak: int, fresh: Floats, end: Floats, needed: int) -> None:
        """Take in a peak with the sums of chains that reach it; none before `needed` is read on."""
        self.chains[peak] = fresh * self.own[peak]
        self.ended[peak + 1] = self.ended[peak] + self.chains[peak] @ end
        self.scale[peak] = self.log_scale
        largest = self.ended[peak + 1]
        if largest > _LARGEST:
            self.chains[needed : peak + 1] /= largest
            self.ended[needed : peak + 2] /= largest
            self.log_scale += float(np.log(largest))
            self.scale[needed : peak + 1] = self.log_scale

    def logs(self) -> Floats:
        """Logs of all chains that end at each peak, (P, states)."""
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(self.chains) + self.scale[:, None])


def _steps(grammar: Grammar, settings: DecoderSettings) -> Floats:
    """The score of a step for each time between, (bins, states before, states after)."""
    table = grammar.follow[:KINDS, :KINDS, None] + grammar.time[:KINDS, :KINDS]  # (3, 3, bins)
    steps = settings.grammar_weight * table[_KIND[:, None], _KIND[None, :]]
    bounces = _KIND[None, :] == BOUNCE
    same = _LAST[:, None] == _LAST[None, :]
    alternation = np.where(same, np.log(settings.same_side), np.log(1 - settings.same_side))
    steps += np.where(bounces, np.where(same, 0, -np.inf), alternation)[..., None]
    return np.ascontiguousarray(steps.transpose(2, 0, 1))
