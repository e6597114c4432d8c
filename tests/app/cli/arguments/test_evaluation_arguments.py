import argparse
from pathlib import Path

import pytest

from app.cli.arguments.evaluation_arguments import add_evaluation, evaluation_request
from app.workflows.evaluation.request import EvaluationRequest


def request(*words: str) -> EvaluationRequest:
    parser = argparse.ArgumentParser()
    add_evaluation(parser, ".ball.csv")
    parser.add_argument("--device", default="auto")
    return evaluation_request(parser.parse_args(words))


def test_the_active_run_is_evaluated_by_default() -> None:
    assert request("a.mp4") == EvaluationRequest((Path("a.mp4"),))


def test_every_option_reaches_the_request() -> None:
    words = ["--labels", "l", "--model", "m", "--against", "n", "--fit", "--device", "cpu"]

    made = request("a.mp4", "b.mp4", *words)

    assert made == EvaluationRequest(
        (Path("a.mp4"), Path("b.mp4")), Path("l"), "m", None, "n", "cpu", fit=True
    )


def test_a_model_and_tables_exclude_each_other() -> None:
    with pytest.raises(SystemExit):
        request("a.mp4", "--model", "m", "--predictions", "p")
