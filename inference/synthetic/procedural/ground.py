"""The still part of a procedural window: a ground, perhaps a court with a crowd and boards."""

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.float32]

_COURT = 2 / 3  # share of the grounds that are courts
_CROWD = 0.8  # share of the courts with people behind
_LETTERED = 0.7  # share of the boards
_SHIFT = 4  # bits of a pixel in cv2's positions
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def ground(random: np.random.Generator, width: int, height: int) -> Grey:
    """A still picture (height, width) in grey levels, drawn by chance."""
    picture = np.full((height, width), random.uniform(20, 200), np.float32)
    for cells in (3, 8, 24):
        picture += _noise(random, width, height, cells) * random.uniform(2, 60 / cells**0.5)
    if random.random() < _COURT:
        horizon = int(height * random.uniform(0.2, 0.5))
        if random.random() < _CROWD:
            _crowd(picture, random, horizon)
        _boards(picture, random, horizon)
        _court(picture, random, horizon)
    return np.clip(picture, 0, 255)


def _noise(random: np.random.Generator, width: int, height: int, cells: int) -> Grey:
    """Smooth noise from -1 to 1 with about `cells` bumps across."""
    rows = max(cells * height // width, 2)
    coarse = random.uniform(-1, 1, (rows, cells)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC))


def _court(picture: Grey, random: np.random.Generator, horizon: int) -> None:
    """A lighter or darker trapezoid, with lines across and along."""
    height, width = picture.shape
    top = np.sort(random.uniform(-0.1, 1.1, 2)) * width
    bottom = np.array(
        [top[0] - random.uniform(0, 0.5) * width, top[1] + random.uniform(0, 0.5) * width]
    )
    foot = height * random.uniform(0.8, 1.3)
    area = np.zeros(picture.shape, np.uint8)
    corners = [(top[0], horizon), (top[1], horizon), (bottom[1], foot), (bottom[0], foot)]
    cv2.fillPoly(area, [np.array(corners).astype(np.int32)], 1)
    picture[area > 0] += random.uniform(-50, 50)
    level, thickness = random.uniform(150, 255), int(random.integers(1, 3))
    for _ in range(random.integers(4, 12)):
        down = random.random(2)
        if random.random() < 0.5:  # across: both ends at one depth
            down[1] = down[0]
            side = np.array([0.0, 1.0])
        else:
            down[:] = 0.0, 1.0
            side = np.full(2, random.random())
        left, right = top[0] + (bottom[0] - top[0]) * down, top[1] + (bottom[1] - top[1]) * down
        ends = np.stack([left + (right - left) * side, horizon + (foot - horizon) * down], axis=1)
        _line(picture, ends, level, thickness)


def _line(picture: Grey, ends: NDArray[np.floating], level: float, thickness: int) -> None:
    mask = np.zeros(picture.shape, np.uint8)
    (ax, ay), (bx, by) = (np.round(ends * 2**_SHIFT)).astype(int).tolist()
    cv2.line(mask, (ax, ay), (bx, by), 255, thickness, cv2.LINE_AA, _SHIFT)
    _cover(picture, mask, level)


def _cover(picture: Grey, mask: NDArray[np.uint8], level: float) -> None:
    """Paint `picture` with `level` where `mask` is 255, and in part where it is less."""
    picture += (np.float32(level) - picture) * (mask.astype(np.float32) / 255)


def _crowd(picture: Grey, random: np.random.Generator, horizon: int) -> None:
    for _ in range(random.integers(40, 251)):
        centre = int(random.integers(picture.shape[1])), int(random.integers(horizon))
        cv2.circle(picture, centre, int(random.integers(1, 5)), random.uniform(10, 240), -1)


def _boards(picture: Grey, random: np.random.Generator, horizon: int) -> None:
    for _ in range(random.integers(1, 7)):
        wide, high = int(random.integers(10, 71)), int(random.integers(5, 17))
        left = int(random.integers(-10, picture.shape[1] - 5))
        top = int(horizon - high - random.integers(-6, 20))
        level = random.uniform(10, 245)
        cv2.rectangle(picture, (left, top), (left + wide, top + high), level, -1)
        if random.random() < _LETTERED:
            word = "".join(random.choice(list(_ALPHABET), random.integers(2, 9)))
            ink = level + 110 if level < 128 else level - 110
            size = random.uniform(0.25, 0.5)
            mask = np.zeros(picture.shape, np.uint8)
            cv2.putText(mask, word, (left + 2, top + high - 2), 0, size, 255, 1)
            _cover(picture, mask, ink)
