import numpy as np
import pytest

from inference.actions.contact_detection import detect_contacts, turning_score
from tests.inference.ball.flights import parabola, rally

HIT = 30  # frame of the hit in `rally`


def test_a_hit_is_a_contact() -> None:
    assert detect_contacts(turning_score(*rally(HIT).T)).tolist() == [HIT]


def test_a_bounce_is_a_contact() -> None:
    down = parabola(21, (60, 100), (8, 2))
    up = parabola(20, (down[-1, 0], down[-1, 1]), (7, -7))

    assert detect_contacts(turning_score(*np.concatenate([down[:-1], up]).T)).tolist() == [20]


def test_a_flight_has_none() -> None:
    assert detect_contacts(turning_score(*parabola(60, (60, 250), (5, -9)).T)).tolist() == []


def test_noise_has_none() -> None:
    noise = np.random.default_rng(1).normal(0, 0.5, (200, 2))

    assert detect_contacts(turning_score(*(parabola(200, (0, 0), (2, 0)) + noise).T)).tolist() == []


def test_a_hit_in_which_the_ball_is_not_seen_is_found_beside() -> None:
    x, y = rally(HIT).T.copy()
    x[HIT - 1 : HIT + 2] = y[HIT - 1 : HIT + 2] = np.nan

    assert detect_contacts(turning_score(x, y)).tolist() == [pytest.approx(HIT, abs=1)]


def test_nothing_is_said_where_little_is_known() -> None:
    x = np.full(20, np.nan)
    x[10] = 5

    assert not turning_score(x, x).any()
    assert turning_score(x[:0], x[:0]).shape == (0,)


def test_of_two_near_each_other_the_sharper_is_kept() -> None:
    score = np.zeros(30)
    score[[5, 9, 15, 16, 25]] = (3, 4, 5, 5, 1)

    assert detect_contacts(score).tolist() == [9, 15]
    assert detect_contacts(score, least=0.5).tolist() == [9, 15, 25]


@pytest.mark.parametrize("shift", [(0, 0), (40, -3)])
def test_where_the_path_lies_is_all_the_same(shift: tuple[float, float]) -> None:
    moved = rally(HIT) + shift

    np.testing.assert_allclose(turning_score(*moved.T), turning_score(*rally(HIT).T), atol=1e-9)
