"""The training loop: a generator that can be killed at any moment and goes on where it was."""

import math
from collections.abc import Generator
from contextlib import nullcontext
from dataclasses import dataclass
from time import monotonic
from typing import Literal, TypeVar

import numpy as np
import torch
from torch import Tensor, nn

from inference.ball.architectures import kind_of
from inference.ball.training.checkpoint import Checkpoint
from inference.ball.training.heat_maps import RADIUS, Shape
from inference.ball.training.lessons import lesson_for
from inference.ball.training.windows import Window, WindowSource

Net = TypeVar("Net", bound=nn.Module)


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """How a net is trained. With the same seed and settings the same net comes out."""

    steps: int
    batch: int = 16  # windows a step
    rate: float = 2e-3  # of learning at its highest; 1e-3 for a net that knows something
    last_rate: float = 0.01  # share of it that the cosine ends with
    warmup: int = 40  # steps
    decay: float = 1e-4  # of weights
    most_gradient: float = 5.0
    average: float = 0.998  # of the weights: the mean of about the last 500 steps is the result
    seed: int = 0
    precision: Literal["fp32", "bf16"] = "fp32"
    pause: float = 120.0  # seconds between two checkpoints
    shape: Shape = "disk"  # that nets which draw the ball are to draw
    radius: float = RADIUS  # pixels of it


@dataclass(frozen=True, slots=True)
class TrainingProgress:
    """How far a training is."""

    step: int  # steps done
    steps: int
    loss: float  # mean of about the last fifty steps
    saved: bool = False  # whether a checkpoint was written just now


def train(
    net: Net, source: WindowSource, settings: TrainingSettings, checkpoint: Checkpoint
) -> Generator[TrainingProgress, None, Net]:
    """Train `net`, in place, on windows of `source`; returns it with the mean of its weights.

    Goes on from `checkpoint` where there is one, and comes to what it would have come to without
    the interruption: windows depend on the seed and the number of the step alone. Yields after
    every step. UserError if the checkpoint is another training's or cannot be written; ValueError
    if nets of this kind cannot be trained.
    """
    net.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    state = _State(net, settings)
    step, recent = checkpoint.restore(state.tensors())
    saved = monotonic()
    while step < settings.steps:
        windows = _windows(source, settings, step)
        cost = state.learn(windows, learning_rate(settings, step))
        recent = cost if step == 0 else recent + (cost - recent) * max(0.02, 1 / (step + 1))
        step += 1
        due = step == settings.steps or monotonic() - saved > settings.pause
        if due:
            checkpoint.save(state.tensors(), step, recent)
            saved = monotonic()
        yield TrainingProgress(step, settings.steps, recent, due)
    state.put_mean_into_net()
    return net.eval()


def learning_rate(settings: TrainingSettings, step: int) -> float:
    """The rate at `step`, from 0: up in a line, then down along a cosine."""
    if step < settings.warmup:
        return settings.rate * (step + 1) / settings.warmup
    share = (step - settings.warmup) / max(settings.steps - settings.warmup, 1)
    low = settings.last_rate
    return settings.rate * (low + (1 - low) * (1 + math.cos(math.pi * share)) / 2)


def _windows(source: WindowSource, settings: TrainingSettings, step: int) -> list[Window]:
    random = np.random.default_rng([settings.seed, step])
    return [source.window(random) for _ in range(settings.batch)]


class _State:
    """All that a step changes: the net, the mean of its weights, the optimiser's moments."""

    def __init__(self, net: nn.Module, settings: TrainingSettings) -> None:
        self._net = net
        self._lesson = lesson_for(net, settings.shape, settings.radius)
        self._device = next(net.parameters()).device
        self._for_bytes = kind_of(net).for_bytes(net).to(self._device).train()
        self._settings = settings
        self._parameters = dict(net.named_parameters())
        self._mean = {name: value.clone() for name, value in net.state_dict().items()}
        self._optimiser = torch.optim.AdamW(
            self._parameters.values(), weight_decay=settings.decay, lr=settings.rate
        )
        for parameter in self._parameters.values():  # as its first step would make them
            self._optimiser.state[parameter] = {
                "step": torch.tensor(0.0),
                "exp_avg": torch.zeros_like(parameter),
                "exp_avg_sq": torch.zeros_like(parameter),
            }
        self._done = torch.zeros((), dtype=torch.int64)

    def tensors(self) -> dict[str, Tensor]:
        """Every tensor that is the state, by name; writing into them restores it."""
        found = {f"net.{name}": value for name, value in self._net.state_dict().items()}
        found |= {f"mean.{name}": value for name, value in self._mean.items()}
        for name, parameter in self._parameters.items():
            for part, value in self._optimiser.state[parameter].items():
                found[f"optimiser.{name}.{part}"] = value
        return found | {"done": self._done}

    def learn(self, windows: list[Window], rate: float) -> float:
        """One step; returns what the answers cost."""
        net, settings = self._net, self._settings
        device = self._device
        luma, places, weight = (
            torch.from_numpy(np.stack(arrays)).to(device)
            for arrays in zip(*((w.luma, w.places, w.weight) for w in windows), strict=True)
        )
        low = settings.precision == "bf16"
        with torch.autocast(device.type, torch.bfloat16) if low else nullcontext():
            answer = self._for_bytes(self._lesson.shown(luma))
        cost = self._lesson.cost(answer, places, weight)
        self._optimiser.zero_grad()
        cost.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(net.parameters(), settings.most_gradient)
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        self._optimiser.step()
        self._follow()
        return float(cost.detach())

    def _follow(self) -> None:
        """Move the mean towards the net: quickly at first, when its start is worth nothing."""
        self._done += 1
        done = int(self._done)
        keep = min(self._settings.average, done / (done + 10))
        for name, value in self._net.state_dict().items():
            if value.is_floating_point():
                self._mean[name].lerp_(value, 1 - keep)
            else:
                self._mean[name].copy_(value)

    def put_mean_into_net(self) -> None:
        self._net.load_state_dict(self._mean)
