"""What a net is told of a path: movement over several spans, and what the gaps look like."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.actions.data.ball_path import BallPath, Floats
from inference.actions.data.cadence import without_repeats

RATE = 50.0  # samples a second, whatever the frame rate of the video
CHANNELS = 34

_LAGS = (1, 2, 4, 8)  # samples over which movement is told
_BRIDGED = 0.28  # seconds of the longest gap that is bridged by a line
_PIECE = 8  # samples of the known piece beside a gap whose velocity is told
_LONGEST_GAP = 1.32  # seconds; longer ones look alike
_FASTEST = 6.0  # percent of the width in a 30th of a second; beyond it all looks alike
_PER_30TH = 100 * RATE / 30  # from widths a sample to percent in a 30th of a second
_HALF_SAMPLE = 0.5 / RATE

# signs of the channels in a mirror beside the court: what runs across the picture turns round
MIRROR = np.ones(CHANNELS, np.float32)
MIRROR[[2, *range(6, 22, 2), 24, 26, 28, 30]] = -1

Channels = NDArray[np.float32]
Places = NDArray[np.floating[Any]]  # (2, N): x and y in widths of the picture


@dataclass(frozen=True, eq=False)
class PathSamples:
    """A path in evenly spaced moments, all arrays (N,); NaN where no position is known."""

    seconds: Floats
    x: Floats
    y: Floats
    confidence: Floats


def path_features(path: BallPath) -> tuple[Floats, Channels]:
    """The moments (N,) in seconds, `RATE` a second, and what is told of each, (N, CHANNELS)."""
    samples = resample(without_repeats(path)[0])
    return samples.seconds, channels(samples)


def resample(path: BallPath) -> PathSamples:
    """`path` in evenly spaced moments, linear between frames that follow each other.

    Beside a gap a frame counts for the moments that are nearer to it than half a frame.
    """
    if not len(path):
        return PathSamples(*(np.zeros(0) for _ in range(4)))
    first, last = path.seconds[0], path.seconds[-1]
    moments = first + np.arange(int(np.floor((last - first) * RATE + 0.5)) + 1) / RATE
    before = (np.searchsorted(path.seconds, moments + 1e-7, side="right") - 1).clip(0)
    after = np.minimum(before + 1, len(path) - 1)
    step = np.maximum(path.seconds[after] - path.seconds[before], 1e-9)
    part = ((moments - path.seconds[before]) / step).clip(0, 1)
    nearest = np.where(part < 0.5, before, after)
    exact = np.abs(moments - path.seconds[nearest]) < 1e-6
    both = path.known[before] & path.known[after] & ~exact
    alone = path.known[nearest] & (np.abs(moments - path.seconds[nearest]) <= _HALF_SAMPLE)

    def values(of: Floats) -> Floats:
        between = of[before] * (1 - part) + of[after] * part
        return np.where(both, between, np.where(alone, of[nearest], np.nan))

    confidence = np.nan_to_num(values(path.confidence))
    return PathSamples(moments, values(path.x), values(path.y), confidence)


def channels(samples: PathSamples) -> Channels:
    """What is told of each moment, (N, CHANNELS)."""
    known = np.isfinite(samples.x)
    place = np.stack([samples.x, samples.y]).astype(np.float32)  # (2, N)
    bridged, filled = _bridged(place, known)
    told = np.empty((CHANNELS, len(known)), np.float32)
    told[0], told[1] = known, filled
    told[2:4] = np.where(filled, bridged, 0) * 2
    told[4] = samples.confidence
    told[5] = _side_of_picture(place, known)
    lags = [lag for span in _LAGS for lag in (-span, span)]
    for index, lag in enumerate(lags):
        told[6 + 2 * index : 8 + 2 * index] = _movement(bridged, filled, lag)
    told[6 + 2 * len(lags) :] = _gaps(place, known)
    return np.ascontiguousarray(told.T)


def _side_of_picture(place: Places, known: NDArray[np.bool_]) -> Places:
    """How low the ball is among all heights of this video, from -1 to 1; 0 where not known."""
    if not known.any():
        return np.zeros(len(known))
    low, middle, high = np.nanpercentile(place[1], [10, 50, 90])
    height = (place[1] - middle) / max(high - low, 0.05)
    return np.where(known, height, 0).clip(-1, 1)


def _bridged(place: Places, known: NDArray[np.bool_]) -> tuple[Places, NDArray[np.bool_]]:
    """Positions (2, N) with short gaps filled by lines, and where there are any."""
    frames = np.arange(len(known))
    at = np.flatnonzero(known)
    if not len(at):
        return np.zeros_like(place), known
    lines = np.stack([np.interp(frames, at, axis[at]) for axis in place]).astype(place.dtype)
    last, following = _last_known(known), _next_known(known)
    short = (following - last - 1 <= _BRIDGED * RATE) & (last >= 0) & (following < len(known))
    return lines, known | short


def _movement(place: Places, filled: NDArray[np.bool_], lag: int) -> Places:
    """Velocity (2, N) from each moment to the one `lag` samples on, or back to one before."""
    there = np.arange(len(filled)) + lag
    inside = (there >= 0) & (there < len(filled))
    there = there.clip(0, max(len(filled) - 1, 0))
    told = inside & filled & filled[there]
    velocity = (place[:, there] - place) / lag * _PER_30TH
    return np.where(told, velocity, 0).clip(-_FASTEST, _FASTEST) / 2


def _gaps(place: Places, known: NDArray[np.bool_]) -> Places:
    """Twelve channels (12, N) of the gap around each moment, or of the two pieces that it joins."""
    last, following = _last_known(known), _next_known(known)
    frames = np.arange(len(known))
    longest = _LONGEST_GAP * RATE
    before = np.where(last >= 0, frames - last, longest).clip(0, longest)
    after = np.where(following < len(known), following - frames, longest).clip(0, longest)
    has_before, has_after = last >= 0, following < len(known)
    ending, starting = _piece_velocities(place, known)
    into = np.where(has_before, ending[:, last.clip(0)], 0)
    out = np.where(has_after, starting[:, following.clip(0, max(len(known) - 1, 0))], 0)
    across = _velocity_across(place, last, following, has_before & has_after)
    parted = _parted(place, last, following, into, out, has_before & has_after)
    return np.concatenate(
        [
            np.log1p(np.stack([before, after])) / 4,
            into,
            out,
            across,
            parted,
            np.stack([has_before, has_after]),
        ]
    )


def _piece_velocities(place: Places, known: NDArray[np.bool_]) -> tuple[Places, Places]:
    """Mean velocity (2, N) of the known piece that ends, and that begins, at each known moment."""
    frames = np.arange(len(known))
    edges = np.diff(np.concatenate([[False], known, [False]]).astype(np.int8))
    begins, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1
    piece = np.searchsorted(begins, frames, side="right") - 1
    if not len(begins):
        return np.zeros_like(place), np.zeros_like(place)
    first = np.maximum(begins[piece.clip(0)], frames - _PIECE).clip(0, frames)
    final = np.minimum(ends[piece.clip(0)], frames + _PIECE)
    final = np.maximum(final, frames)
    return _mean_velocity(place, first, frames, known), _mean_velocity(place, frames, final, known)


def _mean_velocity(
    place: Places, first: NDArray[np.intp], final: NDArray[np.intp], known: NDArray[np.bool_]
) -> Places:
    length = final - first
    velocity = (place[:, final] - place[:, first]) / np.maximum(length, 1) * _PER_30TH
    told = known & (length > 0) & np.isfinite(velocity[0])
    return np.where(told, velocity, 0).clip(-_FASTEST, _FASTEST) / 2


def _velocity_across(
    place: Places, last: NDArray[np.intp], following: NDArray[np.intp], told: NDArray[np.bool_]
) -> Places:
    """The velocity (2, N) of a straight line across each gap; 0 where a position is known."""
    top = max(place.shape[1] - 1, 0)
    length = following - last
    step = place[:, following.clip(0, top)] - place[:, last.clip(0, top)]
    velocity = step / np.maximum(length, 1) * _PER_30TH
    return np.where(told & (length > 0), velocity, 0).clip(-_FASTEST, _FASTEST) / 2


def _parted(
    place: Places,
    last: NDArray[np.intp],
    following: NDArray[np.intp],
    into: Places,
    out: Places,
    told: NDArray[np.bool_],
) -> Places:
    """From where the piece before a gap would be by now to where the one behind it comes from.

    (2, N), in a tenth of the picture: it vanishes at the moment at which something turned the ball.
    """
    top = max(place.shape[1] - 1, 0)
    frames = np.arange(place.shape[1])
    step = 2 / _PER_30TH  # widths a sample of one unit of velocity
    goes = place[:, last.clip(0, top)] + into * step * (frames - last)
    comes = place[:, following.clip(0, top)] - out * step * (following - frames)
    return np.where(told & (following > last), comes - goes, 0).clip(-0.2, 0.2) * 10


def _last_known(known: NDArray[np.bool_]) -> NDArray[np.intp]:
    """The last known moment up to each, -1 where there is none."""
    frames = np.where(known, np.arange(len(known)), -1)
    return np.asarray(np.maximum.accumulate(frames) if len(known) else frames, np.intp)


def _next_known(known: NDArray[np.bool_]) -> NDArray[np.intp]:
    """The next known moment from each on, N where there is none."""
    return len(known) - 1 - _last_known(known[::-1])[::-1]
