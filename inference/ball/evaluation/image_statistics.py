"""What a ball looks like in its picture: how large, how bright against the ground, what moves."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.ball.evaluation.metrics import REFERENCE_WIDTH, Position
from storage.media.frame_table import FrameTable
from storage.media.reader import FrameReader
from storage.progress import Progress

_LARGEST = 1280  # pixels of the longer side of the pictures looked at
# lengths in pixels of a picture 512 wide
_BALL = 2.0  # radius in which the ball is, some way off its label
_RING = 5.0, 9.0  # inner and outer radius of what is taken for the ground
_AROUND = 6.0, 40.0  # where motion is not the ball's own
_FAINT = 5.0  # grey levels: a ball of less has no outline
_CHANGED = 12  # grey levels by which a pixel changes where something moves


@dataclass(frozen=True, eq=False)
class ImageStatistics:
    """Of every labelled frame in order, (frames,); NaN where there is no ball or no telling."""

    contrast: NDArray[np.float64]  # grey levels between ball and ground, 0 to 255
    size: NDArray[np.float64]  # diameter of a disk as large as the ball, pixels at 512 wide
    motion: NDArray[np.float64]  # percentage of the pixels around the ball that change


def image_statistics(
    path: Path, table: FrameTable, labelled: Mapping[int, Position]
) -> Generator[Progress, None, ImageStatistics]:
    """Look at every labelled ball of the video; yields how many labelled frames are done.

    Positions are display pixels. Raises UserError if the video cannot be read.
    """
    stream = table.stream
    scale = min(1.0, _LARGEST / max(stream.width, stream.height))
    size = max(round(stream.width * scale), 1), max(round(stream.height * scale), 1)
    statistics = np.full((3, len(labelled)), np.nan)
    with FrameReader(path, table) as reader:
        last, picture = -1, np.zeros((0, 0), np.uint8)
        for row, (frame, position) in enumerate(sorted(labelled.items())):
            yield Progress(row, len(labelled))
            if position is None:
                continue
            previous = None
            if frame > 0:
                previous = picture if last == frame - 1 else reader.read(frame - 1).luma(*size)
            last, picture = frame, reader.read(frame).luma(*size)
            x, y = ((coordinate + 0.5) * scale - 0.5 for coordinate in position)
            statistics[:, row] = measure_ball(picture, previous, x, y)
    return ImageStatistics(*statistics)


def measure_ball(
    picture: NDArray[np.uint8], previous: NDArray[np.uint8] | None, x: float, y: float
) -> tuple[float, float, float]:
    """Contrast, size and motion of the ball at (x, y) of a luma `picture` (height, width).

    `previous` is the picture before, None for the first of a video. NaN for what cannot be told.
    """
    pixel = picture.shape[1] / REFERENCE_WIDTH
    contrast, size = _outline(picture, x, y, pixel)
    return contrast, size, _motion(picture, previous, x, y, pixel)


def _outline(picture: NDArray[np.uint8], x: float, y: float, pixel: float) -> tuple[float, float]:
    patch, distance = _cut_out(picture, x, y, _RING[1] * pixel)
    ring = (distance >= _RING[0] * pixel) & (distance <= _RING[1] * pixel)
    inner = distance <= max(_BALL * pixel, 1.5)
    if not ring.any() or not inner.any():
        return np.nan, np.nan
    ground = np.median(patch[ring])
    smooth = cv2.blur(patch, (3, 3)).astype(np.float64)  # one noisy pixel is no ball
    smooth = np.abs(smooth - ground)
    contrast = float(smooth[inner].max())
    if contrast < _FAINT:
        return contrast, np.nan
    peak = np.unravel_index(np.argmax(np.where(inner, smooth, -1)), patch.shape)
    foreground = np.abs(patch - ground)
    foreground = foreground >= foreground[inner].max() / 2
    _, components = cv2.connectedComponents(foreground.astype(np.uint8), connectivity=4)
    ball = foreground & (components == components[peak])
    # nothing at the very peak, or one with a line, a shirt, a crowd
    if not ball.any() or (ball & (distance > _RING[1] * pixel)).any():
        return contrast, np.nan
    return contrast, float(2 * np.sqrt(np.count_nonzero(ball) / np.pi) / pixel)


def _motion(
    picture: NDArray[np.uint8],
    previous: NDArray[np.uint8] | None,
    x: float,
    y: float,
    pixel: float,
) -> float:
    if previous is None:
        return np.nan
    patch, distance = _cut_out(picture, x, y, _AROUND[1] * pixel)
    previous_patch, _ = _cut_out(previous, x, y, _AROUND[1] * pixel)
    around = (distance >= _AROUND[0] * pixel) & (distance <= _AROUND[1] * pixel)
    if not around.any():
        return np.nan
    return float(100 * np.mean(cv2.absdiff(patch, previous_patch)[around] > _CHANGED))


def _cut_out(
    picture: NDArray[np.uint8], x: float, y: float, radius: float
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """The part of `picture` within `radius` of (x, y), and how far its pixels are from there."""
    height, width = picture.shape
    left, right = (int(np.clip(x + reach, 0, width)) for reach in (-radius, radius + 2))
    top, bottom = (int(np.clip(y + reach, 0, height)) for reach in (-radius, radius + 2))
    rows, columns = np.ogrid[top:bottom, left:right]
    return picture[top:bottom, left:right], np.hypot(rows - y, columns - x)
