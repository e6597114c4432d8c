"""What every task's measurements have in common."""

from collections.abc import Mapping
from typing import Protocol

Figure = int | float | None
"""A figure of a report; None where there is nothing to measure."""


class Metrics(Protocol):
    """How good a model is, measured against labels.

    Logs, model cards, early stopping, lists of models and reports read nothing else of it.
    """

    @property
    def primary(self) -> float:
        """The figure by which models are chosen: 0 to 1, more is better."""

    def figures(self) -> Mapping[str, Figure]:
        """All figures by their usual short names, such as "f1"."""
