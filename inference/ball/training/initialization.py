"""What a ball training starts from: a model, or a preset with weights by chance."""

from dataclasses import asdict
from pathlib import Path

import torch

from inference.ball.models.architectures import ARCHITECTURES, kind_of
from inference.ball.models.folder import read_model
from inference.ball.models.onnx import OnnxNet
from inference.ball.nets.compact import Compact
from inference.ball.nets.grey import for_grey
from inference.ball.nets.input_spec import InputSpec
from inference.ball.training.presets import PRESETS
from inference.evaluation.calibration import PlattScaling
from inference.models.card import Card, read_card
from inference.training.model_card import held_out_videos
from inference.training.task import Initialization, ParentModel
from storage.errors import UserError


def from_preset(preset: str, seed: int) -> Initialization:
    """The net of `preset`, a name in PRESETS, with weights by chance."""
    chosen = PRESETS[preset]
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        net = ARCHITECTURES[chosen.architecture].make(chosen.config)
    config = {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in asdict(chosen.config).items()
    }
    return Initialization(net, chosen.title, chosen.architecture, config, chosen.input)


def from_model(folder: Path) -> Initialization:
    """The model in `folder`; one for colours goes on as one for grey pictures, as samples are.

    UserError if it is damaged, or of a kind that cannot be trained.
    """
    if not folder.is_dir():
        raise UserError(
            f"{folder} is a file of weights, not a model folder.",
            "Import it first, with touchline import model, and name the model.",
        )
    model = read_model(folder)
    card = read_card(folder).values
    if isinstance(model.net, OnnxNet):
        raise UserError(
            f"{model.name} is an ONNX model: it can be run, but not trained.",
            "Start from one of Touchline's own, or from scratch with --preset.",
        )
    net, config = model.net, dict(card["config"])
    if not isinstance(net, Compact):
        net, config = for_grey(net), {**config, "grey": True}
    return Initialization(
        net.requires_grad_(True),
        str(card.get("title", model.name)),
        model.architecture,
        config,
        card["input"],
        ParentModel(model.name, model.weights, card),
        held_out_videos(card),
    )


def input_spec_of(initialization: Initialization) -> InputSpec:
    """How the net is spoken to."""
    net = initialization.net
    return kind_of(net).input_spec(net.config, Card(Path(), dict(initialization.input)))


def parent_line(initialization: Initialization) -> PlattScaling | None:
    """The line of the parent's scores; None without a parent."""
    if initialization.parent is None:
        return None
    scores = initialization.parent.card["scores"]
    return PlattScaling(float(scores["slope"]), float(scores["constant"]))
