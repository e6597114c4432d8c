"""A ball model on disk: what its card says, checked, and its net."""

import hashlib
from copy import deepcopy
from dataclasses import dataclass, fields
from pathlib import Path

from torch import nn

from inference.ball.models.architectures import ARCHITECTURES
from inference.ball.models.onnx import OnnxNet, read_onnx
from inference.ball.nets.fuse_batch_norm import fuse_batch_norm
from inference.ball.nets.input_spec import InputSpec
from inference.ball.tracking.calibrated_confidence import NET_CALIBRATION
from inference.ball.tracking.confidence import Calibration
from inference.models.card import Card, read_card
from inference.models.folder import read_weights
from inference.models.locations import ONNX
from inference.runtime.backends import Program

_CONFIDENCE = "confidence"
_OPTIONAL = {"title", "licence", "convention", "training", "results", _CONFIDENCE}
_OPTIONAL |= {"made", "parent", "exam"}  # of models that were trained here
_STEEPEST = 100.0


@dataclass(frozen=True, eq=False)
class BallModel:
    """A model that is ready to run, or to be trained on."""

    name: str
    net: nn.Module | OnnxNet
    input_spec: InputSpec
    slope: float  # of the line from the net's log odds to those of being right
    constant: float
    weights: str  # SHA-256 of the weights
    architecture: str
    calibration: Calibration = NET_CALIBRATION  # how far its tracks can be trusted

    def program(self) -> Program:
        """The model as engines run it: its net, made faster and for bytes; `net` stays as it is."""
        if isinstance(self.net, OnnxNet):
            return Program(self.weights, onnx=self.net.model, preprocess=self.net.preprocess)
        net = fuse_batch_norm(deepcopy(self.net))
        kind = ARCHITECTURES[self.architecture]
        return Program(self.weights, kind.for_bytes(net))


def read_model(folder: Path) -> BallModel:
    """The model in `folder`. UserError if it is damaged, or not what this program runs."""
    card = read_card(folder)
    card.word("task", ["ball"])
    architecture = card.word("architecture", [*ARCHITECTURES, ONNX])
    net: nn.Module | OnnxNet
    if architecture == ONNX:
        card.only({"task", "architecture", "input", "output", "scores"} | _OPTIONAL)
        net, input_spec, data = read_onnx(folder, card)
        weights = hashlib.sha256(data).hexdigest()
    else:
        card.only({"task", "architecture", "config", "input", "scores"} | _OPTIONAL)
        kind = ARCHITECTURES[architecture]
        config = kind.config(card.table("config"))
        input_spec = kind.input_spec(config, card.table("input"))
        net, weights = read_weights(folder, lambda: kind.make(config))
    scores = card.table("scores")
    return BallModel(
        name=folder.resolve().name,
        net=net,
        input_spec=input_spec,
        slope=scores.number("slope", -_STEEPEST, _STEEPEST),
        constant=scores.number("constant", -_STEEPEST, _STEEPEST),
        weights=weights,
        architecture=architecture,
        calibration=_calibration(card.table(_CONFIDENCE))
        if _CONFIDENCE in card.values
        else NET_CALIBRATION,
    )


def _calibration(card: Card) -> Calibration:
    names = [field.name for field in fields(Calibration)]
    card.only(names)
    return Calibration(*(card.number(name, -_STEEPEST, _STEEPEST) for name in names))
