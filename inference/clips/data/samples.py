"""Training samples out of prepared clips: rare classes more often than they are, crops, mirrors."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from inference.clips.data.labelled_clip import ClipInput
from inference.clips.data.prepared import PreparedClip
from inference.clips.data.tracks import ball_channel, mirrored_path
from inference.clips.nets.r2plus1d import PATH_CHANNELS

Floats = NDArray[np.float32]
Balance = Literal["sampling", "weights", "logits", "none"]
BALANCES: tuple[Balance, ...] = ("sampling", "weights", "logits", "none")
_MOST_OFTEN = 10.0  # times as often as the most frequent class's is a clip drawn, at most
_HEAVIEST = 5.0  # weight of a clip's loss, at most
_SHIFT = 0.1  # of its length by which a series is moved in time, at most
_NOISE = 0.1  # of each number's deviation: noise, and change of scale


@dataclass(frozen=True, eq=False)
class ClipClassSample:
    """A clip as a net is given it."""

    inputs: NDArray[Any]  # (T, H, W, 3) bytes, or (T, F) floats
    ball: NDArray[np.float32]  # (T, H, W) a spot at the ball; (T, 0, 0) where none is wanted
    path: NDArray[np.float32]  # (T, PATH_CHANNELS)
    label: NDArray[np.int64]  # ()
    weight: NDArray[np.float32]  # () of its loss


class ClipClassSource:
    """Draws clips. It lets itself be pickled; arrays mapped from files travel as their names."""

    def __init__(
        self,
        clips: Sequence[PreparedClip],
        spec: ClipInput,
        balance: Balance = "sampling",
        mirror: bool = False,
        ball: bool = False,
    ) -> None:
        """`mirror`: mirror images have the same class. ValueError if there is no clip."""
        if not clips:
            raise ValueError("there are no labelled clips")
        self._clips, self._spec, self._mirror, self._ball = tuple(clips), spec, mirror, ball
        labels = np.array([clip.label for clip in clips])
        odds = drawing_odds(labels) if balance == "sampling" else np.ones(len(clips))
        self._edges = np.cumsum(odds / odds.sum())
        self._weights = loss_weights(labels) if balance == "weights" else np.ones(len(clips))
        self._spread = series_spread(clips)

    def sample(self, random: np.random.Generator) -> ClipClassSample:
        """A window of a clip, drawn by chance."""
        drawn = int(np.searchsorted(self._edges, random.random(), side="right"))
        index = min(drawn, len(self._clips) - 1)
        clip = self._clips[index]
        window = int(random.integers(clip.inputs.shape[1]))
        mirrored = self._mirror and random.random() < 0.5
        inputs, path = _window(clip, window, mirrored)
        ball = np.zeros((len(inputs), 0, 0), np.float32)
        if inputs.ndim == 4:
            left, top = self._crop(inputs, random)
            ball = self._spots(path, left, top) if self._ball else ball
            inputs = _cut(inputs, left, top, self._spec.crop)
        else:
            inputs = inputs.astype(np.float32)
            if self._spread is not None:
                inputs = varied_series(inputs, *self._spread, random)
        label, weight = np.array(clip.label), np.array(self._weights[index], np.float32)
        return ClipClassSample(np.ascontiguousarray(inputs), ball, path, label, weight)

    def _crop(self, inputs: NDArray[Any], random: np.random.Generator) -> tuple[int, int]:
        height, width = inputs.shape[1:3]
        crop = self._spec.crop
        if not crop:
            return 0, 0
        return int(random.integers(width - crop + 1)), int(random.integers(height - crop + 1))

    def _spots(self, path: NDArray[np.float32], left: int, top: int) -> NDArray[np.float32]:
        return ball_channel(path, self._spec, left, top)


def series_spread(clips: Sequence[PreparedClip]) -> tuple[Floats, Floats] | None:
    """Mean and deviation (F,) of every number of series; None for pictures and their features."""
    if clips[0].inputs.dtype != np.float32:
        return None
    moments = np.concatenate([clip.inputs[0].reshape(-1, clip.inputs.shape[-1]) for clip in clips])
    return moments.mean(0), moments.std(0)


def varied_series(
    series: Floats, mean: Floats, deviation: Floats, random: np.random.Generator
) -> Floats:
    """A series (T, F) moved in time, with noise, its numbers a little larger or smaller."""
    most = round(_SHIFT * len(series))
    index = np.clip(np.arange(len(series)) + random.integers(-most, most + 1), 0, len(series) - 1)
    scale = 1 + _NOISE * random.standard_normal(len(mean), np.float32)
    noise = _NOISE * deviation * random.standard_normal(series.shape, np.float32)
    return np.asarray((series[index] - mean) * scale + mean + noise, np.float32)


def drawing_odds(labels: NDArray[np.int_]) -> NDArray[np.float64]:
    """How often each clip is drawn: by one over the root of its class's number, 10 : 1 at most."""
    odds = 1 / np.sqrt(_numbers(labels))
    return np.asarray(np.minimum(odds / odds.min(), _MOST_OFTEN))


def loss_weights(labels: NDArray[np.int_]) -> NDArray[np.float64]:
    """The weight of each clip's loss: the root of what evens out the classes, 5 at most."""
    numbers = _numbers(labels)
    classes = len(np.unique(labels))
    return np.asarray(np.minimum(np.sqrt(len(labels) / (classes * numbers)), _HEAVIEST))


def log_prior(labels: NDArray[np.int_], classes: int) -> NDArray[np.float64]:
    """The log share of every class, (classes,); a class that is not there counts as half a clip."""
    numbers = np.maximum(np.bincount(labels, minlength=classes), 0.5)
    return np.asarray(np.log(numbers / numbers.sum()))


def validation_views(
    clip: PreparedClip, spec: ClipInput, mirror: bool, ball: bool
) -> list[ClipClassSample]:
    """Every window of a clip, cut in the middle, and its mirror images if these count too."""
    views = []
    for mirrored in (False, True) if mirror else (False,):
        for window in range(clip.inputs.shape[1]):
            inputs, path = _window(clip, window, mirrored)
            ball_spots = np.zeros((len(inputs), 0, 0), np.float32)
            if inputs.ndim == 4:
                left = (inputs.shape[2] - spec.crop) // 2 if spec.crop else 0
                top = (inputs.shape[1] - spec.crop) // 2 if spec.crop else 0
                ball_spots = ball_channel(path, spec, left, top) if ball else ball_spots
                inputs = _cut(inputs, left, top, spec.crop)
            else:
                inputs = inputs.astype(np.float32)
            one, label = np.array(1.0, np.float32), np.array(clip.label)
            views.append(
                ClipClassSample(np.ascontiguousarray(inputs), ball_spots, path, label, one)
            )
    return views


def _window(
    clip: PreparedClip, window: int, mirrored: bool
) -> tuple[NDArray[Any], NDArray[np.float32]]:
    second_view = mirrored and len(clip.inputs) > 1
    inputs = np.asarray(clip.inputs[int(second_view), window])
    path = np.zeros((len(inputs), PATH_CHANNELS), np.float32)
    if clip.path is not None:
        path = clip.path[window]
    if mirrored:
        path = mirrored_path(path)
        if inputs.ndim == 4:
            inputs = inputs[:, :, ::-1]
    return inputs, path


def _cut(inputs: NDArray[Any], left: int, top: int, crop: int) -> NDArray[Any]:
    return inputs[:, top : top + crop, left : left + crop] if crop else inputs


def _numbers(labels: NDArray[np.int_]) -> NDArray[np.int_]:
    """How many clips have the class of each."""
    numbers = np.bincount(labels)[labels]
    return np.asarray(numbers)
