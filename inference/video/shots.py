"""Cuts between shots, and what stands still within one."""

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

_THUMBNAIL = (32, 18)
_MIN_CHANGE = 10.0  # mean grey levels by which a thumbnail changes at a cut, at least
_MIN_RATIO = 5.0  # and how many times more than it usually does around there
MEDIAN_OF = 27  # pictures of a shot that tell what stands still in it
_WINDOW = 12  # frames before and after that say what is usual


def detect_cuts(luma: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Mark the first picture of every shot but the first, (T,), in `luma` (T, height, width)."""
    starts = np.zeros(len(luma), np.bool_)
    if len(luma) < 2:
        return starts
    small = np.stack(
        [cv2.resize(picture, _THUMBNAIL, interpolation=cv2.INTER_AREA) for picture in luma]
    )
    change = np.abs(np.diff(small.astype(np.float32), axis=0)).mean((1, 2))
    for index in np.flatnonzero(change > _MIN_CHANGE):
        typical = np.median(change[max(index - _WINDOW, 0) : index + _WINDOW + 1])
        starts[index + 1] = change[index] > _MIN_RATIO * typical
    return starts


def shot_ranges(starts: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The shots as half-open ranges `[first, stop)`."""
    edges = [0, *np.flatnonzero(starts).tolist(), len(starts)]
    return [(a, b) for a, b in pairwise(edges) if a < b]


def median_background(shot: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Nearly the median of `shot` (T, height, width): a median of medians of 27 of its pictures.

    It costs a tenth of the median, and a ball that is somewhere else each time never shows in it.
    """
    spread = np.linspace(0, len(shot) - 1, MEDIAN_OF).astype(int)
    rows: list[NDArray[np.uint8]] = [shot[i] for i in spread]
    while len(rows) > 1:
        third = len(rows) // 3
        rows = [_median_of_three(*rows[i::third]) for i in range(third)]
    return rows[0]


def _median_of_three(
    a: NDArray[np.uint8], b: NDArray[np.uint8], c: NDArray[np.uint8]
) -> NDArray[np.uint8]:
    low, high = cv2.min(a, b), cv2.max(a, b)
    return np.asarray(cv2.max(low, cv2.min(high, c)), np.uint8)
