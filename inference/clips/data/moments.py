"""Which frames of a clip a net is given."""

import numpy as np
from numpy.typing import NDArray

from inference.clips.data.labelled_clip import ClipInput

Indices = NDArray[np.intp]


def even_moments(length: int, frames: int) -> Indices:
    """`frames` of `length` moments, evenly, the middles of as many parts; (frames,)."""
    middles = (np.arange(frames) + 0.5) * length / frames
    return np.minimum(middles.astype(np.intp), max(length - 1, 0))


def windows(seconds: NDArray[np.float64], spec: ClipInput) -> Indices:
    """The frames of each window of a clip whose frames are shown at `seconds`: (windows, frames).

    Without a rate it is one window of the whole. A clip shorter than a window is padded with its
    last frame; the last window ends with the clip.
    """
    if not spec.rate:
        return even_moments(len(seconds), spec.frames)[None]
    step = 1 / spec.rate
    count = max(int(np.floor((seconds[-1] - seconds[0]) / step + 0.5)) + 1, 1)
    moments = seconds[0] + np.arange(count) * step
    index = (np.searchsorted(seconds, moments + 1e-6, side="right") - 1).clip(0)
    if count <= spec.frames:
        return np.pad(index, (0, spec.frames - count), mode="edge")[None]
    starts = [*range(0, count - spec.frames, max(spec.frames // 2, 1)), count - spec.frames]
    return np.stack([index[start : start + spec.frames] for start in starts])


def resampled_series(series: NDArray[np.float32], frames: int) -> NDArray[np.float32]:
    """A series (T, F) at `frames` moments, linear between its own; unchanged if T is `frames`."""
    if len(series) == frames:
        return series
    at = np.linspace(0, len(series) - 1, frames)
    before = np.floor(at).astype(np.intp)
    after = np.minimum(before + 1, len(series) - 1)
    part = (at - before)[:, None]
    return np.asarray(series[before] * (1 - part) + series[after] * part, np.float32)
