"""Frames that repeat the one before, as a change of frame rate makes them, told from the path.

25 pictures a second shown as 30 repeat every sixth, 24 every fifth, 30 shown as 60 every second.
A ball in flight then stands still for a frame at regular intervals, and every velocity is wrong.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from inference.actions.data.ball_path import BallPath, Floats

_PERIODS = (6, 5, 2)
_STRETCH = 300  # frames in which a cadence keeps its phase; a cut may change it
_MOVING = 0.003  # widths of the picture a frame: slower balls do not tell
_STILL = 0.25  # of the movement around: less is standing still
_FEWEST = 3  # moving frames of a phase that must agree
_APART = 1e-6  # seconds between two frames at least
_SHARE = 0.5  # of the moving frames of a phase that must stand still
_OTHERS = 0.15  # of those of the other phases that may


def without_repeats(path: BallPath) -> tuple[BallPath, NDArray[np.intp]]:
    """`path` without repeated frames, the rest evenly spaced again, and which frames are left.

    A stretch without a clear cadence stays as it is.
    """
    keep = np.ones(len(path), bool)
    seconds = path.seconds.copy()
    movement = _movement(path)
    still, moving = _standing_still(movement)
    for first in range(0, len(path), _STRETCH):
        frames = np.arange(first, min(first + _STRETCH, len(path)))
        found = _cadence(still, moving, first, _STRETCH) or _cadence(
            still, moving, max(first - _STRETCH, 0), 3 * _STRETCH
        )
        if found is not None:
            keep[frames] = frames % found[0] != found[1]
            seconds[frames] = _evenly(seconds[frames], frames, *found)
    kept = np.flatnonzero(keep)
    # where two stretches meet, times must still increase
    least = np.arange(len(kept)) * _APART
    seconds = np.maximum.accumulate(seconds[kept] - least) + least
    return replace(path.part(kept), seconds=seconds), kept  # type: ignore[arg-type]


def _movement(path: BallPath) -> Floats:
    """Widths of the picture since the frame before, NaN where not known."""
    return np.concatenate([[np.nan], np.hypot(np.diff(path.x), np.diff(path.y))])


def _standing_still(movement: Floats) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Frames in which a moving ball stands still, and frames that could tell."""
    padded = np.pad(movement, 2, constant_values=np.nan)
    beside = np.stack([padded[1:-3], padded[3:-1]])
    around = np.min(beside, 0)  # NaN unless both are known
    tell = np.isfinite(movement) & (around > _MOVING)
    return tell & (movement < _STILL * around), tell


def _cadence(
    still: NDArray[np.bool_], moving: NDArray[np.bool_], first: int, length: int
) -> tuple[int, int] | None:
    """Period and phase of the repeated frames of a stretch; None where there is no clear cadence.

    Frame `f` repeats the one before where f % period == phase.
    """
    part = slice(first, first + length)
    for period in _PERIODS:
        phase = np.arange(first, first + len(still[part])) % period
        stood = np.bincount(phase, still[part], period)
        could = np.bincount(phase, moving[part], period)
        best = int(np.argmax(stood / np.maximum(could, _FEWEST)))
        others = (stood.sum() - stood[best]) / max(could.sum() - could[best], 1)
        if could[best] >= _FEWEST and stood[best] >= _SHARE * could[best] and others < _OTHERS:
            return period, best
    return None


def _evenly(seconds: Floats, frames: NDArray[np.intp], period: int, phase: int) -> Floats:
    """When the picture of each frame was taken: the frames that are no repeats at one distance.

    A picture is shown up to one frame too early or late; on average neither.
    """
    step = float(np.median(np.diff(seconds))) if len(seconds) > 1 else 0.0
    since = (frames - phase - 1) % period  # 0 for the first picture after a repeat
    shift = since / (period - 1) - (period - 2) / 2 / (period - 1)
    return np.asarray(seconds + shift * step)
