"""Scores as log odds, and what log odds have proved to be worth: logistic regression."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MAX_LOG_ODDS = 6.0  # log odds of a detection are held within this, so that no single frame decides
_LEAST = 1e-6  # scores are held this far from 0 and 1
_STEPS = 50  # of Newton's method, which needs ten
_SETTLED = 1e-8  # a step that moves no weight by more is the last


def log_odds(score: NDArray[np.floating]) -> NDArray[np.float64]:
    """Log odds of scores from 0 to 1, of any shape; NaN stays."""
    clipped = np.clip(score.astype(np.float64), _LEAST, 1 - _LEAST)
    values: NDArray[np.float64] = np.log(clipped / (1 - clipped))
    return values


def clipped_log_odds(score: NDArray[np.floating]) -> NDArray[np.float64]:
    """Log odds of scores as a path weighs them: from -MAX_LOG_ODDS to MAX_LOG_ODDS."""
    return np.clip(log_odds(score), -MAX_LOG_ODDS, MAX_LOG_ODDS)


@dataclass(frozen=True, slots=True)
class PlattScaling:
    """Log odds of being right are `slope` times those of the net's score, plus `constant`."""

    slope: float = 1.0
    constant: float = 0.0

    def __call__(self, score: NDArray[np.floating]) -> NDArray[np.float32]:
        """Scores, 0 to 1, as probabilities of being right; NaN stays."""
        scaled = self.constant + self.slope * log_odds(score)
        return np.asarray(1 / (1 + np.exp(-scaled)), np.float32)


def fit_logistic_regression(
    features: NDArray[np.float64],
    targets: NDArray[np.floating],
    prior: NDArray[np.float64],
    ridge: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Weights (k,) of what is `features` (n, k) that make `targets` (n,), 0 or 1, the likeliest.

    Logistic regression by Newton's method. Each weight is pulled towards its `prior` (k,) as
    strongly as so many samples pull (k,), which keeps it finite.
    """
    weights = prior.copy()
    for _ in range(_STEPS):
        probability = 1 / (1 + np.exp(-np.clip(features @ weights, -50, 50)))
        gradient = features.T @ (targets - probability) - ridge * (weights - prior)
        hessian = (features * (probability * (1 - probability))[:, None]).T @ features + np.diag(
            ridge
        )
        step = np.linalg.solve(hessian, gradient)
        weights += step
        if np.abs(step).max() < _SETTLED:
            break
    return weights
