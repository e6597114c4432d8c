"""Looks at what a net does with held-out video, and when there have been enough."""

from collections.abc import Generator, Mapping
from typing import Protocol

import torch
from torch import Tensor, nn

from inference.ball.evaluation.metrics import BallMetrics


class Judge(Protocol):
    """Tells how good a net is."""

    def __call__(self, net: nn.Module, /) -> Generator[object, None, BallMetrics]:
        """The score of `net`, ready to run, on video that it does not learn from.

        Yields, now and then, where it can be interrupted.
        """


class Looks:
    """The best weights that were seen, and how long ago. All of it is tensors, to be kept."""

    def __init__(self, weights: Mapping[str, Tensor]) -> None:
        self.best = {name: value.clone() for name, value in weights.items()}
        self.f1 = torch.tensor(-1.0, dtype=torch.float64)
        self.since = torch.tensor(0)  # looks that were no better than the best one

    def tensors(self) -> dict[str, Tensor]:
        """Every tensor of these, by name; writing into them restores it."""
        found = {f"best.{name}": value for name, value in self.best.items()}
        return found | {"looks.f1": self.f1, "looks.since": self.since}

    def take(self, f1: float, weights: Mapping[str, Tensor]) -> None:
        """Remember `weights` if they are better than all before."""
        if f1 <= float(self.f1):
            self.since += 1
            return
        self.f1.fill_(f1)
        self.since.zero_()
        for name, value in weights.items():
            self.best[name].copy_(value)
