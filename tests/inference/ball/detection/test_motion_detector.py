import numpy as np
import pytest

from inference.ball.detection.motion_detector import MotionSettings, motion_candidates
from tests.inference.ball.pictures import HEIGHT, WIDTH, flying, hard_discs, pictures

BALL = flying(40)


def miss(luma: np.ndarray) -> np.ndarray:
    """Distance of the best candidate of each picture from the ball."""
    best = motion_candidates(luma)
    return np.hypot(best.x[:, 0] - BALL[:, 0], best.y[:, 0] - BALL[:, 1])


@pytest.mark.parametrize("level", [220, 5])
def test_the_best_candidate_is_the_ball_bright_or_dark(level: float) -> None:
    assert np.median(miss(pictures(BALL, level))) < 0.35
    assert (miss(pictures(BALL, level)) < 1.5).mean() > 0.9


@pytest.mark.parametrize("level", [220, 5])
@pytest.mark.parametrize("radius", [1.5, 2.5, 4, 8])
def test_the_ball_is_the_best_candidate_whatever_its_size(radius: float, level: float) -> None:
    found = motion_candidates(hard_discs(BALL, radius, level))

    away = np.hypot(found.x[:, 0] - BALL[:, 0], found.y[:, 0] - BALL[:, 1])
    assert (away < max(2, radius / 2)).mean() > 0.85
    assert np.nanmedian(found.score[:, 0]) > 0.5


def test_scores_are_probabilities_best_first() -> None:
    score = motion_candidates(pictures(BALL)).score

    given = score[np.isfinite(score)]
    assert ((given > 0) & (given < 1)).all()
    assert (np.diff(np.nan_to_num(score), axis=1) <= 0).all()
    assert score.shape == (40, MotionSettings().kept)


def test_nothing_moves_in_a_still_picture() -> None:
    still = np.repeat(pictures(BALL[:1]), 20, axis=0)

    assert np.isnan(motion_candidates(still).x).all()


def test_a_large_thing_that_moves_hides_no_ball_and_is_not_one() -> None:
    luma = pictures(BALL)
    for t, picture in enumerate(luma):
        picture[90:140, 40 + 3 * t : 70 + 3 * t] = 180

    assert np.median(miss(luma)) < 1


def test_candidates_depend_on_the_pictures_and_the_preroll_alone() -> None:
    luma = pictures(flying(80))

    whole = motion_candidates(luma[20:], preroll=12)
    again = motion_candidates(luma[20:].copy(), preroll=12)

    assert len(whole) == 48
    np.testing.assert_array_equal(whole.x, again.x)


def test_a_cut_is_marked_and_makes_no_candidates_of_its_own() -> None:
    bright = np.clip(pictures(BALL, seed=2).astype(int) + 100, 0, 255).astype(np.uint8)
    luma = np.concatenate([pictures(BALL), bright])

    found = motion_candidates(luma, preroll=20)

    assert np.flatnonzero(found.cut).tolist() == [20]
    assert np.nanmedian(np.isfinite(found.x[15:25]).sum(1)) <= 3


@pytest.mark.parametrize("length", [0, 1, 2])
def test_very_short_videos_give_no_candidates(length: int) -> None:
    found = motion_candidates(np.full((length, HEIGHT, WIDTH), 80, np.uint8))

    assert len(found) == length
    assert np.isnan(found.x).all()
