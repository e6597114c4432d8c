"""Exact frame rates from time stamps."""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

# What cameras and broadcasters use; containers that round times must come this near to one tick.
COMMON_RATES = (
    *(Fraction(rate * 1000, 1001) for rate in (24, 30, 60, 120)),
    *(Fraction(rate) for rate in (24, 25, 30, 48, 50, 60, 100, 120)),
)


def exact_rate(pts: NDArray[np.int64], time_base: Fraction, last: int) -> Fraction | None:
    """Frames a second of time stamps in `time_base`, None if they are of variable rate.

    Constant is a stream whose steps are all equal, or whose every stamp lies within one tick of a
    common rate: Matroska keeps milliseconds and gives 33, 33, 34. A single frame has the rate of
    its duration, `last` ticks.
    """
    steps = np.diff(pts)
    if len(steps) == 0:
        return 1 / (last * time_base) if last > 0 else None
    if (steps == steps[0]).all():
        return 1 / (int(steps[0]) * time_base)
    return next((rate for rate in COMMON_RATES if _fits(pts, 1 / (rate * time_base))), None)


def _fits(pts: NDArray[np.int64], step: Fraction) -> bool:
    """Whether every stamp lies within one tick of an even `step`, counted from the first."""
    even = np.arange(len(pts)) * step.numerator
    return bool((np.abs((pts - pts[0]) * step.denominator - even) <= step.denominator).all())
