"""Windows of paths with their targets, as a training step takes them."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from inference.actions.data.augmentation import PathAugmentation, augmented
from inference.actions.data.ball_path import Floats
from inference.actions.data.features import CHANNELS, Channels, channels, resample
from inference.actions.data.labelled_path import CLASSES, TimedPath, excerpt

OUTPUTS = len(CLASSES) + 3  # the classes, serve, near side, tennis
WIDTH = 0.02  # seconds from an event at which its target has fallen to exp(-1/2)

LENGTH = 256  # moments of a window: about five seconds

_EXCERPT = 20.0  # seconds of a path that a variant is made of, at most
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


@dataclass(frozen=True, eq=False)
class PathWindowSource:
    """Draws windows out of pools of paths, each from a variant made for it alone."""

    pools: tuple[tuple[TimedPath, ...], ...]  # none of them empty
    shares: tuple[float, ...]  # of the windows, by pool
    augmentation: PathAugmentation = field(default_factory=PathAugmentation)
    length: int = LENGTH  # moments of a window

    def sample(self, random: np.random.Generator) -> PathWindow:
        """A window drawn by chance; of a long video from some seconds around it."""
        shares = np.asarray(self.shares, np.float64) / sum(self.shares)
        pool = self.pools[random.choice(len(shares), p=shares)]
        durations = np.array([_duration(timed) for timed in pool])
        timed = pool[random.choice(len(pool), p=durations / durations.sum())]
        changed = augmented(excerpt(timed, _EXCERPT, random), random, self.augmentation)
        samples = resample(changed.path)
        whole = PathWindow(channels(samples), *targets_of(samples.seconds, changed))
        spare = len(whole.inputs) - self.length
        # windows also begin before a path and end behind it, so that its ends are met often
        start = int(random.integers(min(spare, 0) - 8, max(spare, 0) + 9))
        return cut(whole, start, self.length)


def _duration(timed: TimedPath) -> float:
    return float(timed.path.seconds[-1] - timed.path.seconds[0]) + 1e-3 if len(timed.path) else 0.0


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
