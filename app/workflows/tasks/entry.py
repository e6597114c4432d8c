"""How a task is shown, trained and evaluated: plain values, without the code behind them."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True, slots=True)
class TrainingOption:
    """An option of one task: `--heatmap gaussian` makes its task with `shape="gaussian"`."""

    name: str  # on the command line
    field: str  # of the task
    choices: tuple[str, ...]  # the first is the default; none: any text, by default none
    help: str


@dataclass(frozen=True, slots=True)
class TrainingEntry:
    """How the training of a task is shown, and where its footage comes from."""

    summary: str  # a line of help
    sources: str  # what they may be
    model: str  # that is trained further by default; none: a preset or a model must be named
    presets: tuple[str, ...]  # nets to train from scratch
    data_planner: str  # "module:function", a `training.plan.DataPlanner`
    options: tuple[TrainingOption, ...] = ()
    steps: int = 300
    steps_from_scratch: int = 4000
    learning_rate: float = 3e-4
    learning_rate_from_scratch: float = 2e-3
    ema_decay: float = 0.998


@dataclass(frozen=True, slots=True)
class EvaluationEntry:
    """How the evaluation of a task is shown, and where it lies."""

    summary: str  # a line of help
    table: str  # how the names of its tables end
    evaluator: str  # "module:function", an `evaluation.request.Evaluate`


@dataclass(frozen=True, slots=True)
class TaskEntry:
    """What can be done with a task besides running its models; None where it cannot."""

    training: TrainingEntry | None = None
    evaluation: EvaluationEntry | None = None


def load_function(target: str) -> Any:
    """The function that "module:function" names, imported only now: PyTorch takes seconds."""
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)
