"""The nets that a model folder may hold: their configs, constructors and input specs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from torch import nn

from inference.ball.nets.compact import Compact, CompactConfig
from inference.ball.nets.input_spec import Channels, Grid, InputSpec
from inference.ball.nets.normalization import GREY, IMAGENET, NormalizedInput
from inference.ball.nets.tracknet import TrackNet, TrackNetConfig
from inference.ball.nets.tracknetv2 import TrackNetV2, TrackNetV2Config
from inference.ball.nets.wasb import Wasb, WasbConfig
from inference.models.card import Card

_MOST_FRAMES = 32
_MOST_LEVELS = 6
_MOST_NUMBERS = 1 << 26  # weights of a net
_COMPACT_SIDES = range(64, 4097)  # pixels of the longer side
SIDES = range(64, 4097, 8)  # pixels, of nets that halve their pictures three times
_COMPACT_BATCH = 2  # windows at once: larger ones leave the cache of a core


@dataclass(frozen=True, slots=True)
class Architecture:
    """One kind of net. `C` below is its config, `card` the whole card."""

    config: Callable[[Card], Any]  # from the table [config] to C; UserError
    make: type[nn.Module]  # made of C
    input_spec: Callable[[Any, Card], InputSpec]  # from C and the table [input]; UserError
    for_bytes: Callable[[nn.Module], nn.Module]  # the net as one that takes bytes


def _compact_config(card: Card) -> CompactConfig:
    frames = _frames(card)
    stride = card.whole("stride", range(1, 9))
    widths = card.wholes("widths", range(1, 1025), _MOST_LEVELS)
    blocks = card.wholes("blocks", range(1, 9), _MOST_LEVELS)
    if len(widths) != len(blocks):
        raise card.problem(f"has {len(widths)} widths and {len(blocks)} blocks")
    if 9 * sum(w * w * (b + 3) for w, b in zip(widths, blocks, strict=True)) > _MOST_NUMBERS:
        raise card.problem("describes a net too large to run")
    background, visibility = card.flag("background"), card.flag("visibility")
    return CompactConfig(frames, stride, widths, blocks, background, visibility)


def compact_input_spec(config: CompactConfig, side: int) -> InputSpec:
    """How a compact net is spoken to; the longer side of its pictures has `side` pixels."""
    return InputSpec(
        frames=config.frames,
        answered=tuple(range(config.frames)),
        width=side,
        height=side,
        multiple=config.multiple,
        colour=Channels.GREY,
        background=config.background,
        grid=Grid(visibility=config.visibility),
        batch=_COMPACT_BATCH,
    )


def _tracknet_input_spec(config: TrackNetConfig, card: Card) -> InputSpec:
    return InputSpec(
        frames=config.frames,
        answered=(config.frames - 1,),
        width=card.whole("width", SIDES),
        height=card.whole("height", SIDES),
        multiple=8,
        colour=Channels.GREY if config.grey else Channels.BGR,
        newest_first=True,
    )


def _unet_input_spec(config: TrackNetV2Config | WasbConfig, card: Card) -> InputSpec:
    return InputSpec(
        frames=config.frames,
        answered=tuple(range(config.frames)),
        width=card.whole("width", SIDES),
        height=card.whole("height", SIDES),
        multiple=8,
        colour=Channels.GREY if config.grey else Channels.RGB,
        background=isinstance(config, TrackNetV2Config) and config.background,
    )


def _frames(card: Card) -> int:
    return card.whole("frames", range(1, _MOST_FRAMES + 1))


def _from_0_to_1(net: nn.Module) -> nn.Module:
    assert isinstance(net, TrackNet | TrackNetV2)
    return NormalizedInput(net, [0.0] * net.config.channels, [1.0] * net.config.channels)


def _as_imagenet(net: nn.Module) -> nn.Module:
    assert isinstance(net, Wasb)
    one = GREY if net.config.grey else IMAGENET
    mean, deviation = (values * net.config.frames for values in one)
    return NormalizedInput(net, mean, deviation)


def kind_of(net: nn.Module) -> Architecture:
    """The kind that `net` is of. ValueError if it is none of ours."""
    for kind in ARCHITECTURES.values():
        if isinstance(net, kind.make):
            return kind
    raise ValueError(f"a {type(net).__name__} is not a ball net")


ARCHITECTURES = {
    "compact": Architecture(
        _compact_config,
        Compact,
        lambda config, card: compact_input_spec(config, card.whole("side", _COMPACT_SIDES)),
        lambda net: net,
    ),
    "tracknet": Architecture(
        lambda card: TrackNetConfig(_frames(card), card.flag("norm_first"), card.flag("grey")),
        TrackNet,
        _tracknet_input_spec,
        _from_0_to_1,
    ),
    "tracknetv2": Architecture(
        lambda card: TrackNetV2Config(_frames(card), card.flag("background"), card.flag("grey")),
        TrackNetV2,
        _unet_input_spec,
        _from_0_to_1,
    ),
    "wasb": Architecture(
        lambda card: WasbConfig(_frames(card), grey=card.flag("grey")),
        Wasb,
        _unet_input_spec,
        _as_imagenet,
    ),
}
