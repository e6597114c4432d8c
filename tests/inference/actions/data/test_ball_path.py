"""Positions of a video as a path that no picture size changes."""

import numpy as np
import pytest

from inference.actions.data.ball_path import ball_path


def test_positions_are_widths_from_the_middle_of_the_picture() -> None:
    path = ball_path([0, 1], [639.5, 1279.5], [359.5, -0.5], (1280, 720))

    assert np.allclose(path.x, [0, 0.5])
    assert np.allclose(path.y, [0, -360 / 1280])


def test_a_position_that_is_half_known_is_not_known() -> None:
    path = ball_path([0, 1, 2], [np.nan, 5, 5], [5, np.nan, 5], (1280, 720), [0.9, 0.9, 0.9])

    assert path.known.tolist() == [False, False, True]
    assert np.isnan(path.y[0])
    assert path.confidence.tolist() == [0, 0, 0.9]


def test_the_mirror_turns_left_and_right_round() -> None:
    path = ball_path([0], [100], [200], (1280, 720)).mirrored()

    assert path.x[0] == pytest.approx((1279 - 100 - 639.5) / 1280)


@pytest.mark.parametrize("seconds", [[0, 0, 1], [0, 1]])
def test_times_that_stand_still_or_are_too_few_are_refused(seconds: list[float]) -> None:
    with pytest.raises(ValueError, match="path"):
        ball_path(seconds, [1, 2, 3], [1, 2, 3], (1280, 720))
