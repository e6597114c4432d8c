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
    for stretch, (period, phase) in _cadences(still, moving).items():
        frames = np.arange(stretch * _STRETCH, min((stretch + 1) * _STRETCH, len(path)))
        keep[frames] = frames % period != phase
        seconds[frames] = _evenly(seconds[frames], frames, period, phase)
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


def _cadences(still: NDArray[np.bool_], moving: NDArray[np.bool_]) -> dict[int, tuple[int, int]]:
    """Period and phase of the repeated frames of the stretches that have a clear cadence.

    Frame `f` repeats the one before where f % period == phase. A stretch that does not tell by
    itself is seen together with those beside it.
    """
    found: dict[int, tuple[int, int]] = {}
    counts = {period: _counts(still, moving, period) for period in _PERIODS}
    for beside in (False, True):
        for period in _PERIODS:
            stood, could = (_with_beside(c) if beside else c for c in counts[period])
            phase, clear = _clear_phases(stood, could)
            for stretch in np.flatnonzero(clear).tolist():
                found.setdefault(stretch, (period, int(phase[stretch])))
    return found


def _counts(
    still: NDArray[np.bool_], moving: NDArray[np.bool_], period: int
) -> tuple[Floats, Floats]:
    """How many frames stood still, and could tell, by stretch and phase, (S, period) each."""
    frames = np.arange(len(still))
    stretches = -(-len(still) // _STRETCH)
    at = frames // _STRETCH * period + frames % period
    return tuple(  # type: ignore[return-value]
        np.bincount(at, what, stretches * period).reshape(stretches, period)
        for what in (still, moving)
    )


def _with_beside(counts: Floats) -> Floats:
    """Each stretch with the one before and the one behind it; the first with two behind it."""
    padded = np.pad(counts, ((1, 2), (0, 0)))
    wide = padded[:-3] + padded[1:-2] + padded[2:-1]
    wide[:1] += padded[3:4]
    return wide


def _clear_phases(stood: Floats, could: Floats) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """The phase of each stretch in which most frames stand still, and whether it is a cadence."""
    phase = (stood / np.maximum(could, _FEWEST)).argmax(1)
    rows = np.arange(len(stood))
    stood_there, could_there = stood[rows, phase], could[rows, phase]
    others = (stood.sum(1) - stood_there) / np.maximum(could.sum(1) - could_there, 1)
    enough = (could_there >= _FEWEST) & (stood_there >= _SHARE * could_there)
    return phase, enough & (others < _OTHERS)


def _evenly(seconds: Floats, frames: NDArray[np.intp], period: int, phase: int) -> Floats:
    """When the picture of each frame was taken: the frames that are no repeats at one distance.

    A picture is shown up to one frame too early or late; on average neither.
    """
    step = float(np.median(np.diff(seconds))) if len(seconds) > 1 else 0.0
    since = (frames - phase - 1) % period  # 0 for the first picture after a repeat
    shift = since / (period - 1) - (period - 2) / 2 / (period - 1)
    return np.asarray(seconds + shift * step)
