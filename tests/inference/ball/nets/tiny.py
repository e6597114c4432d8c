"""Ball nets small enough to be made and run in a moment, and model folders of them."""

from dataclasses import replace
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

from inference.ball.nets.compact import Compact, CompactConfig

TINY = CompactConfig(frames=3, stride=2, widths=(8, 12), blocks=(1, 1))

CARD = """\
task = "ball"
architecture = "compact"
title = "A net that has learned nothing"

[config]
frames = 3
stride = 2
widths = [8, 12]
blocks = [1, 1]

[input]
side = 512

[scores]
slope = 1.0
constant = 0.0
"""


def tiny_net(seed: int = 1, config: CompactConfig = TINY) -> Compact:
    """A net with weights by chance that sees balls everywhere; its batch norms are no new ones."""
    torch.manual_seed(seed)
    net = Compact(config)
    net.head.bias.data.zero_()  # type: ignore[union-attr]
    for name, value in net.named_buffers():
        if value.is_floating_point():
            value.uniform_(0.5, 1.5) if name.endswith("var") else value.normal_(0, 0.1)
    return net.eval()


def write_model(folder: Path, net: nn.Module | None = None, card: str = CARD) -> Path:
    """A model folder; without `net`, of a tiny one."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.toml").write_text(card)
    save_file((net or tiny_net()).state_dict(), folder / "weights.safetensors")
    return folder


def model_with(folder: Path, background: bool) -> Path:
    """A model whose net is shown what stands still, or is not."""
    card = CARD.replace("[input]", f"background = {str(background).lower()}\n\n[input]")
    return write_model(folder, tiny_net(config=replace(TINY, background=background)), card)
