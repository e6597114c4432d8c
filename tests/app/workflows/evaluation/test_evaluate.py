from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.workflows.evaluation.evaluate import EvaluatedClip, evaluation_of
from app.workflows.evaluation.ground_truth import GroundTruth
from app.workflows.evaluation.predictions import PredictedPositions
from inference.ball.evaluation.image_statistics import ImageStatistics
from inference.ball.evaluation.metrics import ball_metrics
from storage.records import Visibility
from tests.app.workflows.evaluation.evaluations import VIDEO, clip


def test_all_sources_are_judged_on_the_same_frames() -> None:
    found = evaluation_of([clip("a.mp4", right=(8, 3)), clip("b.mp4", right=(6, 10))])

    assert [ball_metrics(outcomes).tp for outcomes in found.outcomes] == [14, 13]
    assert all(len(outcomes) == 24 for outcomes in found.outcomes)
    assert all(len(values) == 24 for values in found.measures.values())


def test_files_of_one_name_are_told_by_their_folders() -> None:
    found = evaluation_of([clip("x/a.mp4", (1,)), clip("y/a.mp4", (1,)), clip("y/b.mp4", (1,))])

    assert found.clips == ("x/a", "y/a", "b")
    assert found.folders == ("x", "y", "y")


def test_sources_of_one_name_get_a_number() -> None:
    same = clip("a.mp4", right=(1, 2))
    same = replace(same, predicted=tuple(replace(p, name="net") for p in same.predicted))

    assert evaluation_of([same]).names == ("net (1)", "net (2)")


def test_frames_that_a_source_leaves_out_are_noted() -> None:
    silent = PredictedPositions("net", {0: None}, {})

    (note,) = evaluation_of([replace(clip("a.mp4", (1,)), predicted=(silent,))]).notes

    assert "net has no prediction for 11 of 12 labelled frames" in note


@pytest.mark.parametrize(("second", "known"), [(Visibility.CLEAR, 0), (Visibility.OCCLUDED, 2)])
def test_classes_count_where_a_person_has_told_them_apart(second: Visibility, known: int) -> None:
    nothing = np.full(2, np.nan)
    ground_truth = GroundTruth({0: (1, 1), 1: (1, 1)}, {0: Visibility.CLEAR, 1: second}, hits=())
    one = EvaluatedClip(
        replace(VIDEO, path=Path("a.mp4")),
        ground_truth,
        ImageStatistics(nothing, nothing, nothing),
        (PredictedPositions("net", {}, {}),),
    )

    values = evaluation_of([one]).measures["visibility"]
    assert np.count_nonzero(np.isfinite(values)) == known
