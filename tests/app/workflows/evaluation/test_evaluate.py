from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.workflows.evaluation.evaluate import Clip, evaluation_of
from app.workflows.evaluation.predictions import Predicted
from app.workflows.evaluation.reference import Reference
from inference.ball.evaluation.image_statistics import Surroundings
from inference.ball.evaluation.metrics import score
from storage.records import Visibility
from tests.app.workflows.evaluation.evaluations import VIDEO, clip


def test_all_contenders_are_judged_on_the_same_frames() -> None:
    found = evaluation_of([clip("a.mp4", right=(8, 3)), clip("b.mp4", right=(6, 10))])

    assert [score(judged).right for judged in found.judged] == [14, 13]
    assert all(len(judged) == 24 for judged in found.judged)
    assert all(len(values) == 24 for values in found.measures.values())


def test_files_of_one_name_are_told_by_their_folders() -> None:
    found = evaluation_of([clip("x/a.mp4", (1,)), clip("y/a.mp4", (1,)), clip("y/b.mp4", (1,))])

    assert found.clips == ("x/a", "y/a", "b")
    assert found.folders == ("x", "y", "y")


def test_contenders_of_one_name_get_a_number() -> None:
    same = clip("a.mp4", right=(1, 2))
    same = replace(same, predicted=tuple(replace(p, name="net") for p in same.predicted))

    assert evaluation_of([same]).names == ("net (1)", "net (2)")


def test_frames_that_a_contender_leaves_out_are_noted() -> None:
    silent = Predicted("net", {0: None}, {})

    (note,) = evaluation_of([replace(clip("a.mp4", (1,)), predicted=(silent,))]).notes

    assert "net says nothing of 11 of 12 labelled frames" in note


@pytest.mark.parametrize(("second", "known"), [(Visibility.CLEAR, 0), (Visibility.OCCLUDED, 2)])
def test_classes_count_where_a_person_has_told_them_apart(second: Visibility, known: int) -> None:
    nothing = np.full(2, np.nan)
    reference = Reference({0: (1, 1), 1: (1, 1)}, {0: Visibility.CLEAR, 1: second}, hits=())
    one = Clip(
        replace(VIDEO, path=Path("a.mp4")),
        reference,
        Surroundings(nothing, nothing, nothing),
        (Predicted("net", {}, {}),),
    )

    values = evaluation_of([one]).measures["visibility"]
    assert np.count_nonzero(np.isfinite(values)) == known
