from dataclasses import replace

import numpy as np

from inference.ball.data.augmentation import Augmentation, augment, mixup
from inference.video.samples import ClipSample

PLAIN = Augmentation(
    flip=0, time_reversal=0, rescale=0, contrast=(1, 1), brightness=0, blur=0, jpeg=0
)


def clip(background: int = 0, level: int = 0) -> ClipSample:
    """Three pictures of 10 x 8 whose number is their grey level, and those that come before."""
    levels = [200] * background + [level + 10, level + 20, level + 30]
    luma = np.stack([np.full((8, 10), grey, np.uint8) for grey in levels])
    points = np.array([[1, 2], [3, 4], [np.nan, np.nan]], np.float32)
    return ClipSample(luma, points, np.array([1, 0.5, 1], np.float32))


def test_a_sample_may_be_left_as_it_is() -> None:
    found = augment(clip(), PLAIN, np.random.default_rng(0))

    assert np.array_equal(found.luma, clip().luma)
    assert np.array_equal(found.points, clip().points, equal_nan=True)


def test_time_turns_round_with_its_labels_but_a_background_stays_in_front() -> None:
    found = augment(clip(1), replace(PLAIN, time_reversal=1), np.random.default_rng(0))

    assert found.luma[:, 0, 0].tolist() == [200, 30, 20, 10]
    assert found.points[1:, 0].tolist() == [3, 1]
    assert found.weight.tolist() == [1, 0.5, 1]


def test_a_flipped_ball_is_on_the_other_side() -> None:
    found = augment(clip(), replace(PLAIN, flip=1), np.random.default_rng(0))

    assert found.points[:2].tolist() == [[8, 2], [6, 4]]


def test_the_sample_given_is_left_as_it_is() -> None:
    given = clip()

    augment(given, replace(PLAIN, flip=1, time_reversal=1, brightness=20), np.random.default_rng(0))

    assert np.array_equal(given.luma, clip().luma)
    assert np.array_equal(given.points, clip().points, equal_nan=True)


def test_the_sample_with_the_ball_is_the_greater_part_of_a_mixup() -> None:
    random = np.random.default_rng(1)

    blends = [mixup(clip(), clip(level=100), PLAIN, random) for _ in range(50)]

    levels = [int(blend.luma[0, 0, 0]) for blend in blends]
    assert 10 <= min(levels) < 15
    assert 40 < max(levels) <= 60
    assert np.array_equal(blends[0].points, clip().points, equal_nan=True)
