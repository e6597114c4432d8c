"""Contacts of the ball, hits and bounces alike, told from its path alone: where it has a kink."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_REACH = 4  # frames before and after through whose positions a line is laid
_FEWEST = 2  # positions that a line needs
_LEAST = 2.0  # what a kink must have, at 25 to 30 frames a second
_APART = 5  # frames within which there is one contact


def turning_score(x: Floats, y: Floats) -> Floats:
    """How sharply the path turns in each frame, (T,), 0 where too little is known.

    `x`, `y` are pixels of a picture 512 wide, NaN where the ball is not known. Two lines are laid
    through the known positions of the four frames before and after, with the frame itself in both;
    the change of velocity between them, in pixels a frame, is divided by the root of the speeds,
    because fast balls turn more by perspective and drag as well.
    """
    before, after = _velocity(x, y, -1), _velocity(x, y, 1)
    turn = np.hypot(*(after - before))
    score = turn / np.sqrt(1 + np.hypot(*before) + np.hypot(*after))
    return np.where(np.isfinite(score), score, 0)


def detect_contacts(score: Floats, least: float = _LEAST) -> NDArray[np.intp]:
    """The frames in which `score` (T,) is at least `least` and the greatest around, in order.

    Of two within five frames of each other the sharper one is kept.
    """
    free = score >= least
    contacts = []
    for frame in np.argsort(-score, kind="stable").tolist():
        if free[frame]:
            contacts.append(frame)
            free[max(frame - _APART, 0) : frame + _APART + 1] = False
    return np.array(sorted(contacts), np.intp)


def _velocity(x: Floats, y: Floats, side: int) -> Floats:
    """Pixels a frame, (2, T), of the line through the frames on one side; NaN without enough."""
    steps = np.arange(_REACH + 1)
    places = np.pad(np.stack([x, y]), ((0, 0), (_REACH, _REACH)), constant_values=np.nan)
    around = np.arange(len(x))[:, None] + _REACH + side * steps  # (T, steps), into `places`
    values = places[:, around]  # (2, T, steps)
    known = np.isfinite(values[0])
    time = np.where(known, side * steps, 0.0)
    values = np.where(known, values, 0)
    count, first, second = known.sum(1), time.sum(1), (time * time).sum(1)
    spread = count * second - first * first
    slope = count * (time * values).sum(2) - first * values.sum(2)
    enough = count >= _FEWEST
    return np.where(enough, slope / np.where(enough, spread, 1), np.nan)
