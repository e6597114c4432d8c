"""How a ball net is trained."""

import math
from dataclasses import dataclass
from typing import Literal

import torch

from inference.ball.training.heatmap_loss import RADIUS, Shape
from inference.runtime.backends import has_native_bf16

Precision = Literal["fp32", "bf16", "fp16"]


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """How a net is trained. With the same seed and settings the same net comes out."""

    steps: int  # at most: a training that is judged may end sooner
    batch: int = 16  # windows a step, of all processes together
    rate: float = 2e-3  # of learning at its highest; 3e-4 for a net that knows something
    last_rate: float = 0.01  # share of it that the cosine ends with
    warmup: int = 40  # steps
    norms: bool = True  # whether batch norms learn what is usual in the new windows
    decay: float = 1e-4  # of weights
    most_gradient: float = 5.0
    average: float = 0.998  # of the weights: the mean of about the last 500 steps is the result
    seed: int = 0
    precision: Precision = "fp32"  # of the convolutions; weights and costs are always fp32
    pause: float = 120.0  # seconds between two checkpoints
    shape: Shape = "disk"  # that nets which draw the ball are to draw
    radius: float = RADIUS  # pixels of it
    look: int = 250  # steps between two looks at what the net does with held-out video
    patience: int = 4  # looks without a rise after which it ends


def learning_rate(settings: TrainingSettings, step: int) -> float:
    """The rate at `step`, from 0: up in a line, then down along a cosine."""
    if step < settings.warmup:
        return settings.rate * (step + 1) / settings.warmup
    share = (step - settings.warmup) / max(settings.steps - settings.warmup, 1)
    low = settings.last_rate
    return settings.rate * (low + (1 - low) * (1 + math.cos(math.pi * share)) / 2)


def usual_precision(device: torch.device) -> Precision:
    """The quickest precision that `device` computes in by itself, and that trains as well."""
    if device.type == "cuda":
        return "bf16" if torch.cuda.get_device_capability(device) >= (8, 0) else "fp16"
    return "bf16" if has_native_bf16() else "fp32"
