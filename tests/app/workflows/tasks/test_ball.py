"""The ball as a task of the command line."""

from typing import Any

from app.workflows.tasks.ball import ENTRY
from app.workflows.tasks.entry import load_function
from app.workflows.training.ball_data import plan_ball_data
from inference.ball.task import BallTask
from inference.ball.training.presets import PRESETS
from inference.models.locations import shipped_models


def test_the_presets_are_those_that_can_be_made() -> None:
    assert ENTRY.training is not None
    assert set(ENTRY.training.presets) == set(PRESETS)


def test_the_model_that_is_trained_further_is_shipped() -> None:
    assert ENTRY.training is not None
    assert (shipped_models() / ENTRY.training.model).is_dir()


def test_the_footage_is_found_by_the_planner_of_the_ball() -> None:
    assert ENTRY.training is not None
    assert load_function(ENTRY.training.data_planner) is plan_ball_data


def make(options: dict[str, Any]) -> BallTask:
    return BallTask(**options)


def test_each_option_with_each_of_its_choices_makes_a_task() -> None:
    assert ENTRY.training is not None
    for option in ENTRY.training.options:
        for choice in option.choices:
            assert getattr(make({option.field: choice}), option.field) == choice


def test_tables_of_positions_are_what_is_evaluated() -> None:
    assert ENTRY.evaluation is not None
    assert ENTRY.evaluation.table == ".ball.csv"
    assert callable(load_function(ENTRY.evaluation.evaluator))
