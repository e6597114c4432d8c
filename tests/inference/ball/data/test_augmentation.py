from dataclasses import replace

import numpy as np

from inference.ball.data.augmentation import Variety, blended, varied
from inference.video.samples import Window

PLAIN = Variety(mirrored=0, reversed=0, scaled=0, contrast=(1, 1), brightness=0, blurred=0, coded=0)


def window(background: int = 0, level: int = 0) -> Window:
    """Three pictures of 10 x 8 whose number is their grey level, and those that come before."""
    levels = [200] * background + [level + 10, level + 20, level + 30]
    luma = np.stack([np.full((8, 10), grey, np.uint8) for grey in levels])
    places = np.array([[1, 2], [3, 4], [np.nan, np.nan]], np.float32)
    return Window(luma, places, np.array([1, 0.5, 1], np.float32))


def test_a_window_may_be_left_as_it_is() -> None:
    found = varied(window(), PLAIN, np.random.default_rng(0))

    assert np.array_equal(found.luma, window().luma)
    assert np.array_equal(found.places, window().places, equal_nan=True)


def test_time_turns_round_with_its_labels_but_a_background_stays_in_front() -> None:
    found = varied(window(1), replace(PLAIN, reversed=1), np.random.default_rng(0))

    assert found.luma[:, 0, 0].tolist() == [200, 30, 20, 10]
    assert found.places[1:, 0].tolist() == [3, 1]
    assert found.weight.tolist() == [1, 0.5, 1]


def test_a_mirrored_ball_is_on_the_other_side() -> None:
    found = varied(window(), replace(PLAIN, mirrored=1), np.random.default_rng(0))

    assert found.places[:2].tolist() == [[8, 2], [6, 4]]


def test_the_window_given_is_left_as_it_is() -> None:
    given = window()

    varied(given, replace(PLAIN, mirrored=1, reversed=1, brightness=20), np.random.default_rng(0))

    assert np.array_equal(given.luma, window().luma)
    assert np.array_equal(given.places, window().places, equal_nan=True)


def test_the_window_with_the_ball_is_the_greater_part_of_a_blend() -> None:
    random = np.random.default_rng(1)

    blends = [blended(window(), window(level=100), PLAIN, random) for _ in range(50)]

    levels = [int(blend.luma[0, 0, 0]) for blend in blends]
    assert 10 <= min(levels) < 15
    assert 40 < max(levels) <= 60
    assert np.array_equal(blends[0].places, window().places, equal_nan=True)
