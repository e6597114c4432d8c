import numpy as np

from inference.ball.tracking.confidence import confidence
from tests.inference.ball.flights import parabola

BALL = parabola(40, (60, 200), (9, -6))
SEEN = np.ones(40)
NONE_FILLED = np.zeros(40, np.bool_)


def test_a_higher_score_is_trusted_more() -> None:
    odds = SEEN.copy()
    odds[20] = -2

    sure = confidence(BALL[:, 0], BALL[:, 1], odds, NONE_FILLED)

    assert sure.argmin() == 20


def test_a_jump_is_trusted_less() -> None:
    x, y = BALL.T.copy()
    x[20] += 30

    sure = confidence(x, y, SEEN, NONE_FILLED)

    assert sure.argmin() in (19, 20, 21)


def test_a_filled_point_is_trusted_less_than_the_ends_of_its_gap() -> None:
    filled = np.arange(40) == 20
    odds = np.where(filled, np.nan, SEEN)

    sure = confidence(BALL[:, 0], BALL[:, 1], odds, filled)

    assert 0 < sure[20] < min(sure[19], sure[21])


def test_no_ball_has_no_confidence() -> None:
    nothing = np.full(40, np.nan)

    assert not confidence(nothing, nothing, nothing, NONE_FILLED).any()
