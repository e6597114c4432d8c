"""Learns from labelled frames how far the positions of a model can be trusted."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.ball.tracking.confidence import Calibration, Signals
from inference.evaluation.calibration import fit_logistic_regression
from inference.evaluation.outcomes import Outcome, Outcomes

_RIDGE = 1.0  # keeps a weight near 0 that a few frames say little of
_LEAST = 30  # right positions, and wrong ones, below which a fit is chance


@dataclass(frozen=True, eq=False)
class CalibrationSample:
    """The outcomes of one video, and what is known of all its frames."""

    outcomes: Outcomes
    signals: Signals

    @property
    def given(self) -> Outcomes:
        """The frames with a position."""
        return self.outcomes.where(self.outcomes.predicted)

    def with_confidence(self, calibration: Calibration) -> Outcomes:
        """The frames with a position, as sure of it as `calibration` says."""
        given = self.given
        sure = self.signals.probability(calibration)[given.frame].astype(np.float64)
        return Outcomes(given.clip, given.frame, given.outcome, given.error, sure, given.unit)


def fit_calibration(samples: Sequence[CalibrationSample]) -> Calibration:
    """The calibration that makes what is right in all `samples` the likeliest.

    ValueError if they hold too few right or too few wrong positions to tell.
    """
    known, right = _table(samples)
    if min(np.count_nonzero(right), np.count_nonzero(~right)) < _LEAST:
        raise ValueError(f"{len(right)} positions, of which {np.count_nonzero(right)} are right")
    # nothing pulls at the constant
    pull = np.array([_RIDGE, _RIDGE, _RIDGE, 0.0])
    weights = fit_logistic_regression(known, right.astype(np.float64), np.zeros(4), pull)
    own, around, roughness, constant = weights.tolist()
    line = Calibration(own, around, roughness, constant, filled=1.0)
    return Calibration(own, around, roughness, constant, _filled(samples, line))


def _table(samples: Sequence[CalibrationSample]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """What is known of every detection that was judged (n, 4), and whether it is right (n,)."""
    rows, right = [np.zeros((0, 4))], [np.zeros(0, np.bool_)]
    for sample in samples:
        given = sample.given
        detected = sample.signals.detected[given.frame]
        at, told = given.frame[detected], sample.signals
        rows.append(
            np.stack([told.own[at], told.around[at], told.roughness[at], np.ones(len(at))], 1)
        )
        right.append(given.are(Outcome.TP)[detected])
    return np.concatenate(rows), np.concatenate(right)


def _filled(samples: Sequence[CalibrationSample], line: Calibration) -> float:
    """Right filled-in points over what the lower ends of their gaps promise."""
    right, promised = 10.0, 20.0  # a half, until there are points to tell
    for sample in samples:
        given = sample.with_confidence(line)
        filled = sample.signals.filled[given.frame]
        right += np.count_nonzero(given.are(Outcome.TP) & filled)
        promised += float(given.confidence[filled].sum())
    return float(min(right / promised, 1.0))
