"""What follows what, with and without labels."""

import numpy as np
import pytest

from inference.actions.decoding.grammar import (
    BINS,
    BOUNCE,
    END,
    HIT,
    SERVE,
    learn_grammar,
    time_bin,
)


@pytest.mark.parametrize("sport", ["badminton", "tennis"])
def test_without_labels_the_defaults_hold(sport: str) -> None:
    grammar = learn_grammar(sport)

    assert np.allclose(np.exp(grammar.follow).sum(1), 1)
    assert grammar.time.max() == 0
    assert grammar.follow[END, SERVE] > grammar.follow[END, HIT]


def test_a_shuttle_does_not_bounce() -> None:
    badminton, tennis = (
        learn_grammar(sport).follow[HIT, BOUNCE] for sport in ("badminton", "tennis")
    )

    assert badminton < -5 < tennis


def test_times_that_were_never_seen_are_unlikely() -> None:
    times = learn_grammar("tennis").time[SERVE, BOUNCE]
    usual, late = (times[time_bin(np.array(seconds))] for seconds in (0.43, 3.0))

    assert usual > late + 3


def test_many_labels_outweigh_the_defaults() -> None:
    rallies = [[(0.0, SERVE), (3.0, HIT)]] * 500
    grammar = learn_grammar("tennis", rallies)

    assert grammar.follow[SERVE, HIT] > np.log(0.9)
    assert grammar.time[SERVE, HIT].argmax() == time_bin(np.array(3.0))


def test_times_have_bins_from_the_shortest_to_the_longest() -> None:
    assert time_bin(np.array([0.0, 0.5, 100.0])).tolist() == [0, 15, BINS - 1]
