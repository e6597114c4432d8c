"""How likely a frame is wrong: evidence, and a small additive logistic model fitted to labels."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from inference.review.evidence import NAMES, FrameEvidence, FrameState

Floats = NDArray[np.float64]

_LIMIT = 30.0  # log odds beyond which a probability is 0 or 1


@dataclass(frozen=True, eq=False)
class AdditiveModel:
    """Log odds as a sum of one curve for each feature: a line with kinks at `knots`.

    Being additive, it can say which feature moved it, and by how much.
    """

    names: tuple[str, ...]
    knots: tuple[Floats, ...]  # of each feature, rising
    weights: tuple[Floats, ...]  # of each feature: of the line, then of each kink
    typical: Floats  # (features,) what each curve says on average
    constant: float  # log odds where all are typical

    def contributions(self, table: Floats) -> Floats:
        """(T, features): by how much each feature raises the log odds in each of T frames."""
        columns = [
            hinges(table[:, i], knots) @ weights
            for i, (knots, weights) in enumerate(zip(self.knots, self.weights, strict=True))
        ]
        return np.asarray(np.stack(columns, axis=1) - self.typical)

    def probability(self, table: Floats) -> Floats:
        """(T,)"""
        return _sigmoid(self.constant + self.contributions(table).sum(axis=1))


@dataclass(frozen=True, eq=False)
class DoubtModel:
    """A model for each state that a frame can be in."""

    of_state: Mapping[FrameState, AdditiveModel]

    def wrong(self, evidence: FrameEvidence) -> Floats:
        """(T,) the probability that each frame is wrong.

        Wrong is a ball further than 4 pixels of a picture 512 wide from the true one, a ball
        where there is none, and none where there is one.
        """
        wrong = np.zeros(len(evidence))
        for state, model in self.of_state.items():
            rows = evidence.state == state
            if rows.any():
                wrong[rows] = model.probability(evidence.table(state)[rows])
        return wrong

    def to_json(self) -> dict[str, object]:
        """The model as it stands in a file."""
        return {state.name.lower(): _to_json(model) for state, model in self.of_state.items()}

    @classmethod
    def of_json(cls, value: Mapping[str, object]) -> "DoubtModel":
        """The model in a file; ValueError or KeyError if it does not fit these features."""
        return cls({state: _of_json(value[state.name.lower()], state) for state in FrameState})


def shipped_doubt(model: str) -> DoubtModel:
    """The model for runs of `model`: that of "motion" for itself, that of networks for others."""
    text = files("resources").joinpath("review/doubt.json").read_text(encoding="utf-8")
    return DoubtModel.of_json(json.loads(text)["motion" if model == "motion" else "network"])


def hinges(values: Floats, knots: Floats) -> Floats:
    """(T, 1 + knots): `values`, and by how much they exceed each knot."""
    return np.concatenate(
        [values[:, None], np.maximum(values[:, None] - knots[None, :], 0)], axis=1
    )


def _sigmoid(log_odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -_LIMIT, _LIMIT))))


def _to_json(model: AdditiveModel) -> dict[str, object]:
    curves = {
        name: {"typical": _rounded(typical), "knots": _list(knots), "weights": _list(weights)}
        for name, typical, knots, weights in zip(
            model.names, model.typical.tolist(), model.knots, model.weights, strict=True
        )
    }
    return {"constant": _rounded(model.constant), "features": curves}


def _of_json(value: object, state: FrameState) -> AdditiveModel:
    assert isinstance(value, dict)
    curves = value["features"]
    names = NAMES[state]
    if set(curves) != set(names):
        raise ValueError(f"features {sorted(curves)} of {state.name}, not {sorted(names)}")
    return AdditiveModel(
        names,
        tuple(np.array(curves[name]["knots"], np.float64) for name in names),
        tuple(np.array(curves[name]["weights"], np.float64) for name in names),
        np.array([curves[name]["typical"] for name in names], np.float64),
        float(value["constant"]),
    )


def _list(values: Floats) -> list[float]:
    return [_rounded(value) for value in values.tolist()]


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")
