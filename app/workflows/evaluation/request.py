"""What is to be evaluated, and what comes of it, whatever the task."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from storage.errors import UserError
from storage.progress import Progress

if TYPE_CHECKING:  # the command line is parsed without a database
    from storage.library.library import Library


@dataclass(frozen=True, slots=True)
class EvaluationRequest:
    """Which predictions are to be compared with people's labels, in which videos.

    Without `model` and `predictions` it is the active run of each video.
    """

    videos: tuple[Path, ...]
    labels: Path | None = None  # a table, or a folder with one for each video
    model: str | None = None  # a name, or the path of a model folder
    predictions: Path | None = None  # a table, or a folder with one for each video
    against: str | None = None  # a second model, or a folder of tables
    device: str = "auto"  # or "cpu" or "cuda"
    fit: bool = False  # whether to learn what confidences are worth

    def check(self) -> None:
        """Raise UserError where one table is named for several videos."""
        for name, path in (("labels", self.labels), ("predictions", self.predictions)):
            if path is not None and len(self.videos) > 1 and not path.is_dir():
                raise UserError(
                    f"--{name} {path} is not a folder, but there are {len(self.videos)} videos.",
                    "Name a folder that holds one table for each video.",
                )


class EvaluationReport(Protocol):
    """What came of an evaluation, ready to be shown."""

    @property
    def notes(self) -> Sequence[str]:
        """What to know before trusting the figures, a sentence each."""

    def text(self) -> str:
        """Tables for a terminal."""

    def values(self) -> dict[str, object]:
        """Everything as one JSON value."""

    def write(self, folder: Path) -> None:
        """Write tables and plots into `folder`. Raises UserError."""


Evaluate = Callable[["Library", EvaluationRequest], Generator[Progress, None, EvaluationReport]]
"""Evaluates one task. UserError if a video, its labels or its predictions cannot be read."""
