from fractions import Fraction

import numpy as np
import pytest

from storage.media.rates import exact_rate

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
