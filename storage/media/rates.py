"""Exact frame rates from time stamps."""

import math
from collections.abc import Iterator
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

_MILLISECOND = Fraction(1, 1000)
_MISSED = (
    2e-4  # share by which a claim may miss the rate that it means; 30 and 29.97 are 1e-3 apart
)
_NTSC = Fraction(1000, 1001)
# what cameras, broadcasters, game recorders and high-speed cameras use
COMMON_RATES = tuple(
    Fraction(rate) for rate in (15, 20, 24, 25, 30, 48, 50, 60, 72, 75, 90, 100, 120, 144, 200, 240)
) + tuple(rate * _NTSC for rate in (24, 30, 48, 60, 120, 240))


def exact_rate(
    pts: NDArray[np.int64], time_base: Fraction, last: int, claimed: Fraction | None = None
) -> Fraction | None:
    """Frames a second of time stamps in `time_base`, None if they are of variable rate.

    Constant is a stream whose steps are all equal, or whose every stamp lies within the rounding
    of an even rate: Matroska keeps milliseconds and gives 33, 33, 34, also after its packets were
    copied into a file with finer ticks. Where several rates fit, as in a short file, the one that
    the container claims counts, then the likeliest. A single frame has the rate of its duration,
    `last` ticks.
    """
    if len(pts) == 1:
        if last <= 0:
            return None
        pts = np.array([0, last])
    ticks = pts - pts[0]
    even = _even(ticks, time_base)
    on_milliseconds = _on_milliseconds(ticks, time_base)
    if even is not None and not on_milliseconds:
        return even
    slack = _rounding(ticks, time_base, on_milliseconds)
    if claimed is not None and _fits(ticks, time_base, claimed, slack):
        return claimed
    if even in COMMON_RATES:
        return even
    estimate, doubt = _estimate(ticks, time_base, slack)
    for rates in (COMMON_RATES, _whole_rates(estimate)):
        near = [rate for rate in rates if abs(rate / estimate - 1) <= 3 * doubt]
        fitting = [rate for rate in near if _fits(ticks, time_base, rate, slack)]
        if fitting:
            return min(fitting, key=lambda rate: _unlikeliness(rate, estimate, doubt))
    return even


def meant_rate(claimed: Fraction | None) -> Fraction | None:
    """The rate that a container's claim stands for: Matroska's 19001/317 is 60000/1001.

    None where it claims none, or an average that is no rate anybody sets.
    """
    if not claimed:
        return None
    meant = min(_whole_rates(float(claimed)), key=lambda rate: abs(rate - claimed))
    return meant if abs(meant / claimed - 1) <= _MISSED else None


def _even(ticks: NDArray[np.int64], time_base: Fraction) -> Fraction | None:
    steps = np.diff(ticks)
    return 1 / (int(steps[0]) * time_base) if (steps == steps[0]).all() else None


def _on_milliseconds(ticks: NDArray[np.int64], time_base: Fraction) -> bool:
    """Whether all stamps lie a whole number of milliseconds apart, as near as their ticks allow."""
    per_tick = float(time_base / _MILLISECOND)
    milliseconds = ticks * per_tick
    return bool((np.abs(milliseconds - np.round(milliseconds)) <= 1.01 * per_tick).all())


def _rounding(ticks: NDArray[np.int64], time_base: Fraction, on_milliseconds: bool) -> Fraction:
    """By how many ticks a stamp may be off, because an earlier file had coarser ticks."""
    steps = np.diff(ticks)
    grid = int(np.gcd.reduce(ticks))
    if 4 * grid > np.median(steps):  # every step is a few of these: they are frames, not ticks
        grid = 1
    if on_milliseconds:
        grid = max(grid, math.ceil(_MILLISECOND / time_base))
    return Fraction(grid if grid == 1 else grid + 1) if time_base < _MILLISECOND else Fraction(1)


def _estimate(
    ticks: NDArray[np.int64], time_base: Fraction, slack: Fraction
) -> tuple[float, float]:
    """The rate of the line through all stamps, and the share by which rounding may shift it."""
    count = len(ticks)
    numbers = np.arange(count) - (count - 1) / 2
    step = float((numbers * ticks).sum() / (numbers**2).sum())  # ticks
    error = float(slack) / math.sqrt(float((numbers**2).sum()))
    return float(1 / (step * float(time_base))), max(error / step, 1e-9)


def _unlikeliness(rate: Fraction, estimate: float, doubt: float) -> float:
    """How far a rate is from the estimate; between two as good, one of whole numbers is meant."""
    return abs(float(rate) / estimate - 1) / doubt + (0.5 if rate.denominator > 1 else 0)


def _whole_rates(near: float) -> Iterator[Fraction]:
    """Whole numbers, halves and their NTSC variants around `near`."""
    for halves in range(max(1, math.floor(2 * near) - 2), math.ceil(2.002 * near) + 3):
        yield Fraction(halves, 2)
        if halves % 2 == 0:
            yield halves // 2 * _NTSC


def _fits(ticks: NDArray[np.int64], time_base: Fraction, rate: Fraction, slack: Fraction) -> bool:
    """Whether every stamp lies within `slack` ticks of an even `rate`, counted from the first."""
    step = 1 / (rate * time_base)
    even = np.arange(len(ticks)) * step.numerator
    return bool((np.abs(ticks * step.denominator - even) <= slack * step.denominator).all())
