"""Smooth lines and shapes drawn into a picture of numbers, without Qt.

Points are (x, y) in pixels with the top-left corner of the picture at (0, 0), so that the centre of
the first pixel is (0.5, 0.5). Shapes are drawn four times as large and made smaller, which smooths
their edges.
"""

import math
from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]
Pixels = NDArray[np.uint8]  # (H, W, 4), blue, green, red, alpha
Rgb = tuple[int, int, int]  # red, green, blue

_SCALE = 4  # smaller steps are not seen
_FRACTION = 6  # bits behind the point of OpenCV's coordinates


def stroke(
    picture: Pixels, line: Sequence[Point], colour: Rgb, width: float, opacity: float
) -> None:
    """Draw a line through the points, `width` pixels wide, with round ends."""
    thickness = max(1, round(width * _SCALE))

    def draw(mask: NDArray[np.uint8], points: NDArray[np.int32]) -> None:
        cv2.polylines(mask, [points], False, 255, thickness, cv2.LINE_8, _FRACTION)

    _blend(picture, line, width / 2 + 1, colour, opacity, draw)


def stroke_flat(
    picture: Pixels, line: Sequence[Point], colour: Rgb, width: float, opacity: float
) -> None:
    """As `stroke`, with ends that do not reach beyond the first and last point."""
    stroke(picture, _shortened(line, width * 0.4), colour, width, opacity)


def fill(picture: Pixels, outline: Sequence[Point], colour: Rgb, opacity: float) -> None:
    """Fill the polygon of the points."""

    def draw(mask: NDArray[np.uint8], points: NDArray[np.int32]) -> None:
        cv2.fillPoly(mask, [points], 255, cv2.LINE_8, _FRACTION)

    _blend(picture, outline, 1, colour, opacity, draw)


def arc(radius: float, start: float = 0, span: float = 360) -> list[Point]:
    """Points of a circle around (0, 0), clockwise from `start`; degrees, 0 is to the right."""
    steps = max(2, math.ceil(abs(span) / 6))
    angles = (math.radians(start + span * step / steps) for step in range(steps + 1))
    return [(radius * math.cos(angle), radius * math.sin(angle)) for angle in angles]


def _blend(
    picture: Pixels,
    points: Sequence[Point],
    margin: float,
    colour: Rgb,
    opacity: float,
    draw: Callable[[NDArray[np.uint8], NDArray[np.int32]], None],
) -> None:
    """Mix `colour` into the pixels that `draw` covers; `margin` is what it needs around points."""
    height, width = picture.shape[:2]
    xs, ys = zip(*points, strict=True)
    left, right = max(0, int(min(xs) - margin)), min(width, int(max(xs) + margin) + 1)
    top, bottom = max(0, int(min(ys) - margin)), min(height, int(max(ys) + margin) + 1)
    if left >= right or top >= bottom:
        return
    mask = np.zeros(((bottom - top) * _SCALE, (right - left) * _SCALE), np.uint8)
    moved = (np.array(points) - (left, top)) * _SCALE - 0.5
    draw(mask, np.round(moved * (1 << _FRACTION)).astype(np.int32))
    size = (right - left, bottom - top)
    covered = cv2.resize(mask, size, interpolation=cv2.INTER_AREA)[:, :, None] * (opacity / 255)
    part = picture[top:bottom, left:right, :3]
    part[:] = np.round(part + covered * (np.array(colour[::-1]) - part))


def _shortened(line: Sequence[Point], by: float) -> list[Point]:
    """The line without its first and last `by` pixels; at least its middle piece stays."""
    return _without_start(_without_start(line, by)[::-1], by)[::-1]


def _without_start(line: Sequence[Point], by: float) -> list[Point]:
    rest = list(line)
    while len(rest) > 2 and by >= math.dist(rest[0], rest[1]):
        by -= math.dist(rest[0], rest[1])
        rest.pop(0)
    (x, y), (nx, ny) = rest[:2]
    length = math.hypot(nx - x, ny - y)
    share = min(0.5, by / length) if length else 0.0
    rest[0] = (x + (nx - x) * share, y + (ny - y) * share)
    return rest
