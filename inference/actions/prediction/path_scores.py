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
_BATCH = 128  # windows at once: a recurrent layer costs by its steps, not by their width
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
    starts = _busy_windows(inputs)
    views = [inputs, inputs * MIRROR] if mirrored else [inputs]
    for first in range(0, len(starts), _BATCH):
        some = starts[first : first + _BATCH]
        for view in views:
            batch = np.stack([_window(view, start) for start in some])
            for net in nets:
                _add(scores, some, sigmoid(net(batch)))
    return np.asarray(scores / (len(views) * len(nets)))


def _busy_windows(inputs: Channels) -> list[int]:
    """Where windows begin whose inner part has the ball near; inner parts follow each other."""
    inner = _LENGTH - 2 * _MARGIN
    known = inputs[:, 0] > 0
    reach = int(_IDLE * RATE)
    seen = np.concatenate([[0], np.cumsum(known)])
    count = len(inputs)
    starts = range(0, count, inner)
    return [
        start - _MARGIN
        for start in starts
        if seen[min(start + inner + reach, count)] > seen[max(start - reach, 0)]
    ]


def _window(inputs: Channels, start: int) -> Channels:
    """`_LENGTH` moments from `start` on; zeros outside the path, as in training."""
    window = np.zeros((_LENGTH, inputs.shape[1]), np.float32)
    first, stop = max(start, 0), min(start + _LENGTH, len(inputs))
    window[first - start : stop - start] = inputs[first:stop]
    return window


def _add(scores: Scores, starts: Sequence[int], values: Scores) -> None:
    """Add the inner parts of windows' values (B, T, OUTPUTS) to `scores`."""
    for start, window in zip(starts, values, strict=True):
        first, stop = start + _MARGIN, min(start + _LENGTH - _MARGIN, len(scores))
        scores[first:stop] += window[_MARGIN : _MARGIN + stop - first]


def sport_score(scores: Scores) -> float:
    """How likely the path is tennis rather than badminton, 0 to 1, by where something happens."""
    weight = scores[:, :2].sum(1).astype(np.float64)
    return float((weight * scores[:, -1]).sum() / max(weight.sum(), 1e-6)) if len(scores) else 0.5
