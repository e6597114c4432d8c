"""Ball candidates without a network: what stands out, alone, from its own past and future.

The same measures are taken in pictures at full, half and quarter size, so that a ball is compact
in one of them whatever its radius, from 1 to about 12 pixels of a picture 512 wide.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from inference.ball.detection.scale_space import (
    ball_is_large,
    merge_scales,
    scale_space,
    to_full_size,
)
from inference.video.shots import detect_cuts, median_background, shot_ranges
from storage.records import Candidates

Luma = NDArray[np.uint8]
Pixels = NDArray[np.intp]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class MotionSettings:
    """How moving things are found; lengths are pixels of the pictures given, or of an octave."""

    lag: int = 3  # frames to the pictures compared with: a slow ball must have left its place
    dark: float = 0.7  # weight of things darker than what is behind them
    surroundings: int = 25  # side of the square in which other motion counts as clutter
    faintest: float = 1.5  # grey levels, smoothed, below which nothing is seen
    considered: int = 24  # peaks of a frame that are measured, half as many per octave
    octaves: int = 3  # pictures looked at: of full size, half size, a quarter
    longest_lag: int = 16  # frames: larger things take longer to leave their place, up to this
    kept: int = 12  # and those that are kept


# Logistic regression for full size, on the labelled badminton rallies of three venues, the fourth
# held back: weights of the logarithms of the smoothed peak, of the mean difference in squares of
# 25, 7 and 3 pixels around it, of the difference between past and future there, and of the
# contrast.
_WEIGHTS = np.array([3.85, -2.70, -5.19, 4.09, -0.62, 0.87, -0.78], np.float32)
_BIAS = np.float32(-13.67)

# And for half and quarter size (ridge regression by Newton's method), on the same rallies as they
# are, on 60 pieces of them with the shuttle painted out and a ball pasted in (radius 1 to 13,
# speed 0.8 to 28 pixels, brighter or darker than the ground), weighing the same, and with a tenth
# of that weight on 24 balls over still ground; dark things weighed 0.8 then. All but the peak are
# relative to it: the differences in squares of 25, 7 and 3 pixels and between past and future; then
# how long and how wide the thing is, and whether the picture is a quarter.
_LARGER_WEIGHTS = np.array([-1.85, -1.89, 1.48, -6.37, -2.19, -6.40, 3.79, -0.35], np.float32)
_LARGER_BIAS = np.float32(2.94)

_PATCH = 4  # pixels on either side of a peak that are measured
_NEIGHBOURS = np.ones((5, 5), np.uint8)  # which a peak is not below
_OFFSET = np.arange(-_PATCH, _PATCH + 1, dtype=np.float32)


def motion_candidates(
    luma: Luma, preroll: int = 0, settings: MotionSettings | None = None
) -> Candidates:
    """Places in each picture where something small and alone moves, best first.

    `luma` is (T, height, width), consecutive pictures of one video; the first `preroll` of them
    are only compared with. Returns (T - preroll, 12) positions in pixels of these pictures, scores
    that estimate the probability of being the ball, and the first pictures of new shots. The result
    depends on `luma` alone.
    """
    settings = settings or MotionSettings()
    cuts = detect_cuts(luma)
    candidates = [np.zeros((0, 3), np.float32)] * len(luma)
    for first, stop in shot_ranges(cuts):
        if stop > preroll:
            start = max(preroll, first)
            candidates[start:stop] = _in_shot(luma[first:stop], start - first, settings)
    x, y, score = np.full((3, len(luma) - preroll, settings.kept), np.nan, np.float32)
    for row, rows in enumerate(candidates[preroll:]):
        x[row, : len(rows)], y[row, : len(rows)], score[row, : len(rows)] = rows.T
    return Candidates(x, y, score, cuts[preroll:])


def _in_shot(shot: Luma, start: int, settings: MotionSettings) -> list[Floats]:
    """Rows x, y, score of each picture from `start` on: of full size, or of all if it is large."""
    backgrounds = scale_space(median_background(shot)[None], settings.octaves)
    by_octave = [
        [
            to_full_size(_candidates(pictures, t, backgrounds[octave][0], octave, settings), octave)
            for t in range(start, len(shot))
        ]
        for octave, pictures in enumerate(scale_space(shot, settings.octaves))
    ]
    if not ball_is_large(by_octave):
        return by_octave[0]
    return [
        merge_scales(octave_rows, settings.kept) for octave_rows in zip(*by_octave, strict=True)
    ]


def _candidates(
    shot: Luma, t: int, background: Luma, octave: int, settings: MotionSettings
) -> Floats:
    """Rows x, y, score of picture `t`, in pixels of the octave."""
    now = shot[t]
    lag = max(settings.lag, min(settings.lag << octave, settings.longest_lag))
    past, future = (shot[i] for i in _compared_pictures(t, len(shot), lag))
    foreground = _foreground(now, past, future, background, settings.dark)
    smooth = _floats(cv2.GaussianBlur(foreground, (7, 7), 1.2))
    side = settings.surroundings
    clutter = _floats(cv2.boxFilter(foreground, -1, (side, side)))
    ys, xs = _peaks(smooth, clutter, settings.considered >> octave, settings.faintest)
    patches = _patches(foreground, ys, xs)
    peak, around = smooth[ys, xs], clutter[ys, xs]
    change = np.abs(past[ys, xs].astype(np.float32) - future[ys, xs])
    if octave:
        log_odds = _large_ball_log_odds(peak, around, change, patches, octave)
    else:
        log_odds = _small_ball_log_odds(peak, around, change, patches, _contrast(now, ys, xs))
    score = 1 / (1 + np.exp(-log_odds))
    best = np.argsort(-score, kind="stable")[: settings.kept]
    dx, dy = _centres(patches[best])
    return np.stack([xs[best] + dx, ys[best] + dy, score[best]], axis=1)


def _small_ball_log_odds(
    peak: Floats, around: Floats, change: Floats, patches: Floats, contrast: Sequence[Floats]
) -> Floats:
    features = [
        np.log(1 + peak),
        np.log(0.3 + around),
        np.log(0.3 + _mean_within(patches, 3)),
        np.log(0.3 + _mean_within(patches, 1)),
        np.log(2 + change),
        *contrast,
    ]
    return _floats(np.stack(features, axis=1) @ _WEIGHTS + _BIAS)


def _large_ball_log_odds(
    peak: Floats, around: Floats, change: Floats, patches: Floats, octave: int
) -> Floats:
    height = np.log(0.3 + peak)
    features = [
        np.log(1 + peak),
        np.log(0.3 + around) - height,
        np.log(0.3 + _mean_within(patches, 3)) - height,
        np.log(0.3 + _mean_within(patches, 1)) - height,
        np.log(2 + change) - height,
        *np.log1p(_spreads(patches)),
        np.full(len(peak), octave == 2, np.float32),
    ]
    return _floats(np.stack(features, axis=1) @ _LARGER_WEIGHTS + _LARGER_BIAS)


def _compared_pictures(t: int, length: int, lag: int) -> tuple[int, int]:
    """The two pictures that picture `t` is compared with: before and after, or two of one side."""
    before, after = t - lag, t + lag
    if before < 0:
        before = t + 2 * lag
    if after >= length:
        after = t - 2 * lag
    return min(max(before, 0), length - 1), min(max(after, 0), length - 1)


def _foreground(now: Luma, past: Luma, future: Luma, background: Luma, dark: float) -> Floats:
    """Grey levels by which a pixel is brighter, or darker, than in past, future and background."""
    brighter = cv2.subtract(now, cv2.max(cv2.max(past, future), background))
    darker = cv2.subtract(cv2.min(cv2.min(past, future), background), now)
    return _floats(cv2.max(brighter.astype(np.float32), darker.astype(np.float32) * dark))


def _peaks(smooth: Floats, clutter: Floats, count: int, faintest: float) -> tuple[Pixels, Pixels]:
    """Rows and columns of the peaks, at most `count`, that stand highest above what is around."""
    prominence = cv2.divide(smooth, clutter + 1)
    is_peak = (prominence >= cv2.dilate(prominence, _NEIGHBOURS)) & (smooth > faintest)
    ys, xs = np.nonzero(is_peak)
    best = np.argsort(-prominence[ys, xs], kind="stable")[:count]
    return ys[best], xs[best]


def _patches(picture: Luma | Floats, ys: Pixels, xs: Pixels) -> Floats:
    """The squares of 9 x 9 pixels around places, (places, 9, 9); beyond the border lies 0."""
    padded = cv2.copyMakeBorder(
        picture, _PATCH, _PATCH, _PATCH, _PATCH, cv2.BORDER_CONSTANT, value=0
    )
    reach = np.arange(2 * _PATCH + 1)
    return _floats(padded[ys[:, None, None] + reach[:, None], xs[:, None, None] + reach])


def _mean_within(patches: Floats, reach: int) -> Floats:
    inner = slice(_PATCH - reach, _PATCH + reach + 1)
    return _floats(patches[:, inner, inner].mean((1, 2)))


def _contrast(now: Luma, ys: Pixels, xs: Pixels) -> tuple[Floats, Floats]:
    """How much brighter a pixel is than its neighbourhood, signed and not."""
    height, width = now.shape
    ys, xs = np.clip(ys, _PATCH, height - _PATCH - 1), np.clip(xs, _PATCH, width - _PATCH - 1)
    patches = _patches(now, ys, xs)
    brighter = (patches[:, _PATCH, _PATCH] - patches.mean((1, 2))) / 30
    return brighter, np.abs(brighter)


def _centres(patches: Floats) -> tuple[Floats, Floats]:
    """Centre of what stands out in each patch, x and y from its middle, in pixels."""
    weight = _weights(patches)
    return (weight.sum(1) * _OFFSET).sum(1), (weight.sum(2) * _OFFSET).sum(1)


def _spreads(patches: Floats) -> tuple[Floats, Floats]:
    """Variance, in square pixels, of what stands out along its longer and its shorter axis."""
    weight = _weights(patches)
    across, down = weight.sum(1), weight.sum(2)
    dx, dy = (across * _OFFSET).sum(1), (down * _OFFSET).sum(1)
    xx = (across * _OFFSET**2).sum(1) - dx**2
    yy = (down * _OFFSET**2).sum(1) - dy**2
    xy = _OFFSET @ (weight @ _OFFSET).T - dx * dy
    mean, difference = (xx + yy) / 2, np.hypot((xx - yy) / 2, xy)
    return _floats(mean + difference), _floats(np.maximum(mean - difference, 0))


def _weights(patches: Floats) -> Floats:
    """The share of each pixel in what stands out in its patch."""
    weight = np.where(patches > 0.35 * patches[:, _PATCH, _PATCH, None, None], patches, 0)
    return _floats(weight / np.maximum(weight.sum((1, 2)), 1e-6)[:, None, None])


def _floats(values: ArrayLike) -> Floats:
    return np.asarray(values, np.float32)
