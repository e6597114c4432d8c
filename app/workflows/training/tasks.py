"""The tasks that can be trained: the one place that names them all, without their code."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from app.workflows.training.request import LIBRARY, PROCEDURAL, SIMULATOR, TrainingRequest
from inference.models.locations import DEFAULT

if TYPE_CHECKING:  # the command line is parsed without a database and PyTorch
    from inference.training.task import Initialization, TrainingData
    from storage.library.library import Library

    DataPlanner = Callable[
        [Library, TrainingRequest, Initialization],
        Generator[object, None, tuple[TrainingData, tuple[str, ...]]],
    ]
    """Finds the footage of a request; returns it, and notes on what was left out, and why."""


@dataclass(frozen=True, slots=True)
class TrainingOption:
    """An option of one task: `--heatmap gaussian` makes its task with `shape="gaussian"`."""

    name: str  # on the command line
    field: str  # of the task
    choices: tuple[str, ...]  # the first is the default
    help: str


@dataclass(frozen=True, slots=True)
class TrainableTaskEntry:
    """How the training of a task is shown, and where its footage comes from."""

    summary: str  # a line of help
    sources: str  # what they may be
    model: str  # that is trained further by default
    presets: tuple[str, ...]  # nets to train from scratch
    target: str  # "module:function", a DataPlanner, imported when it is asked for
    options: tuple[TrainingOption, ...] = ()
    steps: int = 300
    steps_from_scratch: int = 4000
    learning_rate: float = 3e-4
    learning_rate_from_scratch: float = 2e-3

    def data_planner(self) -> "DataPlanner":
        """The function that finds the footage."""
        module, _, name = self.target.partition(":")
        function: DataPlanner = getattr(import_module(module), name)
        return function


TRAINABLE_TASKS = {
    "ball": TrainableTaskEntry(
        "a net that finds the ball",
        f"'{LIBRARY}' (default: everything that people have labelled), a video of it, a folder of "
        "videos with rally.ball.csv or rally.csv beside them, a Ground Truth manifest or its "
        f"folder, '{SIMULATOR}', '{PROCEDURAL}' (synthetic samples)",
        DEFAULT,
        ("fast", "balanced", "accurate", "tracknetv2"),
        "app.workflows.training.ball_data:plan_ball_data",
        (
            TrainingOption(
                "heatmap",
                "shape",
                ("disk", "gaussian"),
                "shape of the ball in the heat maps of tracknetv2",
            ),
        ),
    ),
}
