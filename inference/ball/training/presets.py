"""Presets: nets that can be trained from scratch, by the names that people choose them by."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inference.ball.nets.compact import CompactConfig
from inference.ball.nets.tracknetv2 import TrackNetV2Config


@dataclass(frozen=True, slots=True)
class Preset:
    """A net with weights by chance."""

    title: str  # for the card
    architecture: str
    config: Any  # of that architecture
    input: Mapping[str, int]  # the table [input] of its card


PRESETS = {
    "fast": Preset(
        "Fast: five grey pictures and their background at 512 x 288, for CPUs",
        "compact",
        CompactConfig(background=True),
        {"side": 512},
    ),
    "balanced": Preset(
        "Balanced: five grey pictures and their background at 768 x 432, for small balls",
        "compact",
        CompactConfig(stride=4, widths=(48, 96, 128), blocks=(2, 2, 2), background=True),
        {"side": 768},
    ),
    "accurate": Preset(
        "Accurate: five grey pictures and their background at 1280 x 720, for GPUs",
        "compact",
        CompactConfig(stride=4, widths=(64, 128, 192), blocks=(2, 2, 2), background=True),
        {"side": 1280},
    ),
    "tracknetv2": Preset(
        "TrackNetV2's net on three grey pictures at 512 x 288, to compare with",
        "tracknetv2",
        TrackNetV2Config(grey=True),
        {"width": 512, "height": 288},
    ),
}
