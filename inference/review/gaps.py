"""Frames without a ball: what lies before and after, and whether it could have left the picture."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]

_AHEAD = 4  # frames for which a flight is thought on
_FAR = 60.0  # pixels of 512 from the edge beyond which it does not matter


@dataclass(frozen=True, eq=False)
class GapFacts:
    """(T,) of each frame; lengths in pixels of a picture 512 wide, times in frames."""

    before: Ints  # the last frame with a ball up to here in this shot, -1 for none
    after: Ints  # the next one
    length: Floats  # frames without a ball around this one, 0 in frames with one
    nearest: Floats  # to the nearer end of the gap; in frames with a ball, to the nearest gap
    one_sided: Bools  # there is a ball on one side only
    isolated: Bools  # there is none on either
    line_x: Floats  # on the straight line over the gap, NaN where it has only one end
    line_y: Floats
    needed_speed: Floats  # pixels a frame at which that line is flown
    leaves: Floats  # how far inside the picture the flight before still is some frames on
    enters: Floats  # and how far inside the flight after was some frames earlier
    height: Floats  # how high the gap's nearer end is, 0 at the top to 1


def gap_facts(
    x: Floats, y: Floats, has_ball: Bools, cut: Bools, size: tuple[float, float]
) -> GapFacts:
    """The facts of positions `x`, `y` (T,) in a picture of `size`; `cut` begins a shot."""
    frames = np.arange(len(x))
    before, after = _ends(has_ball, cut)
    has_before, has_after = before >= 0, after >= 0
    length = np.where(has_ball, 0, _length(before, after, cut))
    both = has_before & has_after & ~has_ball
    left, right = np.maximum(before, 0), np.maximum(after, 0)
    share = np.where(both, (frames - left) / np.maximum(right - left, 1), np.nan)
    line_x = x[left] * (1 - share) + x[right] * share
    line_y = y[left] * (1 - share) + y[right] * share
    speed = np.hypot(x[right] - x[left], y[right] - y[left]) / np.maximum(right - left, 1)
    nearer = np.where(has_before & (~has_after | (frames - left <= right - frames)), left, right)
    height = np.where(has_before | has_after, y[nearer] / size[1], 0.5)
    vx, vy = _velocities(x), _velocities(y)
    return GapFacts(
        before,
        after,
        length.astype(np.float64),
        _nearest(frames, before, after, has_ball, cut),
        ~has_ball & (has_before ^ has_after),
        ~has_ball & ~has_before & ~has_after,
        line_x,
        line_y,
        np.where(both, np.minimum(np.nan_to_num(speed), 80), 0.0),
        _inside(x + _AHEAD * vx[0], y + _AHEAD * vy[0], size)[left] * has_before,
        _inside(x - _AHEAD * vx[1], y - _AHEAD * vy[1], size)[right] * has_after,
        np.where(np.isfinite(height), height, 0.5),
    )


def _ends(has_ball: Bools, cut: Bools) -> tuple[Ints, Ints]:
    frames = np.arange(len(has_ball))
    shot = np.cumsum(cut)
    before = np.maximum.accumulate(np.where(has_ball, frames, -1))
    after = np.minimum.accumulate(np.where(has_ball, frames, len(frames))[::-1])[::-1]
    same = shot[np.maximum(before, 0)] == shot
    before = np.where((before >= 0) & same, before, -1)
    inside = after < len(frames)
    same = shot[np.minimum(after, len(frames) - 1)] == shot
    return before, np.where(inside & same, after, -1)


def _length(before: Ints, after: Ints, cut: Bools) -> Ints:
    """Frames between the ends, or between an end and that of the shot."""
    frames = np.arange(len(cut))
    first = np.maximum.accumulate(np.where(cut, frames, 0))
    last = np.concatenate([cut[1:], [True]]) if len(cut) else cut
    stop = np.minimum.accumulate(np.where(last, frames, len(cut))[::-1])[::-1] + 1
    begin = np.where(before >= 0, before + 1, first)
    end = np.where(after >= 0, after, stop)
    return np.asarray(end - begin, np.intp)


def _nearest(frames: Ints, before: Ints, after: Ints, has_ball: Bools, cut: Bools) -> Floats:
    gap_before, gap_after = _ends(~has_ball, cut)
    far = 1000
    ends = np.where(has_ball, gap_before, before), np.where(has_ball, gap_after, after)
    to_before = np.where(ends[0] >= 0, frames - ends[0], far)
    to_after = np.where(ends[1] >= 0, ends[1] - frames, far)
    return np.asarray(np.minimum(to_before, to_after), np.float64)


def _velocities(values: Floats) -> tuple[Floats, Floats]:
    """Change a frame over the two frames before, and over the two after; 0 where unknown."""
    padded = np.pad(values, 2, constant_values=np.nan)
    here = values
    sides = []
    for sign in (-1, 1):
        near = padded[2 + sign : 2 + sign + len(values)]
        far = padded[2 + 2 * sign : 2 + 2 * sign + len(values)]
        speed = np.where(np.isfinite(far), (here - far) / 2, here - near) * -sign
        sides.append(np.nan_to_num(speed))
    return sides[0], sides[1]


def _inside(x: Floats, y: Floats, size: tuple[float, float]) -> Floats:
    """How far a place is inside the picture, negative outside; 0 where unknown."""
    distance = np.minimum(np.minimum(x, size[0] - x), np.minimum(y, size[1] - y))
    return np.asarray(np.clip(np.nan_to_num(distance), -_FAR, _FAR))
