"""Weights as others publish them: which net they are of, whether they fit it, and as our folder."""

import hashlib
import io
import warnings
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor, nn

from inference.ball.models.architectures import ARCHITECTURES
from inference.ball.models.folder import BallModel
from inference.ball.nets.tracknet import TrackNetConfig
from inference.ball.nets.tracknetv2 import TrackNetV2Config
from inference.ball.nets.wasb import WasbConfig
from inference.models.card import Card, read_bounded
from inference.models.folder import weight_problems
from inference.models.locations import CARD, WEIGHTS
from inference.models.writer import Table, toml
from storage.errors import UserError
from storage.files import folder_written_beside

SAFETENSORS = ".safetensors"  # how a file of numbers alone ends
_LARGEST = 1 << 29  # bytes
_WRAPPERS = ("state_dict", "model_state_dict", "model_state", "model", "net")
_PREFIXES = ("module.", "_orig_mod.")  # of nets on several GPUs, and of compiled ones
_COUNTER = "num_batches_tracked"  # counts steps of training; older files lack it
_TOLD = 3  # of the things that do not fit
_SIZES = {"tracknet": (640, 360), "tracknetv2": (512, 288), "wasb": (512, 288)}
_SHAPE = ("frames", "norm_first", "background")  # of a config, where it is not always the same
_ADVICE = "TrackNet, TrackNetV2, TrackNetV3's tracking net and WASB can be read."

Config = TrackNetConfig | TrackNetV2Config | WasbConfig


def read_published(path: Path) -> BallModel:
    """The model in a `.pt` or `.pth` file of weights, ready to run.

    UserError if it is damaged, holds more than weights, or those of no net that is known here.
    """
    name, config, net, state = _recognised(path)
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


def convert(path: Path, folder: Path) -> None:
    """Write the model in a file of weights as a model folder, which must not be there yet.

    The file ends in `.pt`, `.pth`, `.tar` or `.safetensors`. UserError as from `read_published`, or
    if the disk refuses.
    """
    name, config, _, state = _recognised(path)
    with folder_written_beside(folder) as part:
        (part / CARD).write_text(toml(_card(path, name, config)), encoding="utf-8")
        (part / WEIGHTS).write_bytes(save(state))


def _recognised(path: Path) -> tuple[str, Config, nn.Module, dict[str, Tensor]]:
    """Which net the weights are of, its shape, it without numbers, and the weights, checked."""
    state = _unwrapped(path, _loaded(path))
    name, config = _guessed(path, state)
    with torch.device("meta"):
        net = ARCHITECTURES[name].make(config)
    wanted = net.state_dict()
    missing = {key: torch.zeros((), dtype=torch.long) for key in wanted if key.endswith(_COUNTER)}
    state = missing | {
        # a tensor of another size is not touched: it may claim to be as large as it likes
        key: _plain(value) if key in wanted and value.shape == wanted[key].shape else value
        for key, value in state.items()
    }
    if wrong := weight_problems(wanted, state):
        rest = f", and {len(wrong) - _TOLD} more" if len(wrong) > _TOLD else ""
        raise _unfit(path, f"do not fit {name}: {'; '.join(wrong[:_TOLD])}{rest}")
    return name, config, net, state


def _loaded(path: Path) -> Any:
    """What the file holds; nothing in it is run."""
    data = read_bounded(path, _LARGEST)
    if path.suffix == SAFETENSORS:
        try:
            return load(data)
        except (SafetensorError, ValueError, KeyError) as error:
            raise UserError(f"{path} is damaged.", "Get the file anew.") from error
    file = io.BytesIO(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it then refuses, or reads
            return torch.load(file, map_location="cpu", weights_only=True)
    except UnpicklingError as error:
        raise UserError(
            f"{path} holds more than weights, or is damaged. Nothing of it was run.",
            "Save the state dict of the net alone, or get the file anew.",
        ) from error
    except (RuntimeError, EOFError, ValueError, KeyError, OSError, AttributeError) as error:
        raise UserError(f"{path} is damaged.", "Get the file anew.") from error


def _unwrapped(path: Path, values: Any) -> dict[str, Tensor]:
    """The weights under the names that their net gives them."""
    inner: Any = values
    while isinstance(inner, Mapping) and (key := next((k for k in _WRAPPERS if k in inner), None)):
        inner = inner[key]
    if not isinstance(inner, Mapping) or not inner:
        raise _unfit(path, "are not there: it holds no state dict")
    if not all(isinstance(key, str) and _is_dense(value) for key, value in inner.items()):
        raise _unfit(path, "are not alone: it holds what is no tensor of numbers")
    state = dict(inner)
    for prefix in _PREFIXES * 2:
        if all(key.startswith(prefix) for key in state):
            state = {key.removeprefix(prefix): value for key, value in state.items()}
    return state


def _is_dense(value: object) -> bool:
    return (
        isinstance(value, Tensor)
        and value.layout is torch.strided
        and value.device.type == "cpu"
        and not value.is_quantized
    )


def _plain(value: Tensor) -> Tensor:
    """The tensor with its numbers side by side, fractions in the usual precision."""
    value = value.detach()
    return (value.float() if value.is_floating_point() else value).contiguous()


def _guessed(path: Path, state: Mapping[str, Tensor]) -> tuple[str, Config]:
    """The net that has weights of such names, and its shape."""

    def channels(name: str, axis: int) -> int:
        weight = state.get(name)
        if weight is None or weight.ndim != 4:
            raise _unfit(path, f"lack {name}" if weight is None else f"have a strange {name}")
        return weight.shape[axis]

    if "conv18.block.0.weight" in state:
        norm_first = "conv1.block.1.running_mean" in state
        seen = channels("conv1.block.0.weight", 1)
        return "tracknet", TrackNetConfig(_pictures(path, seen), norm_first)
    if "down_block_1.conv_1.conv.weight" in state:
        seen = _pictures(path, channels("down_block_1.conv_1.conv.weight", 1))
        told = channels("predictor.weight", 0)
        if seen - told not in (0, 1):
            raise _unfit(path, f"are of a net that sees {seen} pictures and answers for {told}")
        return "tracknetv2", TrackNetV2Config(told, seen > told)
    if "final_layers.0.weight" in state and any(key.startswith("stage4.") for key in state):
        return "wasb", WasbConfig(_pictures(path, channels("conv1.weight", 1)))
    first = min(state)
    raise UserError(f"{path} holds weights of no net that is known here: {first}, …", _ADVICE)


def _pictures(path: Path, channels: int) -> int:
    if channels % 3 or not 3 <= channels <= 96:
        raise _unfit(path, f"are of a net that sees {channels} channels, not colour pictures")
    return channels // 3


def _card(path: Path, name: str, config: Config) -> Table:
    shape, size = asdict(config), dict(zip(("width", "height"), _SIZES[name], strict=True))
    # a name that is no text of the file system's has half characters, which no card holds
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
    return UserError(f"The weights in {path} {what}.", _ADVICE)
