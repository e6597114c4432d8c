"""Balls of all sizes: pictures at half and quarter size, and which of them show the ball."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

Luma = NDArray[np.uint8]
Floats = NDArray[np.float32]

# Larger things must go on so much more evenly than small ones before they count. The labelled
# rallies of three venues, where no ball is large, stay within this everywhere; with a ball of 3
# pixels or more pasted in, the ratio is mostly above 3.
_RATIO = 1.5
_MARGIN = 0.1

_UNEVEN = (
    2.5  # pixels of an octave by which three places in a row may leave a straight, even flight
)
_STILL = 1.0  # pixels in two frames below which nothing flies
_SAME = 3.0  # pixels of the coarser octave within which two octaves see one thing


def scale_space(pictures: Luma, count: int) -> list[Luma]:
    """`pictures` (T, height, width) and `count - 1` copies, each half as large as the one before.

    Ends early where a side would fall below 32 pixels.
    """
    sizes = [pictures]
    while len(sizes) < count and min(sizes[-1].shape[1:]) >= 64:
        height, width = sizes[-1].shape[1] // 2, sizes[-1].shape[2] // 2
        sizes.append(np.stack([_resized(picture, width, height) for picture in sizes[-1]]))
    return sizes


def to_full_size(rows: Floats, octave: int) -> Floats:
    """Rows of x, y, score with places in pixels of the full picture, from those of an octave."""
    scale = 1 << octave
    # centres of pixels are whole numbers in both pictures, their edges are what scales
    places = (rows[:, :2] + np.float32(0.5)) * scale - np.float32(0.5)
    return np.concatenate([places, rows[:, 2:]], axis=1) if octave else rows


def ball_is_large(by_octave: Sequence[Sequence[Floats]]) -> bool:
    """Whether the ball of a shot is too large for the full size.

    `by_octave` holds, for each octave, the rows x, y, score of each picture, best first. Limbs look
    like large balls for a moment, but only a ball is the best of its octave frame after frame.
    """
    small, *larger = [_steadiness(rows, octave) for octave, rows in enumerate(by_octave)]
    return max(larger, default=0.0) > _RATIO * small + _MARGIN


def merge_scales(by_octave: Sequence[Floats], count: int) -> Floats:
    """The best `count` rows of one picture's octaves; what two octaves see is taken once."""
    rows = np.concatenate(by_octave)
    octave = np.repeat(np.arange(len(by_octave)), [len(part) for part in by_octave])
    order = np.argsort(-rows[:, 2], kind="stable")
    rows, octave = rows[order], octave[order]
    x, y = rows[:, 0], rows[:, 1]
    distance = np.hypot(x - x[:, None], y - y[:, None])
    is_near = distance < _SAME * (1 << np.maximum(octave, octave[:, None]))
    better = np.triu(is_near & (octave != octave[:, None]))  # [better, worse]
    return np.asarray(rows[~better.any(axis=0)][:count], np.float32)


def _steadiness(rows: Sequence[Floats], octave: int) -> float:
    """Mean score, over a shot, of the best candidates that go on evenly from frame to frame."""
    best = np.array(
        [picture_rows[0] if len(picture_rows) else np.zeros(3) for picture_rows in rows]
    )
    if len(best) < 3:
        return 0.0
    before, here, after = best[:-2], best[1:-1], best[2:]
    acceleration = np.hypot(*(before - 2 * here + after)[:, :2].T)
    distance = np.hypot(*(after - before)[:, :2].T)
    is_even = (acceleration < _UNEVEN * (1 << octave)) & (distance > _STILL)
    lowest_score = np.minimum(np.minimum(before[:, 2], here[:, 2]), after[:, 2])
    return float((is_even * lowest_score).mean())


def _resized(picture: Luma, width: int, height: int) -> Luma:
    return np.asarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
