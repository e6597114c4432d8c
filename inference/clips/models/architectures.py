"""The nets that classify clips, by name: their config on a card, their input, their presets."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import torch
from torch import nn

from inference.clips.data.labelled_clip import ClipInput
from inference.clips.nets.heads import HEADS, HeadConfig, SeriesHead, make_head
from inference.clips.nets.r2plus1d import R2Plus1D, R2Plus1DConfig
from inference.clips.nets.resnet import ResNet50, ResNetConfig
from inference.clips.nets.trunk_classifier import INCEPTION, LITE0, TRUNKS, TrunkClassifier
from inference.models.card import Card

RESNET, R2PLUS1D, TRUNK, SERIES = "resnet50", "r2plus1d", "frozen-trunk", "series"
ARCHITECTURES = (RESNET, R2PLUS1D, TRUNK, SERIES)

_MOST_CLASSES = 2000
_LONGEST = 200  # characters of a class
_SIDES = range(8, 1025)
_FEATURES = range(1, 8193)

Config = Mapping[str, Any]
"""The table [config] of a card, but for the classes: plain values."""


@dataclass(frozen=True, slots=True)
class ClipPreset:
    """A net to train, by name."""

    title: str
    architecture: str
    config: Config
    input: ClipInput
    trunk: str = ""  # whose weights it cannot do without


_R2PLUS1D_INPUT = ClipInput(16, 171, 128, 112)
_TRUNK_INPUT = ClipInput(16, 224, 224)
_SEED_INPUT = ClipInput(40, 299, 299, 0, 20.0)


def _trunk(trunk: str, kind: str, width: int, inputs: int, dropout: float = 0.5) -> Config:
    head = {"head": kind, "width": width, "inputs": inputs, "dropout": dropout}
    return {"trunk": trunk, "divisor": 1, **head}


def _series(kind: str, width: int, dropout: float = 0.5) -> Config:
    return {"head": kind, "width": width, "inputs": 1, "dropout": dropout}


PRESETS = {
    "lite0": ClipPreset(
        "EfficientNet-Lite0, frozen, and a linear head",
        TRUNK,
        _trunk(LITE0, "linear", 1, 1280),
        _TRUNK_INPUT,
        LITE0,
    ),
    "lite0-convolution": ClipPreset(
        "EfficientNet-Lite0, frozen, and convolutions over time",
        TRUNK,
        _trunk(LITE0, "convolution", 128, 1280),
        _TRUNK_INPUT,
        LITE0,
    ),
    "inception-lstm": ClipPreset(
        "Inception-v3, frozen, and an LSTM",
        TRUNK,
        _trunk(INCEPTION, "lstm", 2048, 2048),
        _SEED_INPUT,
        INCEPTION,
    ),
    "resnet50": ClipPreset(
        "ResNet-50 on single frames", RESNET, asdict(ResNetConfig()), ClipInput(3, 256, 256, 224)
    ),
    "r2plus1d": ClipPreset("R(2+1)D-18", R2PLUS1D, asdict(R2Plus1DConfig()), _R2PLUS1D_INPUT),
    "r2plus1d-small": ClipPreset(
        "R(2+1)D-18, a quarter as wide",
        R2PLUS1D,
        asdict(R2Plus1DConfig(width=16)),
        _R2PLUS1D_INPUT,
    ),
    "r2plus1d-ball": ClipPreset(
        "R(2+1)D-18 with the ball as a fourth channel",
        R2PLUS1D,
        asdict(R2Plus1DConfig(ball=True)),
        _R2PLUS1D_INPUT,
    ),
    "r2plus1d-path": ClipPreset(
        "R(2+1)D-18 with the path of the ball beside it",
        R2PLUS1D,
        asdict(R2Plus1DConfig(path=True)),
        _R2PLUS1D_INPUT,
    ),
    "series": ClipPreset(
        "A linear head on series of numbers", SERIES, _series("linear", 1), ClipInput(16)
    ),
    "series-convolution": ClipPreset(
        "Convolutions over series of numbers",
        SERIES,
        _series("convolution", 32, 0.3),
        ClipInput(30),
    ),
    "series-lstm": ClipPreset(
        "An LSTM over series of numbers", SERIES, _series("lstm", 256), ClipInput(16)
    ),
}
"""Nets to train, by name."""


def make_net(architecture: str, config: Config, classes: int) -> nn.Module:
    """The net of a config, with weights by chance."""
    if architecture == RESNET:
        return ResNet50(ResNetConfig(**config), classes)
    if architecture == R2PLUS1D:
        return R2Plus1D(R2Plus1DConfig(**config), classes)
    head = HeadConfig(config["head"], config["inputs"], config["width"], config["dropout"])
    if architecture == SERIES:
        return make_head(head, classes)
    trunk = TRUNKS[config["trunk"]](config["divisor"])
    return TrunkClassifier(trunk, head, classes)


def with_outputs(net: nn.Module, architecture: str, config: Config, classes: int) -> None:
    """Give `net` new last layers for so many classes; a head on series is made anew as a whole."""
    if architecture == TRUNK:
        fresh = make_net(SERIES, config, classes)
        assert isinstance(fresh, SeriesHead)
        net.head = fresh
        return
    last = net.fc
    assert isinstance(last, nn.Linear)
    net.fc = nn.Linear(last.in_features, classes)


def read_config(architecture: str, card: Card) -> tuple[Config, tuple[str, ...]]:
    """The table [config] of a card, checked: the net's config, and its classes. UserError."""
    classes = words(card, "classes", _MOST_CLASSES)
    keys = {
        RESNET: {"width", "dropout"},
        R2PLUS1D: {"width", "ball", "path", "dropout"},
        TRUNK: {"trunk", "divisor", "head", "width", "inputs", "dropout"},
        SERIES: {"head", "width", "inputs", "dropout"},
    }[architecture]
    card.only(keys | {"classes"})
    config: dict[str, Any] = {"dropout": card.number("dropout", 0, 0.9)}
    if architecture in (RESNET, R2PLUS1D):
        config["width"] = card.whole("width", range(4, 257))
    if architecture == R2PLUS1D:
        config |= {"ball": card.flag("ball"), "path": card.flag("path")}
    if architecture in (TRUNK, SERIES):
        config |= {
            "head": card.word("head", HEADS),
            "width": card.whole("width", range(1, 4097)),
            "inputs": card.whole("inputs", _FEATURES),
        }
    if architecture == TRUNK:
        config |= {"trunk": card.word("trunk", TRUNKS), "divisor": card.whole("divisor", _BY)}
        if config["inputs"] != trunk_features(config["trunk"], config["divisor"]):
            raise card.problem(f"has inputs {config['inputs']}, which are not its trunk's features")
    return config, classes


_BY = range(1, 33)


def trunk_features(trunk: str, divisor: int) -> int:
    """How many features a trunk gives."""
    with torch.device("meta"):
        features: int = TRUNKS[trunk](divisor).features  # type: ignore[assignment]
    return features


def input_entry(spec: ClipInput) -> dict[str, Any]:
    """The table [input] of a card."""
    return asdict(spec)


def read_input(card: Card) -> ClipInput:
    """The table [input] of a card, checked. UserError if it is wrong."""
    card.only(asdict(ClipInput(1)))
    spec = ClipInput(card.whole("frames", range(1, 513)), rate=card.number("rate", 0, 240))
    if not card.values.get("width"):
        return spec
    spec = replace(
        spec,
        width=card.whole("width", _SIDES),
        height=card.whole("height", _SIDES),
        crop=card.whole("crop", range(1025)),
    )
    if spec.crop > min(spec.width, spec.height):
        raise card.problem(f"has crop {spec.crop}, which is larger than its pictures")
    return spec


def words(card: Card, key: str, most: int) -> tuple[str, ...]:
    """Two to `most` different texts of a card. UserError if there are others."""
    values = card.values.get(key)
    right = isinstance(values, list) and 2 <= len(values) <= most
    if not right or not all(isinstance(v, str) and 0 < len(v) <= _LONGEST for v in values or ()):
        raise card.problem(f"has no list of 2 to {most} {key}")
    assert isinstance(values, list)
    if len(set(values)) < len(values):
        raise card.problem(f"has {key} that are duplicated")
    return tuple(values)
