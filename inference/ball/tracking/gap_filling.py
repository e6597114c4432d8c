"""Short gaps in one flight, filled in: never across a contact or a cut, never over a detection."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class GapFillingSettings:
    """When a gap is one flight's. Lengths are pixels of a picture 512 wide, times are frames."""

    longest: int = 12  # missing frames that are filled in at most
    longest_line: int = 3  # up to this many two known points on either side are enough
    flank: int = 5  # known points looked at on either side
    reach: int = 8  # and how far from the gap they may lie
    misfit: float = 1.2  # root mean square by which the flank may leave its parabola


def fill_gaps(
    x: Floats, y: Floats, closed: NDArray[np.bool_], settings: GapFillingSettings
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Fill gaps between known positions `x`, `y` (T,), NaN where there is none.

    The positions on both sides of a gap must lie on one parabola in time, which a contact inside
    the gap breaks. A frame in `closed` (T,) bars every gap that it lies in or at the end of: the
    start of a shot, or a frame that a person says has no ball. Returns positions and what is new.
    """
    x, y = x.copy(), y.copy()
    filled = np.zeros(len(x), np.bool_)
    detected = np.flatnonzero(np.isfinite(x))
    closed_before = np.concatenate([[0], np.cumsum(closed)])
    gaps = np.flatnonzero((np.diff(detected) > 1) & (np.diff(detected) <= settings.longest + 1))
    original = np.stack([x, y], axis=1)
    for gap in gaps:
        first, last = detected[gap], detected[gap + 1]
        if closed_before[last + 1] > closed_before[first + 1]:
            continue
        before = _flank(detected[max(gap + 1 - settings.flank, 0) : gap + 1], first, settings)
        after = _flank(detected[gap + 1 : gap + 1 + settings.flank], last, settings)
        before = before[closed_before[before + 1] == closed_before[first + 1]]
        after = after[closed_before[after + 1] == closed_before[last + 1]]
        missing = np.arange(first + 1, last)
        points = _on_one_parabola(original, before, after, missing, settings)
        if points is not None:
            x[missing], y[missing] = points.T
            filled[missing] = True
    return x, y, filled


def _flank(
    frames: NDArray[np.intp], edge: np.intp, settings: GapFillingSettings
) -> NDArray[np.intp]:
    within_reach: NDArray[np.bool_] = np.abs(frames - edge) <= settings.reach
    return frames[within_reach]


def _on_one_parabola(
    positions: Floats,
    before: NDArray[np.intp],
    after: NDArray[np.intp],
    missing: NDArray[np.intp],
    settings: GapFillingSettings,
) -> Floats | None:
    """Positions (n, 2) in the `missing` frames, or None if the flanks are not of one flight."""
    fewest = 2 if len(missing) <= settings.longest_line else 3
    if min(len(before), len(after)) < fewest:
        return None
    frames = np.concatenate([before, after])
    middle = missing.mean()
    powers = np.vander(frames - middle, 3)
    curve, _, _, _ = np.linalg.lstsq(powers, positions[frames], rcond=None)
    misfit = positions[frames] - powers @ curve
    # fewer points follow any parabola more closely: divide by what is left to disagree
    if (misfit**2).sum() > settings.misfit**2 * (len(frames) - 3):
        return None
    points: Floats = np.vander(missing - middle, 3) @ curve
    return points
