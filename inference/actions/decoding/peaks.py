"""Peaks of score curves: where something may happen."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.actions.data.ball_path import Floats

LEAST = 0.03  # score of a peak that is looked at


@dataclass(frozen=True, eq=False)
class Peaks:
    """Moments at which a class may have an event, in order of time, arrays (P,)."""

    seconds: Floats
    score: Floats  # 0 to 1, of the curve at its peak
    sample: NDArray[np.intp]  # the moment of the curve


def find_peaks(seconds: Floats, curve: Floats, apart: int = 2, least: float = LEAST) -> Peaks:
    """The peaks of `curve` (N,), 0 to 1, that are the greatest within `apart` moments.

    Of equal ones the first counts. Times lie between the moments `seconds` (N,) where the curve
    says so.
    """
    if not len(curve):
        return Peaks(np.zeros(0), np.zeros(0), np.zeros(0, np.intp))
    padded = np.pad(curve, apart, constant_values=-1.0)
    around = np.lib.stride_tricks.sliding_window_view(padded, 2 * apart + 1)
    before, after = around[:, :apart].max(1, initial=-1), around[:, apart + 1 :].max(1, initial=-1)
    at = np.flatnonzero((curve >= least) & (curve > before) & (curve >= after))
    return Peaks(seconds[at] + _shift(seconds, curve, at), curve[at], at)


def _shift(seconds: Floats, curve: Floats, at: NDArray[np.intp]) -> Floats:
    """Seconds from each peak to the top of the parabola through three log-odds."""
    if len(curve) < 3:
        return np.zeros(len(at))
    odds = log_odds(curve)
    inner = at.clip(1, len(curve) - 2)
    left, top, right = odds[inner - 1], odds[inner], odds[inner + 1]
    bend = left - 2 * top + right
    shift = np.where(bend < -1e-6, 0.5 * (left - right) / np.where(bend < -1e-6, bend, 1), 0)
    step = float(seconds[1] - seconds[0])
    return np.asarray(np.where(inner == at, shift.clip(-0.5, 0.5), 0) * step)


def log_odds(probability: Floats) -> Floats:
    """The log-odds of probabilities, bounded to about ±9."""
    inside = np.clip(probability, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(inside / (1 - inside)))
