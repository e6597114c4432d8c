"""A gap filled at a person's command: one flight, or two that meet in a contact."""

import numpy as np
from numpy.typing import NDArray

from inference.review.ball_edits import Edits
from storage.records import BallLabel, BallTrack, Review, Source, Visibility, ball_key

Floats = NDArray[np.float64]

LONGEST = 3.0  # seconds without a ball over which nothing is guessed
_FLANK = 6  # known frames looked at on either side
_REACH = 10  # and how far from the gap they may lie
_MISFIT = 0.0015  # share of the picture's width by which one flight may leave its flank


def bridge_gap(
    track: BallTrack, times: Floats, frame: int, cut: NDArray[np.bool_], width: int
) -> Edits:
    """Fill the frames without a ball around `frame`, from the last ball to the next one.

    Points of people and of models count alike. A parabola in time where both sides lie on one;
    else two flights that meet where they come nearest, which is the contact. Nothing beyond a cut
    (`cut` (T,) begins a shot), nothing where a person has said that there is no ball, nothing over
    three seconds.
    """
    has_ball = np.isfinite(track.x) & (track.visibility > 0)
    if has_ball[frame]:
        return {}
    before, after = np.flatnonzero(has_ball[:frame]), np.flatnonzero(has_ball[frame:]) + frame
    if not len(before) or not len(after):
        return {}
    first, last = int(before[-1]), int(after[0])
    missing = np.arange(first + 1, last)
    decided = track.review[missing] != Review.UNREVIEWED
    if cut[first + 1 : last + 1].any() or decided.any() or times[last] - times[first] > LONGEST:
        return {}
    left = before[(before > first - _REACH) & _same_shot(cut, before, first)][-_FLANK:]
    right = after[(after < last + _REACH) & _same_shot(cut, after, last)][:_FLANK]
    places = np.stack([track.x, track.y], axis=1)
    points = _one_flight(places, times, left, right, missing, width)
    if points is None:
        points = _two_flights(places, times, left, right, missing)
    return {
        ball_key(int(at)): BallLabel(
            Visibility.CLEAR, float(x), float(y), Source.INTERPOLATED, Review.UNREVIEWED
        )
        for at, (x, y) in zip(missing, points, strict=True)
    }


def _same_shot(cut: NDArray[np.bool_], frames: NDArray[np.intp], frame: int) -> NDArray[np.bool_]:
    shot = np.cumsum(cut)
    return np.asarray(shot[frames] == shot[frame])


def _one_flight(
    places: Floats,
    times: Floats,
    left: NDArray[np.intp],
    right: NDArray[np.intp],
    missing: NDArray[np.intp],
    width: int,
) -> Floats | None:
    """Points (n, 2) on the parabola through both flanks; None where they lie on no common one."""
    known = np.concatenate([left, right])
    if min(len(left), len(right)) < 2 or len(known) < 5:
        return None
    middle = times[missing].mean()
    powers = np.vander(times[known] - middle, 3)
    curve, _, _, _ = np.linalg.lstsq(powers, places[known], rcond=None)
    misfit = places[known] - powers @ curve
    if np.sqrt((misfit**2).sum() / (len(known) - 3)) > _MISFIT * width:
        return None
    points: Floats = np.vander(times[missing] - middle, 3) @ curve
    return points


def _two_flights(
    places: Floats,
    times: Floats,
    left: NDArray[np.intp],
    right: NDArray[np.intp],
    missing: NDArray[np.intp],
) -> Floats:
    """Points (n, 2): the flight before up to the contact, the flight after from there on.

    What is left between the two where they meet is shared out evenly over the gap.
    """
    ahead = _flown_on(places, times, left, left[-1], missing)
    back = _flown_on(places, times, right, right[0], missing)
    contact = int(np.hypot(*(ahead - back).T).argmin())
    phase = (times[missing] - times[left[-1]]) / (times[right[0]] - times[left[-1]])
    off = back[contact] - ahead[contact]
    share = phase / max(float(phase[contact]), 1e-9)
    before = ahead + off / 2 * np.minimum(share, 1)[:, None]
    rest = (1 - phase) / max(float(1 - phase[contact]), 1e-9)
    after = back - off / 2 * np.minimum(rest, 1)[:, None]
    return np.asarray(np.where((np.arange(len(missing)) <= contact)[:, None], before, after))


def _flown_on(
    places: Floats,
    times: Floats,
    flank: NDArray[np.intp],
    end: np.intp,
    missing: NDArray[np.intp],
) -> Floats:
    """Where the ball of a flank would be in `missing`, on a line through its end."""
    flank = flank[np.abs(flank - end) <= 3]
    if len(flank) < 2:
        return np.repeat(places[end][None], len(missing), axis=0)
    offset = times[flank] - times[end]
    speed = (offset[:, None] * (places[flank] - places[end])).sum(0) / (offset**2).sum()
    points: Floats = places[end] + (times[missing] - times[end])[:, None] * speed
    return points
