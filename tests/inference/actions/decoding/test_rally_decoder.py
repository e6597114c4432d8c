"""Events out of curves and a grammar."""

from itertools import pairwise, product

import numpy as np
import pytest

from inference.actions.decoding.grammar import learn_grammar, time_bin
from inference.actions.decoding.peaks import find_peaks
from inference.actions.decoding.rally_decoder import (
    _KIND,
    DecodedPeaks,
    DecoderSettings,
    _own_scores,
    _steps,
    decode,
)

RATE = 50


def scores(
    *events: tuple[float, str, float], near: tuple[float, ...] = (), length: float = 8.0
) -> np.ndarray:
    """Curves with (seconds, class, score); sides alternate, or are as `near` says."""
    curves = np.full((int(length * RATE), 5), 0.001)
    curves[:, 2], curves[:, 3] = 0.1, 0.5
    for number, (seconds, name, score) in enumerate(events):
        frame = round(seconds * RATE)
        curves[frame, 0 if name == "hit" else 1] = score
        curves[frame, 3] = near[number] if near else 0.9 - 0.8 * (number % 2)
    return curves


def decoded(curves: np.ndarray, sport: str = "badminton", **settings: float) -> DecodedPeaks:
    moments = np.arange(len(curves)) / RATE
    return decode(moments, curves, learn_grammar(sport), DecoderSettings(**settings))


def test_clear_events_in_time_are_all_found() -> None:
    peaks = decoded(scores(*((each * 0.8 + 1, "hit", 0.9) for each in range(6))))

    assert np.allclose(peaks.seconds, [1, 1.8, 2.6, 3.4, 4.2, 5.0])
    assert peaks.probability.min() > 0.8


def test_a_weak_hit_counts_where_one_is_due() -> None:
    due = decoded(scores((1, "hit", 0.9), (1.8, "hit", 0.4), (2.6, "hit", 0.9), near=(1, 0, 1)))
    alone = decoded(scores((1.8, "hit", 0.4)))

    assert due.probability[1] > 0.5 > alone.probability[0]


def test_two_hits_of_one_side_within_no_time_are_one() -> None:
    peaks = decoded(scores((1, "hit", 0.9), (1.14, "hit", 0.5), (1.9, "hit", 0.9), near=(1, 1, 0)))

    assert peaks.probability[0] > 0.7 > 0.3 > peaks.probability[1]


def test_a_shuttle_does_not_bounce_between_hits_but_a_ball_does() -> None:
    curves = scores((1, "hit", 0.9), (1.9, "bounce", 0.6), (2.3, "hit", 0.9), near=(1, 1, 0))
    badminton, tennis = (decoded(curves, sport).probability[1] for sport in ("badminton", "tennis"))

    assert tennis > 0.5 > badminton


def test_sides_alternate_where_the_curve_does_not_tell() -> None:
    peaks = decoded(scores((1, "hit", 0.9), (1.8, "hit", 0.9), near=(0.95, 0.5)))

    assert peaks.near[0] > 0.7
    assert peaks.near[1] < 0.3


def test_a_second_rally_begins_anew() -> None:
    peaks = decoded(scores((1, "hit", 0.9), (6, "hit", 0.9), near=(0.9, 0.9)))

    assert peaks.probability.min() > 0.6
    assert peaks.serve.min() > 0.3


def test_nothing_gives_nothing() -> None:
    assert len(decoded(scores()).seconds) == 0


@pytest.mark.parametrize("seed", range(3))
def test_probabilities_equal_a_sum_over_all_chains(seed: int) -> None:
    rng = np.random.default_rng(seed)
    times = np.sort(rng.choice(np.arange(20, 280, 4), 5, replace=False)) / RATE
    events = [(t, rng.choice(["hit", "bounce"]), rng.uniform(0.2, 0.8)) for t in times]
    curves = scores(*events, near=tuple(rng.uniform(0.1, 0.9, 5)))

    peaks = decoded(curves, "tennis")

    assert np.allclose(peaks.probability, brute_force(curves), atol=1e-6)


def brute_force(curves: np.ndarray) -> np.ndarray:
    """The same probabilities by writing out every chain of peaks."""
    grammar, settings = learn_grammar("tennis"), DecoderSettings()
    moments = np.arange(len(curves)) / RATE
    hits, bounces = (find_peaks(moments, curves[:, column]) for column in (0, 1))
    times = np.concatenate([hits.seconds, bounces.seconds])
    order = np.argsort(times, kind="stable")
    bounce = (np.arange(len(times)) >= len(hits.seconds))[order]
    sample = np.concatenate([hits.sample, bounces.sample])[order]
    score = np.concatenate([hits.score, bounces.score])[order]
    times = times[order]
    own = _own_scores(score, bounce, curves[sample, 2], curves[sample, 3], settings)
    steps = _steps(grammar, settings)
    total, marginal = 1.0, np.zeros(len(times))  # 1: the chain of nothing
    for chain in product(range(-1, 6), repeat=len(times)):
        weight = chain_weight(chain, times, own, grammar, settings, steps)
        total += weight
        marginal[np.array(chain) >= 0] += weight
    return np.asarray(marginal / total)


def chain_weight(chain, times, own, grammar, settings, steps) -> float:  # type: ignore[no-untyped-def]
    taken = [(peak, state) for peak, state in enumerate(chain) if state >= 0]
    if not taken:
        return 0.0
    weight = grammar.follow[3, _KIND[taken[0][1]]] + grammar.follow[_KIND[taken[-1][1]], 3]
    total = np.exp(settings.grammar_weight * weight)
    for peak, state in taken:
        total *= np.exp(own[peak, state])
    for (a, before), (b, after) in pairwise(taken):
        apart = times[b] - times[a]
        ways = 0.0
        if settings.apart <= apart + 1e-9 <= settings.within:
            ways += np.exp(steps[time_bin(np.array(apart)), before, after])
        if apart >= settings.pause - 1e-9:
            gap = grammar.follow[_KIND[before], 3] + grammar.follow[3, _KIND[after]]
            ways += np.exp(settings.grammar_weight * gap)
        total *= ways
    return float(total)


def test_long_matches_stay_within_the_range_of_numbers() -> None:
    random = np.random.default_rng(3)
    seconds = np.arange(100_000) / 50
    curves = np.full((len(seconds), 5), 0.001)
    curves[::40, 0] = random.uniform(0.9, 1, len(seconds[::40]))
    curves[:, 3] = np.arange(len(seconds)) // 40 % 2

    peaks = decode(seconds, curves, learn_grammar("badminton"), DecoderSettings())

    assert len(peaks.seconds) == 2500
    assert np.isfinite(peaks.probability).all()
    assert np.median(peaks.probability) > 0.9
