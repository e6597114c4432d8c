"""Tests of app.workflows.tasks.registry and app.workflows.tasks.entry."""

import subprocess
import sys

import pytest

from app.workflows.tasks.entry import TaskEntry, load_function
from app.workflows.tasks.registry import evaluable_tasks, task_entry, trainable_tasks
from inference.ball.training.presets import PRESETS


def test_the_ball_can_be_trained_and_evaluated() -> None:
    entry = task_entry("ball")

    assert trainable_tasks()["ball"] == entry.training
    assert evaluable_tasks()["ball"] == entry.evaluation


def test_a_task_without_a_file_can_only_be_run() -> None:
    assert task_entry("juggling") == TaskEntry()


@pytest.mark.parametrize("name", trainable_tasks())
def test_every_data_planner_is_a_function(name: str) -> None:
    assert callable(load_function(trainable_tasks()[name].data_planner))


@pytest.mark.parametrize("name", evaluable_tasks())
def test_every_evaluator_is_a_function(name: str) -> None:
    assert callable(load_function(evaluable_tasks()[name].evaluator))


def test_the_presets_are_those_that_can_be_made() -> None:
    assert set(trainable_tasks()["ball"].presets) == set(PRESETS)


def test_listing_the_tasks_needs_no_pytorch() -> None:
    code = (
        "import sys, app.workflows.tasks.registry as tasks; tasks.trainable_tasks(); "
        "tasks.evaluable_tasks(); print('torch' in sys.modules)"
    )

    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ended.stdout == "False\n"
