"""Samples that need no drawing: a bright dot on grey, and nothing else."""

import numpy as np
from numpy.typing import NDArray

from inference.video.samples import ClipSample


def dotted(points: NDArray[np.floating], height: int, width: int) -> NDArray[np.uint8]:
    """Pictures (T, height, width) with a soft dot at `points` (T, 2), none where NaN."""
    rows, columns = np.mgrid[:height, :width]
    pictures = np.full((len(points), height, width), 60.0)
    for picture, (x, y) in zip(pictures, points, strict=True):
        if np.isfinite(x):
            picture += 180 * np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * 1.2**2))
    return np.asarray(np.clip(pictures, 0, 255), np.uint8)


class Dots:
    """A source of samples of three pictures of 24 x 16 with a dot somewhere."""

    def sample(self, random: np.random.Generator) -> ClipSample:
        points = random.uniform((3, 3), (20, 12), (3, 2)).astype(np.float32)
        return ClipSample(dotted(points, 16, 24), points, np.ones(3, np.float32))
