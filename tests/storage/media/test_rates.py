import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from numpy.typing import NDArray

from storage.media.rates import COMMON_RATES, exact_rate, meant_rate

NTSC = Fraction(30_000, 1001)


@pytest.mark.parametrize(
    ("step", "time_base", "rate"),
    [(3003, 90_000, NTSC), (1000, 30_000, Fraction(30)), (512, 12_800, Fraction(25))],
)
def test_even_steps_give_their_own_rate(step: int, time_base: int, rate: Fraction) -> None:
    pts = np.arange(200) * step + 77

    assert exact_rate(pts, Fraction(1, time_base), step) == rate


@pytest.mark.parametrize("rate", [NTSC, Fraction(24_000, 1001), Fraction(60), Fraction(25)])
@pytest.mark.parametrize("start", [0, 21])
def test_stamps_rounded_to_milliseconds_are_of_constant_rate(rate: Fraction, start: int) -> None:
    pts = np.array([start + round(i * 1000 / rate) for i in range(5000)])

    assert exact_rate(pts, Fraction(1, 1000), 33) == rate


def test_a_stamp_two_ticks_off_makes_the_rate_variable() -> None:
    pts = np.array([round(i * 1000 / NTSC) for i in range(5000)])
    pts[4000] += 2

    assert exact_rate(pts, Fraction(1, 1000), 33) is None


def test_a_hole_makes_the_rate_variable() -> None:
    pts = np.delete(np.arange(100) * 3600, 50)

    assert exact_rate(pts, Fraction(1, 90_000), 3600) is None


def test_a_single_frame_has_the_rate_of_its_duration() -> None:
    assert exact_rate(np.array([7]), Fraction(1, 90_000), 3600) == 25
    assert exact_rate(np.array([7]), Fraction(1, 90_000), 0) is None


def in_milliseconds(
    rate: Fraction,
    frames: int,
    ticks: int = 1000,
    start: Fraction = Fraction(0),
    rounded: Callable[[Fraction], int] = round,
) -> NDArray[np.int64]:
    """Stamps that were milliseconds once, as Matroska keeps them, and are of `ticks` a second."""
    stamps = [rounded((start + number / rate) * 1000) for number in range(frames)]
    return np.array([round(Fraction(stamp * ticks, 1000)) for stamp in stamps])


@pytest.mark.parametrize("rounded", [round, math.floor])
@pytest.mark.parametrize("start", [Fraction(0), Fraction(7, 1000), Fraction(1, 77)])
@pytest.mark.parametrize("ticks", [1000, 16_000, 15_360, 90_000])
def test_milliseconds_in_finer_ticks_are_of_constant_rate(
    ticks: int, start: Fraction, rounded: Callable[[Fraction], int]
) -> None:
    base = Fraction(1, ticks)
    stamps = {rate: in_milliseconds(rate, 400, ticks, start, rounded) for rate in COMMON_RATES}

    assert {rate: exact_rate(pts, base, ticks // 60) for rate, pts in stamps.items()} == {
        rate: rate for rate in COMMON_RATES
    }


@pytest.mark.parametrize("frames", [2, 3, 5, 10, 20, 60])
def test_a_short_file_has_the_rate_that_it_claims(frames: int) -> None:
    base = Fraction(1, 1000)
    for rate in (*COMMON_RATES, Fraction(25, 2), Fraction(59), Fraction(300)):
        pts = in_milliseconds(rate, frames)

        assert exact_rate(pts, base, round(1000 / rate), rate) == rate


@pytest.mark.parametrize(("rate", "frames"), [(30, 10), (60, 10), (24, 20), (25, 3), (50, 2)])
def test_a_short_file_that_claims_nothing_has_a_whole_rate(rate: int, frames: int) -> None:
    pts = in_milliseconds(Fraction(rate), frames)

    assert exact_rate(pts, Fraction(1, 1000), 1000 // rate) == rate


@pytest.mark.parametrize("claimed", [Fraction(30), Fraction(1000), Fraction(60)])
def test_a_claim_that_does_not_fit_counts_for_nothing(claimed: Fraction) -> None:
    assert exact_rate(in_milliseconds(NTSC, 500), Fraction(1, 1000), 33, claimed) == NTSC


@pytest.mark.parametrize("rate", [Fraction(33), Fraction(55), Fraction(170), Fraction(25, 2)])
def test_a_rate_that_nobody_names_is_found_in_a_long_file(rate: Fraction) -> None:
    assert exact_rate(in_milliseconds(rate, 3000), Fraction(1, 1000), 30) == rate


def test_ticks_of_an_earlier_file_are_no_frames_of_their_own() -> None:
    pts = np.array([round(number * 600 / NTSC) * 150 for number in range(500)])

    assert exact_rate(pts, Fraction(1, 90_000), 3000) == NTSC


@pytest.mark.parametrize(
    "milliseconds",
    [
        [0, 33, 67, 100, 167, 200],  # one left out
        [0, 33, 67, 104, 133, 167, 200],  # one shown late
        [0, 50, 83, 133, 167, 217],  # films on television: two, three, two, three
        [0, 16, 50, 67, 133, 150, 250],  # a recording of a screen
    ],
)
@pytest.mark.parametrize("ticks", [1000, 90_000])
def test_uneven_times_are_of_variable_rate(milliseconds: list[int], ticks: int) -> None:
    pts = np.array(milliseconds) * (ticks // 1000)

    assert exact_rate(pts, Fraction(1, ticks), ticks // 30, Fraction(30)) is None


@pytest.mark.parametrize(
    ("claimed", "meant"),
    [
        (Fraction(19_001, 317), Fraction(60_000, 1001)),
        (Fraction(2997, 100), NTSC),
        (Fraction(23_976, 1000), Fraction(24_000, 1001)),
        (Fraction(90), Fraction(90)),
        (Fraction(25, 2), Fraction(25, 2)),
        (Fraction(22_750, 379), None),
        (Fraction(0), None),
        (None, None),
    ],
)
def test_a_claim_stands_for_a_rate_that_somebody_sets(
    claimed: Fraction | None, meant: Fraction | None
) -> None:
    assert meant_rate(claimed) == meant
