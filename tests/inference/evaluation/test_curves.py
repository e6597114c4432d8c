import numpy as np
import pytest

from inference.ball.evaluation.metrics import Position, match_positions
from inference.evaluation.curves import auroc, precision_recall, reliability
from inference.evaluation.outcomes import Outcomes


def outcomes_of(*positions: tuple[float, bool]) -> Outcomes:
    """A position for each (confidence, whether it is right), all of visible balls."""
    truth: dict[int, Position] = dict.fromkeys(range(len(positions)), (0, 0))
    guess: dict[int, Position] = {
        frame: (0 if right else 99, 0) for frame, (_, right) in enumerate(positions)
    }
    sure = {frame: confidence for frame, (confidence, _) in enumerate(positions)}
    return match_positions(guess, truth, 512, confidence=sure)


def test_the_curve_goes_from_the_surest_position_to_all_of_them() -> None:
    curve = precision_recall(outcomes_of((0.2, False), (0.9, True), (0.5, True), (0.4, False)))

    assert curve.threshold.tolist() == [0.9, 0.5, 0.4, 0.2]
    assert curve.precision.tolist() == pytest.approx([1, 1, 2 / 3, 1 / 2])
    assert curve.recall.tolist() == pytest.approx([1 / 4, 1 / 2, 1 / 2, 1 / 2])


def test_positions_equally_sure_make_one_point() -> None:
    curve = precision_recall(outcomes_of((0.5, True), (0.5, False)))

    assert (curve.threshold.tolist(), curve.precision.tolist()) == ([0.5], [0.5])


def test_average_precision_weighs_each_gain_of_recall() -> None:
    curve = precision_recall(outcomes_of((0.9, True), (0.8, False), (0.7, True), (0.1, False)))

    assert curve.average_precision == pytest.approx(1 / 4 * 1 + 1 / 4 * 2 / 3)


def test_the_last_point_is_the_score_itself() -> None:
    curve = precision_recall(outcomes_of((0.9, True), (0.8, False), (0.7, True)))

    assert curve.f1[-1] == pytest.approx(2 / 3)


def test_without_positions_there_is_no_curve() -> None:
    curve = precision_recall(match_positions({}, {0: (0, 0)}, 512))

    assert (len(curve.threshold), curve.average_precision) == (0, 0)


def test_confidences_that_are_kept_have_no_error() -> None:
    kept = [(0.75, True)] * 3 + [(0.75, False)]

    assert reliability(outcomes_of(*kept)).expected_error == pytest.approx(0)


def test_a_bin_tells_its_positions_and_how_many_are_right() -> None:
    bins = reliability(outcomes_of((1.0, True), (0.95, False), (0.05, False)))

    assert bins.count.tolist() == [1, 0, 0, 0, 0, 0, 0, 0, 0, 2]
    assert bins.accuracy[[0, 9]].tolist() == [0, 0.5]
    assert np.isnan(bins.accuracy[5])
    assert bins.expected_error == pytest.approx((0.05 + 2 * 0.475) / 3)


@pytest.mark.parametrize(
    ("confidence", "right", "area"),
    [
        ([0.1, 0.2, 0.8, 0.9], [False, False, True, True], 1.0),
        ([0.1, 0.2, 0.8, 0.9], [True, True, False, False], 0.0),
        ([0.5, 0.5, 0.5, 0.5], [True, False, True, False], 0.5),
        ([0.1, 0.6, 0.3, 0.9], [False, False, True, True], 0.75),
        ([0.1, 0.9], [True, True], None),
    ],
)
def test_auroc_is_how_often_the_right_one_has_more_confidence(
    confidence: list[float], right: list[bool], area: float | None
) -> None:
    assert auroc(outcomes_of(*zip(confidence, right, strict=True))) == area
