"""Peaks of a curve."""

import numpy as np
import pytest

from inference.actions.decoding.peaks import find_peaks, log_odds

SECONDS = np.arange(20) / 50


def curve(**values: float) -> np.ndarray:
    scores = np.full(20, 0.001)
    for name, value in values.items():
        scores[int(name[1:])] = value
    return scores


def test_of_two_near_peaks_the_greater_one_counts() -> None:
    assert find_peaks(SECONDS, curve(f5=0.4, f7=0.6)).sample.tolist() == [7]
    assert find_peaks(SECONDS, curve(f5=0.4, f8=0.6)).sample.tolist() == [5, 8]


def test_of_equal_ones_the_first_counts() -> None:
    assert find_peaks(SECONDS, curve(f5=0.4, f6=0.4)).sample.tolist() == [5]


def test_the_ends_may_be_peaks() -> None:
    assert find_peaks(SECONDS, curve(f0=0.4, f19=0.4)).sample.tolist() == [0, 19]


def test_a_peak_leans_to_its_higher_neighbour() -> None:
    peaks = find_peaks(SECONDS, curve(f9=0.2, f10=0.6, f11=0.5))

    assert 10 / 50 < peaks.seconds[0] < 10.5 / 50


def test_log_odds_are_bounded() -> None:
    assert log_odds(np.array([0.0, 0.5, 1.0])) == pytest.approx([-9.21, 0, 9.21], abs=0.01)
