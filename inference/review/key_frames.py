"""Key frames every so often, filled in between: how video is usually labelled."""

from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from inference.review.wrong_frames import LabelledBall

Filling = Literal["linear", "parabolic"]
Floats = NDArray[np.float64]


def filled_between(truth: LabelledBall, every: int, filling: Filling) -> tuple[Floats, Floats]:
    """Positions (T,) made of the labels of each `every`-th frame alone; NaN where there is none.

    Between two key frames with a ball: a line, or the parabola through both and the nearer key
    frame beyond, where that has a ball.
    """
    keys = np.arange(0, len(truth.x), every)
    return _axis(truth.x, keys, filling), _axis(truth.y, keys, filling)


def _axis(values: Floats, keys: NDArray[np.intp], filling: Filling) -> Floats:
    filled = np.full(len(values), np.nan)
    filled[keys] = values[keys]
    for number, (first, last) in enumerate(pairwise(keys)):
        inside = np.arange(first + 1, last)
        known = [first, last]
        if filling == "parabolic":
            beyond = [keys[at] for at in (number - 1, number + 2) if 0 <= at < len(keys)]
            known += [key for key in beyond if np.isfinite(values[key])][:1]
        if np.isfinite(values[[first, last]]).all() and len(inside):
            curve = np.polyfit(np.array(known) - first, values[known], len(known) - 1)
            filled[inside] = np.polyval(curve, inside - first)
    return filled
