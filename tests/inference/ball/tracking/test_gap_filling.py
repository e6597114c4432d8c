import numpy as np
import pytest

from inference.ball.tracking.gap_filling import GapFillingSettings, fill_gaps
from tests.inference.ball.flights import Positions, parabola, rally

SETTINGS = GapFillingSettings()


def bridged(ball: Positions, missing: range, closed: int | None = None) -> Positions:
    """The positions (frames, 2) after bridging what is missing."""
    known = ball.copy()
    known[missing] = np.nan
    barred = np.arange(len(ball)) == (-1 if closed is None else closed)
    x, y, filled = fill_gaps(known[:, 0], known[:, 1], barred, SETTINGS)

    assert filled.sum() == np.isfinite(x[missing]).sum()
    return np.stack([x, y], axis=1)


@pytest.mark.parametrize("length", [1, 3, 12])
def test_a_gap_in_a_parabola_is_filled_with_it(length: int) -> None:
    ball = parabola(40, (60, 200), (9, -6))

    np.testing.assert_allclose(bridged(ball, range(15, 15 + length)), ball, atol=1e-6)


def test_a_long_gap_stays_open() -> None:
    missing = range(12, 12 + SETTINGS.longest + 1)

    assert np.isnan(bridged(parabola(40, (60, 200), (9, -6)), missing)[missing]).all()


def test_a_kink_inside_the_gap_keeps_it_open() -> None:
    assert np.isnan(bridged(rally(), range(28, 33))[28:33]).all()


@pytest.mark.parametrize("closed", [15, 17, 18])
def test_a_gap_is_not_bridged_over_a_closed_frame(closed: int) -> None:
    ball = parabola(40, (60, 200), (9, -6))

    assert np.isnan(bridged(ball, range(15, 18), closed)[15:18]).all()


def test_a_gap_at_an_end_of_the_video_stays_open() -> None:
    ball = parabola(40, (60, 200), (9, -6))

    assert np.isnan(bridged(ball, range(3))[:3]).all()
