"""Ball candidates without a network: small things that stand out from their own past and future."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from inference.ball.shots import background, shots, starts_of_shots
from storage.records import Candidates

Luma = NDArray[np.uint8]
Pixels = NDArray[np.intp]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class MotionSettings:
    """How small moving things are found; lengths are pixels of the pictures given."""

    lag: int = 3  # frames to the pictures compared with: a slow ball must have left its place
    dark: float = 0.7  # weight of things darker than what is behind them
    surroundings: int = 25  # side of the square in which other motion counts as clutter
    faintest: float = 1.5  # grey levels, smoothed, below which nothing is seen
    considered: int = 24  # peaks of a frame that are measured
    kept: int = 12  # and those that are kept


# Logistic regression on the labelled badminton rallies of three venues, the fourth held back:
# weights of the logarithms of the smoothed peak, of the mean difference in squares of 25, 7 and 3
# pixels around it, of the difference between past and future there, and of the contrast.
_WEIGHTS = np.array([3.85, -2.70, -5.19, 4.09, -0.62, 0.87, -0.78], np.float32)
_BIAS = np.float32(-13.67)

_PATCH = 4  # pixels on either side of a peak that are measured


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
    cuts = starts_of_shots(luma)
    found = [np.zeros((0, 3), np.float32)] * len(luma)
    for first, stop in shots(cuts):
        if stop > preroll:
            shot = luma[first:stop]
            behind = background(shot)
            for t in range(max(preroll - first, 0), stop - first):
                found[first + t] = _candidates(shot, t, behind, settings)
    x, y, score = np.full((3, len(luma) - preroll, settings.kept), np.nan, np.float32)
    for row, places in enumerate(found[preroll:]):
        x[row, : len(places)], y[row, : len(places)], score[row, : len(places)] = places.T
    return Candidates(x, y, score, cuts[preroll:])


def _candidates(shot: Luma, t: int, behind: Luma, settings: MotionSettings) -> Floats:
    """Rows x, y, score of picture `t`."""
    now = shot[t]
    past, future = (shot[i] for i in _compared(t, len(shot), settings.lag))
    standing_out = _standing_out(now, past, future, behind, settings.dark)
    smooth = _floats(cv2.GaussianBlur(standing_out, (7, 7), 1.2))
    side = settings.surroundings
    clutter = _floats(cv2.boxFilter(standing_out, -1, (side, side)))
    ys, xs = _peaks(smooth, clutter, settings)
    patches = _patches(standing_out, ys, xs)
    features = np.stack(
        [
            np.log(1 + smooth[ys, xs]),
            np.log(0.3 + clutter[ys, xs]),
            np.log(0.3 + _middle(patches, 3)),
            np.log(0.3 + _middle(patches, 1)),
            np.log(2 + np.abs(past[ys, xs].astype(np.float32) - future[ys, xs])),
            *_contrast(now, ys, xs),
        ],
        axis=1,
    )
    score = 1 / (1 + np.exp(-(features @ _WEIGHTS + _BIAS)))
    best = np.argsort(-score, kind="stable")[: settings.kept]
    dx, dy = _centres(patches[best])
    return np.stack([xs[best] + dx, ys[best] + dy, score[best]], axis=1)


def _compared(t: int, length: int, lag: int) -> tuple[int, int]:
    """The two pictures that picture `t` is compared with: before and after, or two of one side."""
    before, after = t - lag, t + lag
    if before < 0:
        before = t + 2 * lag
    if after >= length:
        after = t - 2 * lag
    return min(max(before, 0), length - 1), min(max(after, 0), length - 1)


def _standing_out(now: Luma, past: Luma, future: Luma, behind: Luma, dark: float) -> Floats:
    """Grey levels by which a pixel is brighter, or darker, than in past, future and background."""
    brighter = cv2.subtract(now, cv2.max(cv2.max(past, future), behind))
    darker = cv2.subtract(cv2.min(cv2.min(past, future), behind), now)
    return _floats(cv2.max(brighter.astype(np.float32), darker.astype(np.float32) * dark))


def _peaks(smooth: Floats, clutter: Floats, settings: MotionSettings) -> tuple[Pixels, Pixels]:
    """Rows and columns of the peaks that stand most above the motion around them."""
    alone = cv2.divide(smooth, clutter + 1)
    tops = (alone >= cv2.dilate(alone, np.ones((5, 5), np.uint8))) & (smooth > settings.faintest)
    ys, xs = np.nonzero(tops)
    best = np.argsort(-alone[ys, xs], kind="stable")[: settings.considered]
    return ys[best], xs[best]


def _patches(picture: NDArray[np.generic], ys: Pixels, xs: Pixels) -> Floats:
    """The squares of 9 x 9 pixels around places, (places, 9, 9); beyond the border lies 0."""
    padded = np.pad(picture, _PATCH)
    reach = np.arange(2 * _PATCH + 1)
    return _floats(padded[ys[:, None, None] + reach[:, None], xs[:, None, None] + reach])


def _middle(patches: Floats, reach: int) -> Floats:
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
    weight = np.where(patches > 0.35 * patches[:, _PATCH, _PATCH, None, None], patches, 0)
    total = np.maximum(weight.sum((1, 2)), 1e-6)
    offset = np.arange(-_PATCH, _PATCH + 1, dtype=np.float32)
    return (weight.sum(1) * offset).sum(1) / total, (weight.sum(2) * offset).sum(1) / total


def _floats(values: ArrayLike) -> Floats:
    return np.asarray(values, np.float32)
