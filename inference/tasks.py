"""The tasks that there are: the one place that names them all.

A task's code, and with it PyTorch, is imported when it is asked for, not before.
"""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from inference.training.task import Task

_TASKS = {  # module and class, made without arguments
    "ball": "inference.ball.task:BallTask",
    "events": "inference.actions.task:EventsTask",
    "clips": "inference.clips.task:ClipsTask",
}


def register_task(name: str, target: str) -> None:
    """Add a task: `target` is "module:Class", a Task that can be made without arguments."""
    if _TASKS.setdefault(name, target) != target:
        raise ValueError(f"the task {name} is {_TASKS[name]}, not {target}")


def task_names() -> list[str]:
    """All tasks, by name."""
    return sorted(_TASKS)


def task_type(name: str) -> "Callable[..., Task[Any, Any]]":
    """The class of the task of this name. KeyError if there is none."""
    module, _, attribute = _TASKS[name].partition(":")
    chosen: Callable[..., Task[Any, Any]] = getattr(import_module(module), attribute)
    return chosen


def find_task(name: str) -> "Task[Any, Any]":
    """The task of this name, with its default options. KeyError if there is none."""
    task: Task[Any, Any] = task_type(name)()
    return task
