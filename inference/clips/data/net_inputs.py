"""Samples of clips as tensors that nets take."""

import torch
from torch import Tensor, nn

from inference.clips.data.prepared import as_pictures
from inference.clips.data.samples import ClipClassSample
from inference.clips.nets.r2plus1d import R2Plus1D


def net_inputs(inputs: Tensor, ball: Tensor) -> Tensor:
    """What a net takes of samples: bytes become pictures, with a spot at the ball if there is one.

    `inputs` (B, T, H, W, 3) bytes or (B, T, F) floats, `ball` (B, T, H, W), empty where unwanted.
    """
    if inputs.dtype != torch.uint8:
        return inputs
    pictures = as_pictures(inputs)  # (B, T, 3, H, W)
    return torch.cat([pictures, ball[:, :, None]], 2) if ball.numel() else pictures


def wants_path(net: nn.Module) -> bool:
    """Whether `net` is told the path of the ball."""
    return isinstance(net, R2Plus1D) and net.config.path


def wants_ball(net: nn.Module) -> bool:
    """Whether `net` is shown the ball as a fourth channel."""
    return isinstance(net, R2Plus1D) and net.config.ball


def as_tensors(samples: list[ClipClassSample]) -> dict[str, Tensor]:
    """`inputs`, `ball` and `path` of samples as tensors (B, …)."""
    return {
        name: torch.stack([torch.from_numpy(getattr(sample, name)) for sample in samples])
        for name in ("inputs", "ball", "path")
    }
