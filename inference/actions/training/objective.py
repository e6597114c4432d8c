"""What nets that read a path are trained towards."""

from dataclasses import dataclass

import torch
from torch import Tensor

from inference.actions.data.labelled_path import CLASSES
from inference.training.dataloader import Batch

_CLASSES = len(CLASSES)
_SERVE_AND_SIDE = 0.3  # their weight beside that of the events


@dataclass(frozen=True, slots=True)
class PathObjective:
    """Binary cross-entropy of every answer that is known; events are rare and count more."""

    positive_weight: float = 5.0

    def prepare_input(self, batch: Batch) -> tuple[Tensor, ...]:
        """What is told of the moments, (B, T, channels)."""
        return (batch["inputs"],)

    def loss(self, output: Tensor, batch: Batch) -> Tensor:
        """The loss a moment whose events are known, in fp32."""
        targets, weights = batch["targets"], batch["weights"]
        losses = torch.nn.functional.binary_cross_entropy_with_logits(
            output.float(), targets, reduction="none"
        )
        events = 1 + (self.positive_weight - 1) * targets[..., :_CLASSES]
        beside = torch.full_like(targets[..., _CLASSES:], _SERVE_AND_SIDE)
        beside[..., -1] = 1  # the sport, whose weight is small already
        asked = weights[..., :_CLASSES].sum() + 1
        return (losses * weights * torch.cat([events, beside], -1)).sum() / asked
