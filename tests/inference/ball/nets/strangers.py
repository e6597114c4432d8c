"""Models of others in ONNX's format, as small as can be, and folders of them."""

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import avg_pool2d

from inference.runtime.backends import Program

MAPS = """\
task = "ball"
architecture = "onnx"

[input]
frames = 3
width = 64
height = 48
colour = "grey"

[output]
kind = "maps"

[scores]
slope = 1.0
constant = 0.0
"""

GRID = """\
task = "ball"
architecture = "onnx"

[input]
frames = 3
width = 64
height = 48
colour = "rgb"
order = "newest"
divisor = 1.0
mean = [127.5]
deviation = [1.0, 1.0, 1.0]

[output]
kind = "grid"
answers = "newest"
values = "logits"
offsets = "corner"

[scores]
slope = 1.0
constant = 0.0
"""


class Bright(nn.Module):
    """Says that the ball is where it is bright: maps of probabilities (B, 3, H, W)."""

    def forward(self, pictures: Tensor) -> Tensor:
        return pictures.float().clamp(0, 1)


class Cells(nn.Module):
    """Says so of cells of 4 pixels, in the middle of the cell: a grid (B, 3, H / 4, W / 4)."""

    def forward(self, pictures: Tensor) -> Tensor:
        newest = avg_pool2d(pictures[:, :3].mean(1, keepdim=True), 4)
        middle = torch.full_like(newest, 0.5)
        return torch.cat([newest / 8, middle, middle], dim=1)


def write_stranger(folder: Path, net: nn.Module, example: Tensor, card: str) -> Path:
    """A model folder of `net` for inputs like `example`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.toml").write_text(card)
    (folder / "net.onnx").write_bytes(Program("", net.eval()).exported(example))
    return folder


def bright(folder: Path, card: str = MAPS) -> Path:
    """A model that takes bright spots of grey pictures for the ball."""
    return write_stranger(folder, Bright(), torch.zeros(1, 3, 48, 64), card)


def cells(folder: Path, card: str = GRID) -> Path:
    """A model that takes bright cells of colour pictures for the ball."""
    return write_stranger(folder, Cells(), torch.zeros(1, 9, 48, 64), card)
