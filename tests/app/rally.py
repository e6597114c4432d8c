"""A tiny rally to drive the window with: one bright ball over a still, textured ground."""

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from storage.media.encoding import MovieWriter, PictureFormat

FRAMES, WIDTH, HEIGHT, RATE = 600, 320, 180, 25


def ball_at(frame: int) -> tuple[float, float]:
    """Where the ball is, in display pixels: to and fro, bouncing."""
    phase = frame % 50 / 50
    across = phase if frame // 50 % 2 == 0 else 1 - phase
    return 30 + 260 * across, 150 - 110 * 4 * phase * (1 - phase)


def write_rally(path: Path, frames: int = FRAMES) -> Path:
    """Write the rally to `path`; takes about a second."""
    ground = np.random.default_rng(1).integers(40, 70, (HEIGHT, WIDTH, 3), np.uint8)
    ground = cv2.GaussianBlur(ground, (0, 0), 2).astype(np.uint8)
    pictures = PictureFormat(WIDTH, HEIGHT, Fraction(1, RATE), Fraction(RATE))
    with MovieWriter(path, pictures) as movie:
        for frame in range(frames):
            movie.write_pixels(_with_ball(ground, *ball_at(frame)), frame, 1)
    return path


def _with_ball(ground: NDArray[np.uint8], x: float, y: float) -> NDArray[np.uint8]:
    picture = ground.copy()
    centre = (round(x * 16), round(y * 16))
    cv2.circle(picture, centre, 2 * 16, (235, 245, 240), -1, cv2.LINE_AA, 4)
    return picture
