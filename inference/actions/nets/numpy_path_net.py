"""The net that reads a path, run by NumPy: for so small a net no runtime is worth loading.

PyTorch alone takes seconds and 200 MB before it computes anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.actions.data.labelled_path import SPORTS
from inference.actions.decoding.grammar import BINS, KINDS, Grammar
from inference.actions.nets.path_config import KERNEL, PathNetConfig

Array = NDArray[np.float32]

# PyTorch's names of a recurrent layer's weights, and how they end for each direction
_RECURRENT = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
_DIRECTIONS = ("", "_reverse")


@dataclass(frozen=True, eq=False)
class NumpyPathNet:
    """(B, T, inputs) floats to (B, T, outputs) logits: what `PathNet` answers, with its weights."""

    config: PathNetConfig
    weights: Mapping[str, Array]  # by the names and in the shapes of `weight_shapes`

    def __call__(self, inputs: Array) -> Array:
        """Logits (B, T, outputs) of what is told of T moments (B, T, inputs)."""
        x = (inputs - self.weights["mean"]) / self.weights["deviation"]
        for index, dilation in enumerate(self.config.dilations):
            y = self._convolution(x, index, dilation)
            np.maximum(y, 0, out=y)
            x = y if index == 0 else np.add(x, y, out=y)  # (B, T, width)
        if self.config.recurrent:
            x = np.concatenate([x, self._context(x)], 2)
        return np.asarray(x @ self.weights["head.weight"].T + self.weights["head.bias"])

    def grammar(self, sport: str) -> Grammar:
        """What follows what in `sport`."""
        follow, time = (self.weights[f"{sport}_{name}"] for name in ("follow", "time"))
        return Grammar(follow.astype(np.float64), time.astype(np.float64))

    def _convolution(self, x: Array, index: int, dilation: int) -> Array:
        """One layer's answers (B, T, width): a product for all moments and shifts at once."""
        weight = self.weights[f"convolutions.{index}.weight"]  # (width, inputs, KERNEL)
        reach, length = (KERNEL // 2) * dilation, x.shape[1]
        padded = np.pad(x, ((0, 0), (reach, reach), (0, 0)))
        shifted = [padded[:, shift * dilation :][:, :length] for shift in range(KERNEL)]
        matrix = weight.transpose(2, 1, 0).reshape(-1, len(weight))
        y: Array = np.concatenate(shifted, 2) @ matrix
        y += self.weights[f"convolutions.{index}.bias"]
        return y

    def _context(self, x: Array) -> Array:
        """What the recurrent layer makes of pairs of moments, for both of each: (B, T, 2 units)."""
        length = x.shape[1]
        pairs = x[:, : length // 2 * 2].reshape(len(x), length // 2, 2, x.shape[2]).mean(2)
        if length % 2:  # the last moment is a pair by itself
            pairs = np.concatenate([pairs, x[:, -1:]], 1)
        forwards = self._recurrent(pairs, _DIRECTIONS[0])
        backwards = self._recurrent(pairs[:, ::-1], _DIRECTIONS[1])[:, ::-1]
        return np.repeat(np.concatenate([forwards, backwards], 2), 2, 1)[:, :length]

    def _recurrent(self, x: Array, direction: str) -> Array:
        """The states (B, T, units) of gated recurrent units, one moment after the other."""
        names = [f"recurrent.{name}_l0{direction}" for name in _RECURRENT]
        into, within, into_bias, bias = (self.weights[name] for name in names)
        units = self.config.recurrent
        given = (x @ into.T + into_bias).transpose(1, 0, 2)  # (T, B, 3 units)
        given = np.ascontiguousarray(given)
        states = np.empty((len(given), len(x), units), np.float32)
        state = np.zeros((len(x), units), np.float32)
        for step, own in enumerate(given):
            told = state @ within.T + bias
            gates = sigmoid(own[:, : 2 * units] + told[:, : 2 * units])
            reset, keep = gates[:, :units], gates[:, units:]
            candidate = np.tanh(own[:, 2 * units :] + reset * told[:, 2 * units :])
            state = candidate + keep * (state - candidate)
            states[step] = state
        return states.transpose(1, 0, 2)


def weight_shapes(config: PathNetConfig) -> dict[str, tuple[int, ...]]:
    """Name and shape of every array of a net of this `config`, grammars included."""
    shapes: dict[str, tuple[int, ...]] = {"mean": (config.inputs,), "deviation": (config.inputs,)}
    for sport in SPORTS:
        shapes |= {f"{sport}_follow": (KINDS + 1,) * 2, f"{sport}_time": (*(KINDS + 1,) * 2, BINS)}
    before = config.inputs
    for index in range(len(config.dilations)):
        shapes[f"convolutions.{index}.weight"] = (config.width, before, KERNEL)
        shapes[f"convolutions.{index}.bias"] = (config.width,)
        before = config.width
    gates = 3 * config.recurrent
    sizes = ((gates, config.width), (gates, config.recurrent), (gates,), (gates,))
    for direction in _DIRECTIONS if config.recurrent else ():
        named = zip(_RECURRENT, sizes, strict=True)
        shapes |= {f"recurrent.{name}_l0{direction}": size for name, size in named}
    shapes["head.weight"] = (config.outputs, config.width + 2 * config.recurrent)
    return shapes | {"head.bias": (config.outputs,)}


def sigmoid(logits: Array) -> Array:
    """Probabilities of `logits`."""
    return np.asarray(0.5 * np.tanh(0.5 * logits) + 0.5, np.float32)  # tanh overflows nowhere
