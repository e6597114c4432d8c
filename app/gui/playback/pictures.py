"""Decoded frames as pictures that Qt can paint."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from storage.media.reader import Frame


@dataclass(frozen=True, slots=True, eq=False)
class ShownFrame:
    """A picture to show, and what it is a picture of."""

    index: int
    shown: int  # the frame really in the picture: less than `index` where that one is a hole
    image: QImage
    damaged: bool
    full: bool = True  # False: a stand-in while the frame asked for is still being read


def picture_of(frame: Frame, full: bool = True) -> ShownFrame:
    """Convert `frame` for display; this takes about a millisecond at 1080p."""
    return ShownFrame(frame.index, frame.shown, image_of(frame.bgra()), frame.damaged, full)


def image_of(pixels: NDArray[np.uint8]) -> QImage:
    """A QImage over `pixels`, bgra (height, width, 4), without a copy.

    Rows may be padded. The image keeps the array alive.
    """
    height, width, _ = pixels.shape
    line_size = pixels.strides[0]
    rows = np.lib.stride_tricks.as_strided(pixels, (height, line_size), (line_size, 1))
    # RGB32 is what Qt's raster engine scales fastest
    return QImage(rows.data, width, height, line_size, QImage.Format.Format_RGB32)


def rgb_image(pixels: NDArray[np.uint8]) -> QImage:
    """A QImage of `pixels`, RGB (height, width, 3), copied."""
    height, width, _ = pixels.shape
    rows = np.ascontiguousarray(pixels)
    return QImage(rows.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
