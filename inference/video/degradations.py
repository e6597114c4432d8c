"""What a camera and a coder do to grey pictures: blur, brightness, noise, blocks."""

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

Luma = NDArray[np.uint8]


def blur(luma: Luma, sigma: float) -> Luma:
    """Pictures (N, height, width) through a lens that spreads a point by `sigma` pixels."""
    return _each(luma, (cv2.GaussianBlur(picture, (0, 0), sigma) for picture in luma))


def adjust_levels(luma: Luma, contrast: float, brightness: float, gamma: float = 1.0) -> Luma:
    """Pictures with other contrast around middle grey, more grey levels, and a gamma."""
    levels = (np.arange(256) - 128) * contrast + 128 + brightness
    table = 255 * (np.clip(levels, 0, 255) / 255) ** gamma
    return np.asarray(np.round(table), np.uint8)[luma]


def add_noise(luma: Luma, sigma: float, random: np.random.Generator) -> Luma:
    """Pictures with noise of `sigma` grey levels."""
    noise = random.standard_normal(luma.shape, np.float32) * np.float32(sigma)
    return np.asarray(np.clip(np.round(luma + noise), 0, 255), np.uint8)


def jpeg_compress(luma: Luma, quality: int) -> Luma:
    """Pictures as they come back from a JPEG file of `quality` 0 to 100."""
    flags = [cv2.IMWRITE_JPEG_QUALITY, quality]
    files = (cv2.imencode(".jpg", picture, flags)[1] for picture in luma)
    return _each(luma, (cv2.imdecode(file, cv2.IMREAD_GRAYSCALE) for file in files))


def _each(luma: Luma, pictures: Iterable[object]) -> Luma:
    result = np.empty_like(luma)
    for row, picture in zip(result, pictures, strict=True):
        row[...] = picture
    return result
