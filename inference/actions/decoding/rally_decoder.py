"""A rally's events out of score curves and a grammar: a chain over all peaks in time.

Every peak may be an event of its class, of the near or the far player, a serve or not. A chain of
events scores the sum of their log-odds and of what the grammar says of each step. Summing over all
chains (forward and backward, as in a hidden Markov model) gives each peak the probability that it
is an event; so a weak peak counts where one is due, and a strong one falls where none can be.
"""

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
    weight = settings.grammar_weight
    steps = np.exp(_steps(grammar, settings))  # (bins, states before, states after)
    outside = grammar.follow[END, _KIND], grammar.follow[_KIND, END]
    begin, end = (weight * cost for cost in (outside if forwards else outside[::-1]))
    if not forwards:
        steps = steps.transpose(0, 2, 1)
    chains = np.full(own.shape, -np.inf)
    first = np.searchsorted(times, times - settings.within).tolist()
    stop = np.searchsorted(times, times - settings.apart, side="right").tolist()
    rested = np.searchsorted(times, times - settings.pause, side="right").tolist()
    bins = _bins(times, first, stop)
    ended = np.zeros(len(times) + 1)  # log of all chains that are over before each peak
    for peak in range(len(times)):
        before = slice(first[peak], stop[peak])
        fresh = begin + ended[rested[peak]]
        if before.stop > before.start:
            fresh = np.logaddexp(fresh, _gone_on(chains[before], steps[bins[peak]]))
        chains[peak] = fresh + own[peak]
        ended[peak + 1] = np.logaddexp(ended[peak], np.logaddexp.reduce(chains[peak] + end))
    return chains


def _bins(times: Floats, first: list[int], stop: list[int]) -> list[NDArray[np.intp]]:
    """For each peak the bins of the times since those before it, [first, stop)."""
    counts = np.maximum(np.subtract(stop, first), 0)
    behind = np.cumsum(counts)
    before = np.arange(int(counts.sum())) - np.repeat(behind - counts - first, counts)
    between = np.repeat(times, counts) - times[before]
    return np.split(time_bin(between), behind[:-1]) if len(counts) else []


def _gone_on(chains: Floats, steps: Floats) -> Floats:
    """Log of the sum of chains (M, before), each gone on by its steps (M, before, after)."""
    top = chains.max()
    shares = np.exp(chains - top).ravel() @ steps.reshape(-1, _STATES)
    return np.asarray(np.log(np.maximum(shares, 1e-300)) + top)


def _steps(grammar: Grammar, settings: DecoderSettings) -> Floats:
    """The score of a step for each time between, (bins, states before, states after)."""
    table = grammar.follow[:KINDS, :KINDS, None] + grammar.time[:KINDS, :KINDS]  # (3, 3, bins)
    steps = settings.grammar_weight * table[_KIND[:, None], _KIND[None, :]]
    bounces = _KIND[None, :] == BOUNCE
    same = _LAST[:, None] == _LAST[None, :]
    alternation = np.where(same, np.log(settings.same_side), np.log(1 - settings.same_side))
    steps += np.where(bounces, np.where(same, 0, -np.inf), alternation)[..., None]
    return np.ascontiguousarray(steps.transpose(2, 0, 1))
