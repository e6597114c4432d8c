"""The line that turns a net's log odds into those of being right, fitted to labelled pictures."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from inference.ball.evaluation.metrics import REFERENCE_WIDTH, TOLERANCE
from inference.evaluation.calibration import PlattScaling, fit_logistic_regression, log_odds
from storage.records import Candidates

_FEWEST = 20  # candidates that are right, and that are wrong: fewer say nothing
_PULL = 1.0  # towards the net's own word, as strongly as one candidate pulls
_FLATTEST, _STEEPEST = 0.2, 10.0


def fit_calibration(
    outcomes: Iterable[tuple[Candidates, NDArray[np.floating], int]],
) -> PlattScaling | None:
    """The line after which scores are frequencies of being right, by logistic regression.

    Each entry holds the candidates of some pictures, the true points (T, 2) in them, NaN where
    there is no ball, and their width. None if there are too few, or scores say nothing.
    """
    scores, right = [], []
    for candidates, points, width in outcomes:
        there = np.isfinite(candidates.score)
        far = np.hypot(candidates.x - points[:, :1], candidates.y - points[:, 1:])
        scores.append(candidates.score[there])
        right.append((far <= TOLERANCE * width / REFERENCE_WIDTH)[there])  # NaN is not
    if not scores:
        return None
    x, y = log_odds(np.concatenate(scores)), np.concatenate(right).astype(np.float64)
    if min(y.sum(), len(y) - y.sum()) < _FEWEST:
        return None
    columns = np.stack([x, np.ones_like(x)], axis=1)
    slope, constant = fit_logistic_regression(
        columns, y, np.array([1.0, 0.0]), np.full(2, _PULL)
    ).tolist()
    return PlattScaling(slope, constant) if _FLATTEST <= slope <= _STEEPEST else None
