"""Touchline's own ball net: a small U-Net that sees several grey pictures at once.

It leaves full resolution in its first step, uses nothing but plain convolutions and answers for
all of its pictures in one pass: that is what makes it fast on a CPU.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import interpolate

from inference.ball.nets.initialization import init_rare_prior

_MIDDLE = 0.45  # brightness, of 0 to 1, that counts as zero


@dataclass(frozen=True, slots=True)
class CompactConfig:
    """The shape of a compact net. The defaults are the fast size."""

    frames: int = 5  # pictures in, and answers out
    stride: int = 2  # pixels across a cell of the answer
    widths: tuple[int, ...] = (32, 48, 96, 128)  # channels of each level
    blocks: tuple[int, ...] = (1, 2, 2, 2)  # convolutions of each level
    background: bool = False  # what stands still comes in front of the pictures, as one more
    visibility: bool = False  # cells say as well whether the ball is seen there, or hidden

    def __post_init__(self) -> None:
        sizes = (self.frames, self.stride, *self.widths, *self.blocks)
        if min(sizes) < 1 or len(self.widths) != len(self.blocks):
            raise ValueError(f"not a possible network: {self}")

    @property
    def channels(self) -> int:
        """Pictures that come in, the background with them."""
        return self.frames + self.background

    @property
    def cell_values(self) -> int:
        """How many a cell says of each picture: score, two offsets, and visibility if wanted."""
        return 3 + self.visibility

    @property
    def multiple(self) -> int:
        """What the width and the height of the pictures must be multiples of."""
        return self.stride << (len(self.widths) - 1)


class Compact(nn.Module):
    """Pictures (B, C, H, W) as bytes in; for every cell of N pictures a score and an offset out.

    C is N, or N + 1 where the background comes first.
    """

    def __init__(self, config: CompactConfig) -> None:
        super().__init__()
        self.config = config
        first, *deeper = config.widths
        self.unshuffle = nn.PixelUnshuffle(config.stride)
        self.stem = _convolution(config.channels * config.stride**2, first)
        self.encoder = nn.ModuleList()
        for level, (width, count) in enumerate(zip(config.widths, config.blocks, strict=True)):
            before = config.widths[level - 1]
            down = [_convolution(before, width, stride=2)] if level else []
            same = [_convolution(width, width) for _ in range(count)]
            self.encoder.append(nn.Sequential(*down, *same))
        self.decoder = nn.ModuleList(
            nn.Sequential(_convolution(below + width, width, size=1), _convolution(width, width))
            for width, below in zip(config.widths, deeper, strict=False)
        )
        self.head = nn.Conv2d(first, config.cell_values * config.frames, 1)
        with torch.no_grad():
            self.head.weight *= 0.3
        init_rare_prior(self.head, config.frames)

    def forward(self, pictures: Tensor) -> Tensor:
        """Answers (B, 3, N, H / stride, W / stride): logit, x offset and y offset, in cells.

        With visibility (B, 4, …): last the logit of a ball being seen, if there is one.
        """
        x = pictures.to(self.head.weight.dtype) / 255 - _MIDDLE  # (B, C, H, W)
        x = x.contiguous(memory_format=torch.channels_last)
        x = self.stem(self.unshuffle(x))  # (B, w0, H / stride, W / stride)
        levels = []
        for down in self.encoder:
            x = down(x)  # (B, w, h, w), half the size from level to level
            levels.append(x)
        for up, skip in zip(reversed(self.decoder), reversed(levels[:-1]), strict=True):
            x = interpolate(x, scale_factor=2.0, mode="nearest")
            x = up(torch.cat([x, skip], dim=1))
        output: Tensor = self.head(x).unflatten(1, (self.config.cell_values, self.config.frames))
        return output


def _convolution(before: int, after: int, size: int = 3, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(before, after, size, stride, size // 2, bias=False),
        nn.BatchNorm2d(after),
        nn.ReLU(inplace=True),
    )
