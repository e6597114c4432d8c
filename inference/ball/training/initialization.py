"""What a training starts from: a model that knows something, or a net that has learned nothing."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import torch
from torch import nn

from inference.ball.models.architectures import ARCHITECTURES
from inference.ball.models.folder import read_model
from inference.ball.models.onnx import OnnxNet
from inference.ball.nets.compact import Compact
from inference.ball.nets.grey import for_grey
from inference.ball.nets.input_spec import Colour, InputSpec
from inference.ball.training.presets import SIZES
from inference.evaluation.calibration import PlattScaling
from inference.models.card import Card, read_card
from storage.errors import UserError


@dataclass(frozen=True, eq=False)
class Parent:
    """The model that a training goes on from."""

    name: str
    weights: str  # SHA-256
    line: PlattScaling  # of its scores
    card: Mapping[str, Any]  # unchecked, but for what running it needs


@dataclass(frozen=True, eq=False)
class Start:
    """A net, how it is spoken to, and how its card describes it."""

    net: nn.Module
    input_spec: InputSpec
    title: str
    architecture: str
    config: Mapping[str, Any]  # the tables of its card
    input: Mapping[str, Any]
    parent: Parent | None = None
    exam: frozenset[str] = field(default_factory=frozenset)  # identities of videos held out so far


def start_anew(size: str, seed: int) -> Start:
    """A net of that `size`, a name in SIZES, with weights by chance."""
    chosen = SIZES[size]
    kind = ARCHITECTURES[chosen.architecture]
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        net = kind.make(chosen.config)
    input_spec = kind.input_spec(chosen.config, Card(Path(), dict(chosen.input)))
    config = {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in asdict(chosen.config).items()
    }
    return Start(net, input_spec, chosen.title, chosen.architecture, config, chosen.input)


def start_from(folder: Path) -> Start:
    """The model in `folder`; one for colours goes on as one for grey pictures, as windows are.

    UserError if it is damaged, or of a kind that cannot be trained.
    """
    if not folder.is_dir():
        raise UserError(
            f"{folder} is a file of weights alone.",
            "Make it a model first, with touchline import model, and name that.",
        )
    model = read_model(folder)
    card = read_card(folder).values
    if isinstance(model.net, OnnxNet):
        raise UserError(
            f"{model.name} is an ONNX model: it can be run, but not trained.",
            "Start from one of Touchline's own, or from nothing with --size.",
        )
    net, config, input_spec = model.net, dict(card["config"]), model.input_spec
    if not isinstance(net, Compact):
        net, config, input_spec = (
            for_grey(net),
            {**config, "grey": True},
            replace(input_spec, colour=Colour.GREY),
        )
    line = PlattScaling(model.slope, model.constant)
    return Start(
        net.requires_grad_(True),
        input_spec,
        str(card.get("title", model.name)),
        model.architecture,
        config,
        card["input"],
        Parent(model.name, model.weights, line, card),
        _exam(card),
    )


def _exam(card: Mapping[str, Any]) -> frozenset[str]:
    exam = card.get("exam")
    videos = exam.get("videos") if isinstance(exam, dict) else None
    return (
        frozenset(v for v in videos if isinstance(v, str))
        if isinstance(videos, list)
        else frozenset()
    )
