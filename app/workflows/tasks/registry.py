"""Finds the entry of every task of `inference.tasks`: `ENTRY` in the file of the task's name here.

So a task is registered once, there, and is added to the command line by adding a file.
"""

from importlib import import_module
from importlib.util import find_spec

from app.workflows.tasks.entry import EvaluationEntry, TaskEntry, TrainingEntry
from inference.tasks import task_names


def task_entry(name: str) -> TaskEntry:
    """The entry of the task of this name; an empty one if there is no file for it here."""
    module = f"{__package__}.{name}"
    if find_spec(module) is None:
        return TaskEntry()
    entry: TaskEntry = import_module(module).ENTRY
    return entry


def trainable_tasks() -> dict[str, TrainingEntry]:
    """The tasks that `touchline train` knows, by name."""
    entries = {name: task_entry(name).training for name in task_names()}
    return {name: entry for name, entry in entries.items() if entry is not None}


def evaluable_tasks() -> dict[str, EvaluationEntry]:
    """The tasks that `touchline evaluate` knows, by name."""
    entries = {name: task_entry(name).evaluation for name in task_names()}
    return {name: entry for name, entry in entries.items() if entry is not None}
