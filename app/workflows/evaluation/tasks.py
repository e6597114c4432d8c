"""The tasks whose predictions can be evaluated: the one place that names them all."""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.workflows.evaluation.request import Evaluate


@dataclass(frozen=True, slots=True)
class EvaluatedTask:
    """How a task is shown, and where its evaluation lies."""

    summary: str  # a line of help
    table: str  # how the names of its tables end
    target: str  # "module:function", imported when it is asked for: PyTorch takes seconds

    def evaluate(self) -> "Evaluate":
        """The function that evaluates the task."""
        module, _, name = self.target.partition(":")
        function: Evaluate = getattr(import_module(module), name)
        return function


EVALUATED_TASKS = {
    "ball": EvaluatedTask(
        "ball positions: hit rate, precision, F1, errors",
        ".ball.csv",
        "app.workflows.evaluation.ball:evaluate_ball",
    ),
}
