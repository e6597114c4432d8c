"""How far the position of a frame can be trusted: what a reviewer's queue sorts by."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_WINDOW = 4  # frames before and after whose scores speak for a frame
_MAX_SPAN = 6  # frames between which a straight path says nothing about the one in the middle
_DEFAULT_ROUGHNESS = 4.0  # pixels of roughness supposed where there are no neighbours


@dataclass(frozen=True, slots=True)
class Calibration:
    """From what is known of a position to the probability that it is right: logistic regression.

    What a score is worth depends on who gave it, so each kind of model has its own.
    """

    own: float  # weight of the log odds of the score
    around: float  # weight of the mean of those of the frames around
    roughness: float  # weight of the logarithm of 1 and the pixels by which the path is rough
    constant: float
    filled: float  # share of the lower end's confidence that a filled-in point has


# Fitted to the labelled badminton rallies of three venues. The constant is lower than fitted, so
# that it holds on the venue held back.
MOTION_CALIBRATION = Calibration(own=0.4, around=0.75, roughness=-0.3, constant=1.5, filled=0.5)


@dataclass(frozen=True, eq=False)
class ConfidenceFeatures:
    """What is known of the position of each frame: arrays of one length."""

    own: Floats  # log odds of its score, 0 where there is no detection
    around: Floats  # mean log odds of the detections around
    roughness: Floats  # logarithm of 1 and the pixels by which the path is rough there
    detected: NDArray[np.bool_]
    filled: NDArray[np.bool_]  # between two detections, without one of its own
    before: NDArray[np.intp]  # of a filled point, the frame of the last detection; else any
    after: NDArray[np.intp]  # and of the next one

    def probability(self, calibration: Calibration) -> NDArray[np.float32]:
        """Of each position being right, (T,), 0 where there is none."""
        log_odds = (
            calibration.constant
            + calibration.own * self.own
            + calibration.around * self.around
            + calibration.roughness * self.roughness
        )
        probability = np.where(self.detected, 1 / (1 + np.exp(-log_odds)), 0)
        lower_end = np.minimum(probability[self.before], probability[self.after])
        return np.where(self.filled, calibration.filled * lower_end, probability).astype(np.float32)


def confidence_features(
    x: Floats, y: Floats, log_odds: Floats, filled: NDArray[np.bool_]
) -> ConfidenceFeatures:
    """What positions (T,) and their scores tell of each other.

    `x`, `y` are pixels of a picture 512 wide, NaN where no ball is; `log_odds` (T,) are those of
    the detections, NaN where there is none; `filled` marks points without a detection of their own.
    """
    detected = np.isfinite(log_odds)
    roughness = _max_of_neighbours(
        _second_difference(np.where(detected, x, np.nan), np.where(detected, y, np.nan))
    )
    frames = np.arange(len(x))
    before = np.maximum.accumulate(np.where(detected, frames, 0))
    after = np.minimum.accumulate(np.where(detected, frames, len(x) - 1)[::-1])[::-1]
    return ConfidenceFeatures(
        own=np.where(detected, log_odds, 0),
        around=_mean_around(log_odds, _WINDOW),
        roughness=np.log1p(roughness),
        detected=detected,
        filled=filled,
        before=before,
        after=after,
    )


def confidence(
    x: Floats,
    y: Floats,
    log_odds: Floats,
    filled: NDArray[np.bool_],
    calibration: Calibration = MOTION_CALIBRATION,
) -> NDArray[np.float32]:
    """Probability that each position is right, (T,); see `confidence_features`, 0 without one."""
    if len(x) == 0:
        return np.zeros(0, np.float32)
    return confidence_features(x, y, log_odds, filled).probability(calibration)


def _second_difference(x: Floats, y: Floats) -> Floats:
    """Distance of each point from the straight line between its neighbours, NaN where unknown."""
    difference = np.full(len(x), np.nan)
    detected = np.flatnonzero(np.isfinite(x))
    before, here, after = detected[:-2], detected[1:-1], detected[2:]
    share = (here - before) / np.maximum(after - before, 1)
    across = x[here] - x[before] * (1 - share) - x[after] * share
    down = y[here] - y[before] * (1 - share) - y[after] * share
    difference[here] = np.where(after - before <= _MAX_SPAN, np.hypot(across, down), np.nan)
    return difference


def _max_of_neighbours(roughness: Floats) -> Floats:
    """The greatest roughness of each frame and its two neighbours."""
    padded = np.pad(roughness, 1, constant_values=np.nan)
    neighbours = np.stack([padded[:-2], padded[1:-1], padded[2:]])
    largest = np.where(np.isfinite(neighbours), neighbours, -1).max(axis=0)
    return np.where(largest < 0, _DEFAULT_ROUGHNESS, largest)


def _mean_around(values: Floats, reach: int) -> Floats:
    """Mean of the finite values within `reach` frames, 0 where there are none."""
    finite = np.isfinite(values)
    window = np.ones(2 * reach + 1)
    total = np.convolve(np.where(finite, values, 0), window)[reach : reach + len(values)]
    count = np.convolve(finite, window)[reach : reach + len(values)]
    mean: Floats = total / np.maximum(count, 1)
    return mean
