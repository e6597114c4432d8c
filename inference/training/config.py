"""How a net is trained: the settings that every task shares, and the learning-rate schedule."""

import math
from dataclasses import dataclass
from typing import Literal

import torch

from inference.runtime.backends import has_native_bf16

Precision = Literal["fp32", "bf16", "fp16"]


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """How a net is trained. With the same seed and settings the same net comes out."""

    steps: int  # at most: a training with a validation set may end sooner
    batch_size: int = 16  # samples a step, of all processes together
    learning_rate: float = 2e-3  # at its highest; 3e-4 for a net that knows something
    final_rate_ratio: float = 0.01  # share of the learning rate that the cosine ends with
    warmup_steps: int = 40
    train_batch_norm: bool = True  # whether batch norms take up statistics of the new samples
    weight_decay: float = 1e-4
    max_grad_norm: float = 5.0
    ema_decay: float = 0.998  # of the weights: the result is the mean of about the last 500 steps
    seed: int = 0
    precision: Precision = "fp32"  # of the forward pass; weights and losses are always fp32
    checkpoint_interval: float = 120.0  # seconds
    eval_interval: int = 250  # steps between two validations
    patience: int = 4  # validations without improvement after which training ends


def scheduled_learning_rate(config: TrainingConfig, step: int) -> float:
    """The learning rate at `step`, from 0: linear warm-up, then cosine decay."""
    if step < config.warmup_steps:
        return config.learning_rate * (step + 1) / config.warmup_steps
    share = (step - config.warmup_steps) / max(config.steps - config.warmup_steps, 1)
    low = config.final_rate_ratio
    return config.learning_rate * (low + (1 - low) * (1 + math.cos(math.pi * share)) / 2)


def default_precision(device: torch.device) -> Precision:
    """The fastest precision that `device` supports natively and that trains as well as fp32."""
    if device.type == "cuda":
        return "bf16" if torch.cuda.get_device_capability(device) >= (8, 0) else "fp16"
    return "bf16" if has_native_bf16() else "fp32"


def default_eval_interval(steps: int) -> int:
    """Steps between two validations, of a training of so many `steps`."""
    return min(max(steps // 5, 50), 250)
