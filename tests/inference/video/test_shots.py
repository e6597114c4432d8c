import numpy as np

from inference.video.shots import detect_cuts, median_background, shot_ranges
from tests.inference.ball.pictures import flying, pictures


def test_a_flight_in_one_shot_is_no_cut() -> None:
    assert not detect_cuts(pictures(flying(60))).any()


def test_a_cut_starts_a_shot() -> None:
    luma = pictures(flying(60))
    luma[25:] = 255 - luma[25:]

    assert shot_ranges(detect_cuts(luma)) == [(0, 25), (25, 60)]


def test_a_picture_in_constant_change_is_one_shot() -> None:
    random = np.random.default_rng(1)
    levels = random.integers(0, 255, (60, 1, 1), dtype=np.uint8)

    assert shot_ranges(detect_cuts(np.broadcast_to(levels, (60, 36, 64)))) == [(0, 60)]


def test_the_ball_does_not_show_in_the_background() -> None:
    ground = pictures(np.array([[-50.0, -50.0]])).astype(int)

    assert np.abs(median_background(pictures(flying(60))) - ground[0]).max() < 12


def test_a_single_picture_is_its_own_background() -> None:
    luma = pictures(flying(1))

    np.testing.assert_array_equal(median_background(luma), luma[0])
