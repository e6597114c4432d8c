"""Scores of events for every moment of a path, by one or more nets."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from inference.actions.data.features import MIRROR, RATE, Channels
from inference.actions.data.windows import OUTPUTS
from inference.actions.nets.numpy_path_net import sigmoid

Scores = NDArray[np.float32]
PathLogits = Callable[[Channels], Scores]
"""A net: logits (B, T, OUTPUTS) of what is told of T moments (B, T, CHANNELS)."""

_LENGTH = 512  # moments of a window
_MARGIN = 48  # of these at either end that only give the others their surroundings
_BATCH = 64  # windows at once: a recurrent layer costs by its steps, too
_IDLE = 1.4  # seconds without a position around a moment in which nothing can happen


def score_path(nets: Sequence[PathLogits], inputs: Channels, mirrored: bool = True) -> Scores:
    """The mean scores (N, OUTPUTS), 0 to 1, of `nets` for what is told of N moments (N, CHANNELS).

    Each net sees the path and, if `mirrored`, its mirror image too. Where the ball has not been
    seen for long nothing is computed and every score is 0.
    """
    scores = np.zeros((len(inputs), OUTPUTS), np.float32)
    if not len(inputs):
        return scores
    return _score_windows(nets, inputs, scores, mirrored)


def _score_windows(
    nets: Sequence[PathLogits], inputs: Channels, scores: Scores, mirrored: bool
) -> Scores:
    """`scores` with those of all windows in which the ball is near."""
    windows = _busy_windows(inputs)
    views = [inputs, inputs * MIRROR] if mirrored else [inputs]
    for first in range(0, len(windows), _BATCH):
        some = windows[first : first + _BATCH]
        for view in views:
            batch = np.stack([_window(view, start - _MARGIN) for start, _ in some])
            for net in nets:
                _add(scores, some, sigmoid(net(batch)))
    scores /= len(views) * len(nets)
    return scores


def _busy_windows(inputs: Channels) -> list[tuple[int, int]]:
    """The inner parts `[start, stop)` of windows, which hold all moments with the ball near."""
    inner = _LENGTH - 2 * _MARGIN
    reach = int(_IDLE * RATE)
    seen = np.concatenate([[0], np.cumsum(inputs[:, 0] > 0)])
    moments = np.arange(len(inputs))
    near = seen[np.minimum(moments + reach, len(inputs))] > seen[np.maximum(moments - reach, 0)]
    edges = np.flatnonzero(np.diff(np.concatenate([[False], near, [False]]).astype(np.int8)))
    return [
        (start, min(start + inner, last))
        for begin, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
        for start in range(begin, last, inner)
    ]


def _window(inputs: Channels, start: int) -> Channels:
    """`_LENGTH` moments from `start` on; zeros outside the path, as in training."""
    window = np.zeros((_LENGTH, inputs.shape[1]), np.float32)
    first, stop = max(start, 0), min(start + _LENGTH, len(inputs))
    window[first - start : stop - start] = inputs[first:stop]
    return window


def _add(scores: Scores, windows: Sequence[tuple[int, int]], values: Scores) -> None:
    """Add the inner parts of windows' values (B, T, OUTPUTS) to `scores`."""
    for (start, stop), window in zip(windows, values, strict=True):
        scores[start:stop] += window[_MARGIN : _MARGIN + stop - start]


def sport_score(scores: Scores) -> float:
    """How likely the path is tennis rather than badminton, 0 to 1, by where something happens."""
    weight = scores[:, :2].sum(1).astype(np.float64)
    return float((weight * scores[:, -1]).sum() / max(weight.sum(), 1e-6)) if len(scores) else 0.5
