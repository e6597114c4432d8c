"""Flights of a ball, and candidates as a detector would give them."""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from storage.records import Candidates

WIDTH = 512
Positions = NDArray[np.float64]  # (frames, 2)


def parabola(frames: int, start: tuple[float, float], speed: tuple[float, float]) -> Positions:
    """A flight under a gravity of 0.3 pixels per frame and frame."""
    t = np.arange(frames, dtype=float)[:, None]
    ball: Positions = np.array(start) + t * np.array(speed) + t**2 * np.array([0, 0.15])
    return ball


def rally(frames_each: int = 30) -> Positions:
    """Two flights with a hit between them, at frame `frames_each`."""
    there = parabola(frames_each + 1, (80, 200), (9, -6))
    back = parabola(frames_each, (there[-1, 0], there[-1, 1]), (-8, -7))
    return np.concatenate([there[:-1], back])


def seen(
    ball: Positions,
    hidden: Collection[int] = (),
    noise: int = 6,
    cuts: Collection[int] = (),
    seed: int = 1,
) -> Candidates:
    """Candidates of a picture 512 wide: the ball to half a pixel, among `noise` false ones."""
    random = np.random.default_rng(seed)
    frames = len(ball)
    places = random.uniform((0, 0), (512, 288), (frames, noise + 1, 2))
    scores = random.uniform(0.02, 0.4, (frames, noise + 1))
    gone = np.array(sorted(hidden), int)
    shown = np.setdiff1d(np.arange(frames), gone)
    places[shown, 0] = ball[shown] + random.normal(0, 0.3, (len(shown), 2))
    scores[shown, 0] = random.uniform(0.5, 0.95, len(shown))
    places[gone, 0] = scores[gone, 0] = np.nan
    best = np.argsort(-scores, axis=1)
    x, y = (np.take_along_axis(places[..., axis], best, 1) for axis in (0, 1))
    score = np.take_along_axis(scores, best, 1)
    cut = np.isin(np.arange(frames), list(cuts))
    return Candidates(x.astype(np.float32), y.astype(np.float32), score.astype(np.float32), cut)


def joined(*parts: Candidates) -> Candidates:
    """Candidates one after the other."""
    return Candidates(
        *(np.concatenate([getattr(p, name) for p in parts]) for name in ("x", "y", "score", "cut"))
    )


def part(found: Candidates, first: int, stop: int) -> Candidates:
    """The candidates of frames `[first, stop)`."""
    span = slice(first, stop)
    return Candidates(found.x[span], found.y[span], found.score[span], found.cut[span])
