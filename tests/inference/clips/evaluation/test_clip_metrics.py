"""Figures of classified clips, counted by hand."""

import numpy as np
import pytest

from inference.clips.evaluation.clip_metrics import (
    ClipClassMetrics,
    calibration_error,
    macro_f1,
    uninformed,
)

CLASSES = ("cut", "pull", "sweep")


def metrics() -> ClipClassMetrics:
    """Four clips of cut and two of pull; a cut and a pull are mistaken for each other."""
    labels = np.array([0, 0, 0, 0, 1, 1])
    given = np.array([0, 0, 0, 1, 1, 0])
    probabilities = np.full((6, 3), 0.1)
    probabilities[np.arange(6), given] = 0.7
    probabilities[3, 0], probabilities[5, 2] = 0.2, 0.2
    return ClipClassMetrics(CLASSES, labels, probabilities, ("a", "a", "b", "b", "c", "c"))


def test_accuracy_and_macro_f1_are_as_counted_by_hand() -> None:
    found = metrics()

    assert found.accuracy == pytest.approx(4 / 6)
    assert found.macro_f1 == pytest.approx((3 / 4 + 1 / 2) / 2)  # no label of sweep: left out
    assert found.primary == found.accuracy


def test_a_class_that_is_never_predicted_counts_nothing() -> None:
    assert macro_f1(np.array([[4, 0], [2, 0]])) == pytest.approx(0.4)


def test_the_second_choice_counts_for_top_2() -> None:
    assert metrics().top_2 == pytest.approx(5 / 6)


def test_the_confusion_matrix_counts_true_classes_in_rows() -> None:
    assert metrics().confusion.tolist() == [[3, 1, 0], [1, 1, 0], [0, 0, 0]]


def test_class_figures_are_as_counted_by_hand() -> None:
    cut = metrics().class_figures()[0]

    assert cut == {
        "class": "cut",
        "labels": 4,
        "predicted": 4,
        "precision": 0.75,
        "recall": 0.75,
        "f1": 0.75,
    }


def test_confidence_that_is_always_too_high_is_a_calibration_error() -> None:
    confidence, right = np.full(20, 0.9), np.arange(20) % 2 == 0

    assert calibration_error(confidence, right) == pytest.approx(0.4)
    assert calibration_error(np.zeros(0), np.zeros(0, bool)) == 0


def test_intervals_draw_groups_and_need_two_of_them() -> None:
    found = metrics()
    alone = ClipClassMetrics(CLASSES, found.labels, found.probabilities, ("a",) * 6)

    interval = found.intervals()["accuracy"]

    assert interval.low <= found.accuracy <= interval.high
    assert interval.low < interval.high
    assert alone.intervals() == {}


def test_what_knows_nothing_says_the_most_frequent_class() -> None:
    nothing = uninformed(metrics(), [4, 2, 0])

    assert nothing.accuracy == pytest.approx(4 / 6)
    assert nothing.predicted.tolist() == [0] * 6


def test_no_clips_are_no_error() -> None:
    empty = ClipClassMetrics(CLASSES, np.zeros(0, np.int64), np.zeros((0, 3)), ())

    assert dict(empty.figures())["accuracy"] == 0
