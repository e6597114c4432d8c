"""The ball's track beside a clip: as a channel of its pictures, or as a path of its own."""

import numpy as np
from numpy.typing import NDArray

from inference.clips.data.labelled_clip import ClipInput
from inference.clips.nets.r2plus1d import PATH_CHANNELS

Floats = NDArray[np.float32]
_SIGMA = 2.5 / 112  # of the spot that marks the ball, in shares of the picture's side


def path_channels(track: Floats, frames: NDArray[np.intp]) -> Floats:
    """What is told of the ball in `frames` (…, T): (…, T, PATH_CHANNELS).

    `track` (N, 2) has it in shares of the picture, NaN where it is not known; x and y are told from
    -1 to 1, then their change, then 1 where it is known. What is not known is 0.
    """
    inside = (frames >= 0) & (frames < len(track))
    places = np.full((*frames.shape, 2), np.nan, np.float32)
    places[inside] = track[frames[inside]]
    known = np.asarray(np.isfinite(places).all(-1))
    channels = np.zeros((*frames.shape, PATH_CHANNELS), np.float32)
    channels[..., :2] = np.where(known[..., None], 2 * places - 1, 0)
    both = known[..., 1:] & known[..., :-1]
    change = np.diff(channels[..., :2], axis=-2)
    channels[..., 1:, 2:4] = np.where(both[..., None], change, 0)
    channels[..., 4] = known
    return channels


def ball_channel(path: Floats, spec: ClipInput, left: int, top: int) -> Floats:
    """A spot at the ball in every picture, (T, side, side), 0 to 1; zeros where it is not known.

    `path` (T, PATH_CHANNELS) is of whole pictures; of these, resized as `spec` has it, a square is
    shown that begins at `left` and `top`.
    """
    side = spec.crop or min(spec.width, spec.height)
    across, down = (
        (path[:, 0] + 1) / 2 * spec.width - left,
        (path[:, 1] + 1) / 2 * spec.height - top,
    )
    pixels = np.arange(side, dtype=np.float32)
    sigma = _SIGMA * side
    columns = np.exp(-((pixels - across[:, None]) ** 2) / (2 * sigma**2))  # (T, side)
    rows = np.exp(-((pixels - down[:, None]) ** 2) / (2 * sigma**2))
    spots = rows[:, :, None] * columns[:, None, :] * path[:, 4, None, None]
    return np.asarray(spots, np.float32)


def mirrored_path(path: Floats) -> Floats:
    """The path (…, PATH_CHANNELS) as a mirror image of the pictures has it."""
    mirrored = path.copy()
    mirrored[..., [0, 2]] *= -1
    return mirrored
