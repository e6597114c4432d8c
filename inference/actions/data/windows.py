"""Windows of paths with their targets, as a training step takes them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.actions.data.augmentation import PathAugmentation, augmented
from inference.actions.data.ball_path import Floats
from inference.actions.data.features import CHANNELS, Channels, channels, resample
from inference.actions.data.labelled_path import CLASSES, TimedPath

OUTPUTS = len(CLASSES) + 3  # the classes, serve, near side, tennis
WIDTH = 0.02  # seconds from an event at which its target has fallen to exp(-1/2)

_SIDE_REACH = 0.08  # seconds around a hit in which its side is asked for


@dataclass(frozen=True, eq=False)
class PathWindow:
    """Some moments of a path: what is told of them and what is to be answered."""

    inputs: Channels  # (T, CHANNELS)
    targets: NDArray[np.float32]  # (T, OUTPUTS), 0 to 1
    weights: NDArray[np.float32]  # (T, OUTPUTS), 0 where nothing is known or asked


def targets_of(moments: Floats, timed: TimedPath) -> tuple[NDArray[np.float32], ...]:
    """Targets and weights (N, OUTPUTS) for the `moments` (N,) of a path."""
    targets = np.zeros((len(moments), OUTPUTS), np.float32)
    weights = np.zeros((len(moments), OUTPUTS), np.float32)
    count = len(CLASSES)
    weights[:, :count] = timed.marked
    for seconds, event, side, serve in zip(
        timed.seconds, timed.event, timed.side, timed.serve, strict=True
    ):
        away = np.abs(moments - seconds)
        bump = np.exp(-0.5 * (away / WIDTH) ** 2)
        targets[:, event] = np.maximum(targets[:, event], bump)
        beside = away <= _SIDE_REACH
        for column, answer in ((count, serve), (count + 1, side)):
            if answer >= 0:
                targets[beside, column] = answer
                weights[beside, column] = 1
    if timed.sport >= 0:
        targets[:, count + 2] = timed.sport
        weights[:, count + 2] = 0.05
    return targets, weights


class WindowSampler:
    """Draws windows at chance out of variants of paths, which are made anew now and then."""

    def __init__(
        self,
        pools: Sequence[Sequence[TimedPath]],
        shares: Sequence[float],
        length: int,
        seed: int,
        augmentation: PathAugmentation,
    ) -> None:
        self._pools = [list(pool) for pool in pools]
        self._shares = np.asarray(shares, np.float64) / np.sum(shares)
        self._length = length
        self._rng = np.random.default_rng(seed)
        self._augmentation = augmentation
        self._variants: list[list[PathWindow]] = []

    def vary(self) -> None:
        """Make new variants of all paths."""
        self._variants = [[self._variant(timed) for timed in pool] for pool in self._pools]

    def batch(self, count: int) -> tuple[NDArray[np.float32], ...]:
        """Inputs (count, T, CHANNELS), targets and weights (count, T, OUTPUTS)."""
        if not self._variants:
            self.vary()
        drawn = [self._draw() for _ in range(count)]
        return tuple(
            np.stack([getattr(window, name) for window in drawn])
            for name in ("inputs", "targets", "weights")
        )

    def _variant(self, timed: TimedPath) -> PathWindow:
        changed = augmented(timed, self._rng, self._augmentation)
        samples = resample(changed.path)
        return PathWindow(channels(samples), *targets_of(samples.seconds, changed))

    def _draw(self) -> PathWindow:
        pool = self._variants[self._rng.choice(len(self._shares), p=self._shares)]
        lengths = np.array([len(window.inputs) for window in pool], np.float64)
        whole = pool[self._rng.choice(len(pool), p=lengths / lengths.sum())]
        spare = len(whole.inputs) - self._length
        # windows also begin before a path and end behind it, so that its ends are met often
        start = int(self._rng.integers(min(spare, 0) - 8, max(spare, 0) + 9))
        return cut(whole, start, self._length)


def cut(window: PathWindow, start: int, length: int) -> PathWindow:
    """`length` moments from `start` on; outside the window nothing is known or asked."""
    first, stop = max(start, 0), min(start + length, len(window.inputs))
    inputs = np.zeros((length, CHANNELS), np.float32)
    targets = np.zeros((length, OUTPUTS), np.float32)
    weights = np.zeros((length, OUTPUTS), np.float32)
    inside = slice(first - start, max(stop, first) - start)
    inputs[inside] = window.inputs[first:stop]
    targets[inside] = window.targets[first:stop]
    weights[inside] = window.weights[first:stop]
    return PathWindow(inputs, targets, weights)
