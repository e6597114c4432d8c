"""Fits the probability that a frame is wrong to labelled videos."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.evaluation.calibration import fit_logistic_regression
from inference.review.doubt import AdditiveModel, DoubtModel, hinges
from inference.review.evidence import NAMES, FrameEvidence, FrameState

Floats = NDArray[np.float64]

_QUANTILES = (0.15, 0.35, 0.65, 0.85)  # where a curve may bend
_RIDGE = 3.0  # samples that pull each weight towards 0, in units of the feature's spread
_FEWEST = 1e-9  # spread below which a feature says nothing


@dataclass(frozen=True, eq=False)
class DoubtSample:
    """The evidence of one video, and which of its frames are wrong as far as labels say."""

    evidence: FrameEvidence
    labelled: NDArray[np.bool_]  # (T,)
    wrong: NDArray[np.bool_]  # (T,)


def fit_doubt(samples: Sequence[DoubtSample]) -> DoubtModel:
    """The model that makes what is wrong in `samples` the likeliest, a curve for each feature."""
    return DoubtModel({state: _fit_state(samples, state) for state in FrameState})


def _fit_state(samples: Sequence[DoubtSample], state: FrameState) -> AdditiveModel:
    rows = [sample.labelled & (sample.evidence.state == state) for sample in samples]
    table = np.concatenate([s.evidence.table(state)[r] for s, r in zip(samples, rows, strict=True)])
    wrong = np.concatenate([s.wrong[r] for s, r in zip(samples, rows, strict=True)])
    if not len(table):  # never seen: as likely right as wrong
        nothing = tuple(np.zeros(0) for _ in NAMES[state])
        flat = tuple(np.zeros(1) for _ in NAMES[state])
        return AdditiveModel(NAMES[state], nothing, flat, np.zeros(len(flat)), 0.0)
    knots = tuple(_knots(column) for column in table.T)
    bases = [hinges(column, k) for column, k in zip(table.T, knots, strict=True)]
    basis = np.concatenate(bases, axis=1)
    middle, spread = basis.mean(0), basis.std(0)
    spread = np.where(spread > _FEWEST, spread, np.inf)
    scaled = np.concatenate([(basis - middle) / spread, np.ones((len(basis), 1))], axis=1)
    ridge = np.full(scaled.shape[1], _RIDGE)
    ridge[-1] = 1e-3  # nothing pulls at the constant
    fitted = fit_logistic_regression(scaled, wrong.astype(np.float64), np.zeros(len(ridge)), ridge)
    weights = np.split(fitted[:-1] / spread, np.cumsum([b.shape[1] for b in bases])[:-1])
    typical = np.array([(b @ w).mean() for b, w in zip(bases, weights, strict=True)])
    return AdditiveModel(NAMES[state], knots, tuple(weights), typical, float(fitted[-1]))


def _knots(column: Floats) -> Floats:
    """Where a feature's curve may bend: nowhere where it takes two values alone."""
    if len(np.unique(column[:2000])) <= 2:
        return np.zeros(0)
    return np.unique(np.quantile(column, _QUANTILES))
