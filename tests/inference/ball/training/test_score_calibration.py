import numpy as np
import pytest
from numpy.typing import NDArray

from inference.ball.training.score_calibration import fit_calibration
from inference.evaluation.calibration import PlattScaling
from storage.records import Candidates

WIDTH = 512
TRUE = PlattScaling(2.0, -0.5)


def outcomes(count: int, line: PlattScaling = TRUE) -> tuple[Candidates, NDArray[np.float64], int]:
    """One candidate a picture, right as often as `line` says of its score."""
    random = np.random.default_rng(1)
    score = random.uniform(0.05, 0.99, (count, 1)).astype(np.float32)
    right = random.random((count, 1)) < line(score)
    x = np.where(right, 10.0, 90.0).astype(np.float32)
    found = Candidates(x, np.zeros_like(x), score, np.zeros(count, np.bool_))
    return found, np.tile([12.0, 0.0], (count, 1)), WIDTH


def test_scores_come_to_be_frequencies() -> None:
    line = fit_calibration([outcomes(6000)])

    assert line is not None
    assert (line.slope, line.constant) == pytest.approx((2.0, -0.5), abs=0.15)


def test_pictures_of_several_sizes_are_one_sample() -> None:
    found, points, _ = outcomes(3000)
    wide = Candidates(found.x * 2.5, found.y, found.score, found.cut)

    one = fit_calibration([(found, points, WIDTH), (wide, points * 2.5, 1280)])
    other = fit_calibration([(found, points, WIDTH)] * 2)

    assert one == other


def test_without_a_ball_every_candidate_is_wrong() -> None:
    found, points, _ = outcomes(1000)
    nowhere = np.full_like(points, np.nan)

    flat = fit_calibration([(found, points, WIDTH)])
    line = fit_calibration([(found, points, WIDTH), (found, nowhere, WIDTH)])

    assert flat is not None
    assert line is not None
    assert line.constant < flat.constant


@pytest.mark.parametrize("count", [0, 12])
def test_too_few_candidates_say_nothing(count: int) -> None:
    assert fit_calibration([outcomes(count)]) is None


def test_scores_that_say_nothing_give_no_line() -> None:
    assert fit_calibration([outcomes(3000, PlattScaling(0.0, 0.0))]) is None
    assert fit_calibration([]) is None
