"""Tests of inference.tasks."""

import subprocess
import sys

import pytest

from inference.ball.task import BallTask
from inference.tasks import find_task, register_task, task_names, task_type


def test_the_ball_is_a_task() -> None:
    assert "ball" in task_names()
    assert task_type("ball") is BallTask
    assert find_task("ball").name == "ball"


def test_a_task_that_is_not_there_is_not_found() -> None:
    with pytest.raises(KeyError, match="juggling"):
        find_task("juggling")


def test_a_task_may_be_registered_again_but_not_replaced() -> None:
    register_task("ball", "inference.ball.task:BallTask")

    with pytest.raises(ValueError, match="the task ball is"):
        register_task("ball", "elsewhere:Task")


def test_tasks_are_named_without_pytorch() -> None:
    code = "import sys; import inference.tasks as t; t.task_names(); print('torch' in sys.modules)"

    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ended.stdout.strip() == "False"
