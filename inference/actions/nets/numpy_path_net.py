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
_DIRECTIONS = ("", "_reverse")  # forwards and backwards in time

_SINGLE_THREAD = 1 << 18  # multiplications for which OpenBLAS takes one thread


@dataclass(frozen=True, eq=False)
class NumpyPathNet:
    """(B, T, inputs) floats to (B, T, outputs) logits: what `PathNet` answers, with its weights."""

    config: PathNetConfig
    weights: Mapping[str, Array]  # by the names and in the shapes of `weight_shapes`

    def __call__(self, inputs: Array) -> Array:
        """Logits (B, T, outputs) of what is told of T moments (B, T, inputs)."""
        told = (inputs - self.weights["mean"]) / self.weights["deviation"]
        # one window at a time: what it takes fits into a core's cache
        x = np.stack([self._convolved(window) for window in told])  # (B, T, width)
        if self.config.recurrent:
            x = np.concatenate([x, self._context(x)], 2)
        return np.asarray(x @ self.weights["head.weight"].T + self.weights["head.bias"])

    def grammar(self, sport: str) -> Grammar:
        """What follows what in `sport`."""
        follow, time = (self.weights[f"{sport}_{name}"] for name in ("follow", "time"))
        return Grammar(follow.astype(np.float64), time.astype(np.float64))

    def _convolved(self, x: Array) -> Array:
        """What the convolutions make of a window (T, inputs): (T, width)."""
        for index, dilation in enumerate(self.config.dilations):
            weight = self.weights[f"convolutions.{index}.weight"]  # (width, inputs, KERNEL)
            matrix = weight.transpose(2, 1, 0).reshape(-1, len(weight))
            y = _product(_shifted(x, dilation), matrix)
            y += self.weights[f"convolutions.{index}.bias"]
            np.maximum(y, 0, out=y)
            x = y if index == 0 else np.add(x, y, out=y)
        return x

    def _context(self, x: Array) -> Array:
        """What the recurrent layer makes of pairs of moments, for both of each: (B, T, 2 units)."""
        length = x.shape[1]
        pairs = x[:, : length // 2 * 2].reshape(len(x), length // 2, 2, x.shape[2]).mean(2)
        if length % 2:  # the last moment is a pair by itself
            pairs = np.concatenate([pairs, x[:, -1:]], 1)
        return np.repeat(self._states(pairs), 2, 1)[:, :length]

    def _states(self, x: Array) -> Array:
        """The states (B, T, 2 units) of gated recurrent units, forwards and backwards in time.

        Both directions take their steps together, since steps cost by their number.
        """
        units = self.config.recurrent
        within, bias = (
            np.stack([self.weights[f"recurrent.{name}_hh_l0{way}"] for way in _DIRECTIONS])
            for name in ("weight", "bias")
        )
        matrix = within.transpose(0, 2, 1)  # (2, units, 3 units)
        bias = bias[:, None]
        states = np.empty((x.shape[1], 2, len(x), units), np.float32)
        state = np.zeros((2, len(x), units), np.float32)
        for step, own in enumerate(self._given(x)):
            told = state @ matrix
            told += bias
            gates = sigmoid(own[..., : 2 * units] + told[..., : 2 * units])
            reset, keep = gates[..., :units], gates[..., units:]
            candidate = np.tanh(own[..., 2 * units :] + reset * told[..., 2 * units :])
            state = np.add(candidate, keep * (state - candidate), out=states[step])
        both = [states[:, 0], states[::-1, 1]]
        return np.concatenate(both, 2).transpose(1, 0, 2)

    def _given(self, x: Array) -> Array:
        """What the inputs (B, T, width) say to each step of each direction: (T, 2, B, 3 units)."""
        steps = np.ascontiguousarray(x.transpose(1, 0, 2))
        given = np.empty((len(steps), 2, len(x), 3 * self.config.recurrent), np.float32)
        for at, way in enumerate(_DIRECTIONS):
            told = steps @ self.weights[f"recurrent.weight_ih_l0{way}"].T
            told += self.weights[f"recurrent.bias_ih_l0{way}"]
            given[:, at] = told[::-1] if at else told
        return given


def _product(x: Array, matrix: Array) -> Array:
    """`x` (T, C) times `matrix` (C, width), in pieces too small to be spread over threads.

    NumPy's threads wait for each other by spinning: on a busy machine that costs ten times as much.
    """
    product = np.empty((len(x), matrix.shape[1]), np.float32)
    piece = max(_SINGLE_THREAD // matrix.size, 1)
    for first in range(0, len(x), piece):
        np.matmul(x[first : first + piece], matrix, out=product[first : first + piece])
    return product


def _shifted(x: Array, dilation: int) -> Array:
    """For each moment of (T, C) what the taps of a convolution see, (T, KERNEL * C)."""
    length, channels = x.shape
    reach = KERNEL // 2 * dilation
    padded = np.zeros((length + 2 * reach, channels), np.float32)
    padded[reach : reach + length] = x
    taps = [padded[tap * dilation :][:length] for tap in range(KERNEL)]
    return np.concatenate(taps, 1)


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
    halves = np.multiply(logits, 0.5, dtype=np.float32)
    np.tanh(halves, out=halves)  # which overflows nowhere
    halves *= 0.5
    halves += 0.5
    return halves
