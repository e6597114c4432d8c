import json

import pytest

from app.workflows.evaluation.figures import folders, mean_f1, report, score_rows
from inference.ball.evaluation.metrics import ball_metrics
from tests.app.workflows.evaluation.evaluations import evaluation


def test_figures_have_the_names_that_are_usual() -> None:
    told = ball_metrics(evaluation((6,)).outcomes[0]).figures()

    assert {key: told[key] for key in ("tp", "fp1", "fp2", "fn", "tn")} == {
        "tp": 6,
        "fp1": 2,
        "fp2": 1,
        "fn": 2,
        "tn": 1,
    }
    assert (told["hit"], told["pck4"], told["precision"]) == (0.6, 0.6, round(6 / 9, 4))
    assert (told["median_px"], told["p90_px"]) == (1, 100)


def test_each_clip_each_folder_and_all_have_a_line() -> None:
    found = evaluation((6,), (10,))

    names = [line.name for line in score_rows(found, found.outcomes[0])]

    assert names == ["a", "b", "all of venue a", "all of venue b", "all"]


def test_one_clip_is_told_once() -> None:
    found = evaluation((6,))

    assert [line.name for line in score_rows(found, found.outcomes[0])] == ["a"]


def test_the_mean_of_folders_counts_each_the_same() -> None:
    found = evaluation((6,), (10,))
    outcomes = found.outcomes[0]

    each = [scored.f1 for scored in folders(found, outcomes).values()]
    assert mean_f1(found, outcomes) == pytest.approx(sum(each) / 2)


def test_the_whole_is_json() -> None:
    told = json.loads(json.dumps(report(evaluation((6, 8), (10, 7)))))

    assert [model["name"] for model in told["models"]] == ["model 0", "model 1"]
    assert told["models"][0]["by_condition"]["speed"]["20+"]["visible"] == 20
    assert told["comparison"]["first_only"] == 3
    assert told["comparison"]["second_only"] == 2
    assert told["comparison"]["f1_gain"] < 0
