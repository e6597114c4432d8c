"""The line that turns a net's log odds into those of being right, fitted to labelled pictures."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.ball.evaluation import RIGHT, WIDTH
from storage.records import Candidates

_LEAST = 1e-6  # scores are held this far from 0 and 1
_FEWEST = 20  # candidates that are right, and that are wrong: fewer say nothing
_STEPS = 50
_PULL = 1.0  # towards the net's own word, as strongly as one candidate pulls
_FLATTEST, _STEEPEST = 0.2, 10.0


@dataclass(frozen=True, slots=True)
class Line:
    """Log odds of being right are `slope` times those of the net's score, plus `constant`."""

    slope: float = 1.0
    constant: float = 0.0

    def __call__(self, score: NDArray[np.floating]) -> NDArray[np.float32]:
        """Scores as probabilities of being right; NaN stays."""
        odds = self.constant + self.slope * _log_odds(score)
        return np.asarray(1 / (1 + np.exp(-odds)), np.float32)


def fitted(judged: Iterable[tuple[Candidates, NDArray[np.floating], int]]) -> Line | None:
    """The line after which scores are frequencies of being right, by logistic regression.

    Each entry holds the candidates of some pictures, the true places (T, 2) in them, NaN where
    there is no ball, and their width. None if there is too little to go by, or scores say nothing.
    """
    scores, right = [], []
    for candidates, places, width in judged:
        there = np.isfinite(candidates.score)
        far = np.hypot(candidates.x - places[:, :1], candidates.y - places[:, 1:])
        scores.append(candidates.score[there])
        right.append((far <= RIGHT * width / WIDTH)[there])  # NaN is not
    if not scores:
        return None
    x, y = _log_odds(np.concatenate(scores)), np.concatenate(right).astype(np.float64)
    if min(y.sum(), len(y) - y.sum()) < _FEWEST:
        return None
    slope, constant = _regression(x, y)
    return Line(slope, constant) if _FLATTEST <= slope <= _STEEPEST else None


def _regression(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[float, float]:
    """Newton's method for the likeliest line; what pulls at it keeps it finite."""
    columns = np.stack([x, np.ones_like(x)], axis=1)
    start = np.array([1.0, 0.0])
    line = start.copy()
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(columns @ line, -50, 50)))
        gradient = columns.T @ (p - y) + _PULL * (line - start)
        curvature = (columns * (p * (1 - p))[:, None]).T @ columns + _PULL * np.eye(2)
        line -= np.linalg.solve(curvature, gradient)
    return float(line[0]), float(line[1])


def _log_odds(score: NDArray[np.floating]) -> NDArray[np.float64]:
    sure = np.clip(score.astype(np.float64), _LEAST, 1 - _LEAST)
    odds: NDArray[np.float64] = np.log(sure / (1 - sure))
    return odds
