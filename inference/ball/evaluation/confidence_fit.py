"""Learns from labelled frames how far the positions of a model can be trusted."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.ball.tracking.confidence import Calibration, ConfidenceFeatures
from inference.evaluation.calibration import fit_logistic_regression
from inference.evaluation.outcomes import Outcome, Outcomes

_RIDGE = 1.0  # keeps a weight near 0 that a few frames say little of
_MIN_POSITIONS = 30  # right positions, and wrong ones, below which a fit is chance


@dataclass(frozen=True, eq=False)
class CalibrationSample:
    """The outcomes of one video, and what is known of all its frames."""

    outcomes: Outcomes
    features: ConfidenceFeatures

    @property
    def predictions(self) -> Outcomes:
        """The frames with a position."""
        return self.outcomes.where(self.outcomes.predicted)

    def with_confidence(self, calibration: Calibration) -> Outcomes:
        """The frames with a position, as sure of it as `calibration` says."""
        predictions = self.predictions
        confidence = self.features.probability(calibration)[predictions.frame].astype(np.float64)
        return Outcomes(
            predictions.clip,
            predictions.frame,
            predictions.outcome,
            predictions.error,
            confidence,
            predictions.unit,
        )


def fit_calibration(samples: Sequence[CalibrationSample]) -> Calibration:
    """The calibration that makes what is right in all `samples` the likeliest.

    ValueError if they hold too few right or too few wrong positions to tell.
    """
    features, correct = _table(samples)
    if min(np.count_nonzero(correct), np.count_nonzero(~correct)) < _MIN_POSITIONS:
        raise ValueError(
            f"{len(correct)} positions, of which {np.count_nonzero(correct)} are right"
        )
    # nothing pulls at the constant
    ridge = np.array([_RIDGE, _RIDGE, _RIDGE, 0.0])
    weights = fit_logistic_regression(features, correct.astype(np.float64), np.zeros(4), ridge)
    own, around, roughness, constant = weights.tolist()
    without_gaps = Calibration(own, around, roughness, constant, filled=1.0)
    return Calibration(own, around, roughness, constant, _filled(samples, without_gaps))


def _table(samples: Sequence[CalibrationSample]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """What is known of every detection that was judged (n, 4), and whether it is right (n,)."""
    rows, correct = [np.zeros((0, 4))], [np.zeros(0, np.bool_)]
    for sample in samples:
        predictions = sample.predictions
        detected = sample.features.detected[predictions.frame]
        frames, features = predictions.frame[detected], sample.features
        columns = (features.own, features.around, features.roughness)
        rows.append(np.stack([*(values[frames] for values in columns), np.ones(len(frames))], 1))
        correct.append(predictions.are(Outcome.TP)[detected])
    return np.concatenate(rows), np.concatenate(correct)


def _filled(samples: Sequence[CalibrationSample], calibration: Calibration) -> float:
    """Right filled-in points over what the lower ends of their gaps promise."""
    correct, promised = 10.0, 20.0  # a half, until there are points to tell
    for sample in samples:
        predictions = sample.with_confidence(calibration)
        filled = sample.features.filled[predictions.frame]
        correct += np.count_nonzero(predictions.are(Outcome.TP) & filled)
        promised += float(predictions.confidence[filled].sum())
    return float(min(correct / promised, 1.0))
