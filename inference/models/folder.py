"""Model folders on disk: `model.toml`, the card, and weights beside it.

Such folders come from anywhere: everything in them is checked before it is used. What a card says
of its net, the task's own reader knows; here is what all readers share.
"""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

import torch
from safetensors import SafetensorError
from safetensors.torch import load
from torch import Tensor, nn

from inference.models.arrays import damaged_weights, missing_and_unknown
from inference.models.card import read_bounded
from inference.models.locations import WEIGHTS
from inference.runtime.backends import Program

_LARGEST = 1 << 28  # bytes


class Model(Protocol):
    """A model that is ready to run."""

    @property
    def name(self) -> str:
        """That of its folder."""

    @property
    def weights(self) -> str:
        """SHA-256 of the weights."""

    @property
    def architecture(self) -> str:
        """As its card has it."""

    def program(self) -> Program:
        """The model as engines run it."""


def read_weights(folder: Path, make: Callable[[], nn.Module]) -> tuple[nn.Module, str]:
    """The net that `make` makes, with the weights in `folder`, and their SHA-256.

    `make` is called such that weights by chance cost nothing. The net is in evaluation mode and
    wants no gradients. UserError if the weights are damaged, or another net's.
    """
    data = read_bounded(folder / WEIGHTS, _LARGEST)
    with torch.device("meta"):
        net = make()
    try:
        weights = load(data)
    except (SafetensorError, ValueError, KeyError) as error:
        raise damaged_weights(folder, f"{error}") from error
    if problems := weight_problems(net.state_dict(), weights):
        raise damaged_weights(folder, problems[0])
    net.load_state_dict(weights, assign=True)
    return net.eval().requires_grad_(False), hashlib.sha256(data).hexdigest()


def weight_problems(expected: Mapping[str, Tensor], weights: Mapping[str, Tensor]) -> list[str]:
    """Everything by which `weights` are not those of a net that has the `expected` ones.

    Each must be there, of its shape and kind, and finite, and there must be no others.
    """
    problems = missing_and_unknown(set(expected), set(weights))
    for name in sorted(set(expected) & set(weights)):
        value = weights[name]
        if value.shape != expected[name].shape or value.dtype != expected[name].dtype:
            problems.append(f"{name} is {_kind(value)}; {_kind(expected[name])} is needed")
        elif not torch.isfinite(value).all():
            problems.append(f"{name} contains NaN or infinity")
    return problems


def _kind(tensor: Tensor) -> str:
    return f"{str(tensor.dtype).removeprefix('torch.')} {tuple(tensor.shape)}"
