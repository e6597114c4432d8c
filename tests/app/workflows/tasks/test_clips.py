"""Clips as a task of the command line."""

from typing import Any

from app.workflows.evaluation.clips import evaluate_clips
from app.workflows.tasks.clips import ENTRY
from app.workflows.tasks.entry import load_function
from app.workflows.training.clip_data import plan_clip_data
from inference.clips.models.architectures import PRESETS
from inference.clips.task import ClipsTask


def test_the_presets_are_those_that_can_be_made() -> None:
    assert ENTRY.training is not None
    assert set(ENTRY.training.presets) == set(PRESETS)


def make(options: dict[str, Any]) -> ClipsTask:
    return ClipsTask(**options)


def test_each_option_with_each_of_its_choices_makes_a_task() -> None:
    assert ENTRY.training is not None
    for option in ENTRY.training.options:
        for choice in option.choices or ("weights.pth",):
            assert getattr(make({option.field: choice}), option.field) == choice


def test_clips_are_found_and_evaluated_by_their_own_functions() -> None:
    assert ENTRY.training is not None
    assert ENTRY.evaluation is not None
    assert load_function(ENTRY.training.data_planner) is plan_clip_data
    assert load_function(ENTRY.evaluation.evaluator) is evaluate_clips
