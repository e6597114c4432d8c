"""Early stopping: keeps the best weights and counts validations without improvement."""

from collections.abc import Generator, Mapping
from typing import Protocol

import torch
from torch import Tensor, nn

from inference.evaluation.metrics import Metrics


class Validator(Protocol):
    """Measures a net on the validation set."""

    def __call__(self, net: nn.Module, /) -> Generator[object, None, Metrics]:
        """The metrics of `net`, ready to run, on samples that it is not trained on.

        Yields, now and then, where it can be interrupted.
        """


class EarlyStopping:
    """The best weights so far, and for how many validations. All of it is tensors, to be saved."""

    def __init__(self, weights: Mapping[str, Tensor]) -> None:
        self.best_weights = {name: value.clone() for name, value in weights.items()}
        self.best_metric = torch.tensor(-1.0, dtype=torch.float64)
        self.without_improvement = torch.tensor(0)  # validations since the best one

    def tensors(self) -> dict[str, Tensor]:
        """Every tensor of these, by name; writing into them restores it."""
        tensors = {f"best.{name}": value for name, value in self.best_weights.items()}
        return tensors | {
            "early_stopping.best_metric": self.best_metric,
            "early_stopping.without_improvement": self.without_improvement,
        }

    def update(self, metric: float, weights: Mapping[str, Tensor]) -> None:
        """Take up a validation: keep `weights` if their primary `metric` is the best so far."""
        if metric <= float(self.best_metric):
            self.without_improvement += 1
            return
        self.best_metric.fill_(metric)
        self.without_improvement.zero_()
        for name, value in weights.items():
            self.best_weights[name].copy_(value)
