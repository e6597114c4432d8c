"""Published weights of ball nets: recognized by their names, checked, and written as a model."""

import hashlib
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors.torch import save
from torch import Tensor, nn

from inference.ball.models.architectures import ARCHITECTURES
from inference.ball.models.folder import BallModel
from inference.ball.nets.tracknet import TrackNetConfig
from inference.ball.nets.tracknetv2 import TrackNetV2Config
from inference.ball.nets.wasb import WasbConfig
from inference.models.card import Card
from inference.models.folder import weight_problems
from inference.models.locations import CARD, WEIGHTS
from inference.models.third_party_weights import (
    Weights,
    as_stored,
    read_weights_file,
    readable_nets,
    unknown_weights,
)
from inference.models.writer import Table, toml
from storage.errors import UserError
from storage.files import folder_written_beside

PUBLISHED_NETS = ("TrackNet", "TrackNetV2", "TrackNetV3's tracking net", "WASB")
_SHOWN = 3  # of the things that do not fit
_SIZES = {"tracknet": (640, 360), "tracknetv2": (512, 288), "wasb": (512, 288)}
_SHAPE = ("frames", "norm_first", "background")  # of a config, where it is not always the same

Config = TrackNetConfig | TrackNetV2Config | WasbConfig


def read_published(path: Path) -> BallModel:
    """The model in a `.pt` or `.pth` file of weights, ready to run.

    UserError if it is damaged, contains more than weights, or those of an unknown net.
    """
    weights = read_weights_file(path)
    recognized = _recognized(path, weights)
    if recognized is None:
        raise unknown_weights(path, weights, PUBLISHED_NETS)
    name, config = recognized
    net, state = _checked(path, weights, name, config)
    net.load_state_dict(state, assign=True)
    width, height = _SIZES[name]
    return BallModel(
        name=path.stem,
        net=net.eval().requires_grad_(False),
        input_spec=ARCHITECTURES[name].input_spec(
            config, Card(path, {"width": width, "height": height})
        ),
        slope=1.0,
        constant=0.0,
        weights=hashlib.sha256(save(state)).hexdigest(),
        architecture=name,
    )


def convert_weights(path: Path, weights: Weights, folder: Path) -> bool:
    """Write the `weights` of a file as a model folder, which must not be there yet.

    False, and nothing is written, if they are not those of a net that is known here. UserError if
    they do not fit their net, or the disk refuses.
    """
    recognized = _recognized(path, weights)
    if recognized is None:
        return False
    name, config = recognized
    _, state = _checked(path, weights, name, config)
    with folder_written_beside(folder) as part:
        (part / CARD).write_text(toml(_card(path, name, config)), encoding="utf-8")
        (part / WEIGHTS).write_bytes(save(state))
    return True


def _checked(
    path: Path, weights: Weights, name: str, config: Config
) -> tuple[nn.Module, dict[str, Tensor]]:
    """The net without numbers, and the weights, which fit it."""
    with torch.device("meta"):
        net = ARCHITECTURES[name].make(config)
    expected = net.state_dict()
    state = as_stored(weights, expected)
    if problems := weight_problems(expected, state):
        more = len(problems) - _SHOWN
        rest = f", and {more} more" if more > 0 else ""
        raise _unfit(path, f"do not fit {name}: {'; '.join(problems[:_SHOWN])}{rest}")
    return net, state


def _recognized(path: Path, state: Weights) -> tuple[str, Config] | None:
    """The net that has weights of such names, and its config; None if none of ours has."""

    def channels(name: str, axis: int) -> int:
        weight = state.get(name)
        if weight is None or weight.ndim != 4:
            raise _unfit(path, f"lack {name}" if weight is None else f"have an unusual {name}")
        return weight.shape[axis]

    if "conv18.block.0.weight" in state:
        norm_first = "conv1.block.1.running_mean" in state
        seen = channels("conv1.block.0.weight", 1)
        return "tracknet", TrackNetConfig(_pictures(path, seen), norm_first)
    if "down_block_1.conv_1.conv.weight" in state:
        seen = _pictures(path, channels("down_block_1.conv_1.conv.weight", 1))
        outputs = channels("predictor.weight", 0)
        if seen - outputs not in (0, 1):
            raise _unfit(path, f"are of a net with {seen} pictures in and {outputs} heat maps out")
        return "tracknetv2", TrackNetV2Config(outputs, seen > outputs)
    if "final_layers.0.weight" in state and any(key.startswith("stage4.") for key in state):
        return "wasb", WasbConfig(_pictures(path, channels("conv1.weight", 1)))
    return None


def _pictures(path: Path, channels: int) -> int:
    if channels % 3 or not 3 <= channels <= 96:
        raise _unfit(path, f"are of a net with {channels} input channels, not colour pictures")
    return channels // 3


def _card(path: Path, name: str, config: Config) -> Table:
    shape, size = asdict(config), dict(zip(("width", "height"), _SIZES[name], strict=True))
    # a file name that is not valid text has half characters, which no card can hold
    called = path.name.encode(errors="replace").decode()
    return {
        "task": "ball",
        "architecture": name,
        "title": f"Weights of {called}",
        "licence": "that of the file of weights",
        "config": {key: shape[key] for key in _SHAPE if key in shape},
        "input": size,
        "scores": {"slope": 1.0, "constant": 0.0},
    }


def _unfit(path: Path, what: str) -> UserError:
    return UserError(f"The weights in {path} {what}.", readable_nets(PUBLISHED_NETS))
