"""A ball model on disk: a folder with `model.toml`, its card, and its weights.

Such folders come from anywhere: everything in them is checked before it is used.
"""

import hashlib
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, fields
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load
from torch import Tensor, nn

from inference.ball.models.architectures import ARCHITECTURES, Architecture
from inference.ball.models.onnx import ONNX, OnnxNet, read_onnx
from inference.ball.nets.fuse_batch_norm import fuse_batch_norm
from inference.ball.nets.input_spec import InputSpec
from inference.ball.tracking.calibrated_confidence import NETS
from inference.ball.tracking.confidence import Calibration
from inference.models.card import Card, read_bounded, read_card
from inference.runtime.backends import Program
from storage.errors import UserError

WEIGHTS = "weights.safetensors"
_LARGEST = 1 << 28  # bytes
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
    calibration: Calibration = NETS  # how far its tracks can be trusted

    def program(self) -> Program:
        """The model as engines run it: its net, made faster and for bytes; `net` stays as it is."""
        if isinstance(self.net, OnnxNet):
            return Program(self.weights, onnx=self.net.model, before=self.net.before)
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
        net, input_spec, weights = read_onnx(folder, card)
    else:
        card.only({"task", "architecture", "config", "input", "scores"} | _OPTIONAL)
        kind = ARCHITECTURES[architecture]
        config = kind.config(card.table("config"))
        input_spec = kind.input_spec(config, card.table("input"))
        weights = read_bounded(folder / WEIGHTS, _LARGEST)
        net = _net(folder, kind, config, weights)
    scores = card.table("scores")
    return BallModel(
        name=folder.resolve().name,
        net=net,
        input_spec=input_spec,
        slope=scores.number("slope", -_STEEPEST, _STEEPEST),
        constant=scores.number("constant", -_STEEPEST, _STEEPEST),
        weights=hashlib.sha256(weights).hexdigest(),
        architecture=architecture,
        calibration=_calibration(card.table(_CONFIDENCE)) if _CONFIDENCE in card.values else NETS,
    )


def _calibration(card: Card) -> Calibration:
    names = [field.name for field in fields(Calibration)]
    card.only(names)
    return Calibration(*(card.number(name, -_STEEPEST, _STEEPEST) for name in names))


def misfits(wanted: Mapping[str, Tensor], given: Mapping[str, Tensor]) -> list[str]:
    """All by which weights `given` are not the ones of a net that has `wanted`.

    Each must be there, of its shape and kind, and finite, and there must be no others.
    """
    wrong = [f"it lacks {name}" for name in sorted(set(wanted) - set(given))]
    wrong += [f"it holds, unknown to this net, {name}" for name in sorted(set(given) - set(wanted))]
    for name in sorted(set(wanted) & set(given)):
        value = given[name]
        if value.shape != wanted[name].shape or value.dtype != wanted[name].dtype:
            wrong.append(f"{name} is {_kind(value)}, where {_kind(wanted[name])} is wanted")
        elif not torch.isfinite(value).all():
            wrong.append(f"{name} holds what is no number")
    return wrong


def _net(folder: Path, kind: Architecture, config: object, weights: bytes) -> nn.Module:
    with torch.device("meta"):
        net = kind.make(config)
    try:
        given = load(weights)
    except (SafetensorError, ValueError, KeyError) as error:
        raise _damaged(folder, f"{error}") from error
    if wrong := misfits(net.state_dict(), given):
        raise _damaged(folder, wrong[0])
    net.load_state_dict(given, assign=True)
    return net.eval().requires_grad_(False)


def _kind(tensor: Tensor) -> str:
    return f"{str(tensor.dtype).removeprefix('torch.')} {tuple(tensor.shape)}"


def _damaged(folder: Path, what: str) -> UserError:
    return UserError(f"{folder / WEIGHTS} is damaged: {what}.", "Get the model anew.")
