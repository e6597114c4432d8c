"""TrackNetV2: a U-Net on full-size pictures, an answer for each of them.

With a picture of the background in front it is the tracking net of TrackNetV3.
"""

from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn.functional import interpolate, max_pool2d

from inference.ball.nets.initialization import init_rare_prior


@dataclass(frozen=True, slots=True)
class TrackNetV2Config:
    """The shape of a TrackNetV2. The defaults are the published one."""

    frames: int = 3  # pictures in, and answers out; 8 in TrackNetV3
    background: bool = False  # one more picture in front: what stands still
    grey: bool = False  # pictures have one channel, not three; no published net is so

    def __post_init__(self) -> None:
        if self.frames < 1:
            raise ValueError(f"not a possible network: {self}")

    @property
    def channels(self) -> int:
        """Channels of all pictures that go in."""
        return (1 if self.grey else 3) * (self.frames + self.background)


class TrackNetV2(nn.Module):
    """Pictures (B, C, H, W) from 0 to 1 in, oldest first; logits for every pixel out."""

    def __init__(self, config: TrackNetV2Config) -> None:
        super().__init__()
        self.config = config
        self.down_block_1 = _block(config.channels, 64, 64)
        self.down_block_2 = _block(64, 128, 128)
        self.down_block_3 = _block(128, 256, 256, 256)
        self.bottleneck = _block(256, 512, 512, 512)
        self.up_block_1 = _block(512 + 256, 256, 256, 256)
        self.up_block_2 = _block(256 + 128, 128, 128)
        self.up_block_3 = _block(128 + 64, 64, 64)
        self.predictor = nn.Conv2d(64, config.frames, 1)
        init_rare_prior(self.predictor)

    def forward(self, pictures: Tensor) -> Tensor:
        """Logits (B, N, H, W) of a pixel showing the ball; H and W are multiples of 8."""
        full = self.down_block_1(pictures)  # (B, 64, H, W)
        half = self.down_block_2(max_pool2d(full, 2))  # (B, 128, H / 2, W / 2)
        quarter = self.down_block_3(max_pool2d(half, 2))  # (B, 256, H / 4, W / 4)
        x = self.bottleneck(max_pool2d(quarter, 2))  # (B, 512, H / 8, W / 8)
        x = self.up_block_1(_upsample_and_concat(x, quarter))  # (B, 256, H / 4, W / 4)
        x = self.up_block_2(_upsample_and_concat(x, half))  # (B, 128, H / 2, W / 2)
        x = self.up_block_3(_upsample_and_concat(x, full))  # (B, 64, H, W)
        output: Tensor = self.predictor(x)
        return output


class _Convolution(nn.Module):
    def __init__(self, before: int, after: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(before, after, 3, padding=1, bias=False)
        self.bn = nn.BatchNorm2d(after)

    def forward(self, x: Tensor) -> Tensor:
        output: Tensor = self.bn(self.conv(x)).relu()
        return output


def _block(*widths: int) -> nn.Sequential:
    block = nn.Sequential()
    for number, (before, after) in enumerate(pairwise(widths), 1):
        block.add_module(f"conv_{number}", _Convolution(before, after))
    return block


def _upsample_and_concat(x: Tensor, skip: Tensor) -> Tensor:
    return torch.cat([interpolate(x, scale_factor=2.0, mode="nearest"), skip], dim=1)
