"""R(2+1)D-18: space, then time, in every convolution of a short clip.

Keys as published: `stem.0,1,3,4`, `layerL.B.conv1.0.{0,1,3}`, `conv1.1`, `conv2.0.{0,1,3}`,
`conv2.1`, `downsample.0,1`, `fc`. The ball's track can be told to it in two ways: as a fourth
channel of the picture, or as a branch of its own in front of `fc`.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from inference.clips.nets.common import KINETICS, Normalization, initialize

PATH_CHANNELS = 5  # of a moment: the ball's x, y, their change, and whether it is known
_STEM = 45  # channels between space and time of the first convolution, at a width of 64
_PATH_WIDTH = 32
_BALL_WEIGHT = 0.1  # of the mean of the colours' first weights: what the ball's begin with


@dataclass(frozen=True, slots=True)
class R2Plus1DConfig:
    """`width` channels behind the stem: 64 as published, 16 for two cores."""

    width: int = 64
    ball: bool = False  # whether a fourth channel shows where the ball is
    path: bool = False  # whether the ball's path is told beside the pictures
    dropout: float = 0.5


class R2Plus1D(nn.Module):
    """Clips (B, T, 3 or 4, H, W), RGB from 0 to 1, to logits (B, classes)."""

    def __init__(self, config: R2Plus1DConfig, classes: int) -> None:
        super().__init__()
        self.config = config
        width = config.width
        self.normalization = Normalization(*KINETICS)
        inner = _STEM * width // 64
        self.stem = nn.Sequential(
            nn.Conv3d(3 + config.ball, inner, (1, 7, 7), (1, 2, 2), (0, 3, 3), bias=False),
            nn.BatchNorm3d(inner),
            nn.ReLU(),
            nn.Conv3d(inner, width, (3, 1, 1), 1, (1, 0, 0), bias=False),
            nn.BatchNorm3d(width),
            nn.ReLU(),
        )
        channels = width
        for stage in range(4):
            out = width << stage
            first = _Block(channels, out, 2 if stage else 1)
            setattr(self, f"layer{stage + 1}", nn.Sequential(first, _Block(out, out, 1)))
            channels = out
        self.path = _PathBranch() if config.path else None
        self.features = channels
        self.dropout = nn.Dropout(config.dropout)
        self.fc = nn.Linear(channels + (_PATH_WIDTH if config.path else 0), classes)
        initialize(self)
        if config.ball:
            convolution = self.stem[0]
            assert isinstance(convolution, nn.Conv3d)
            convolution.weight.data = with_ball_channel(convolution.weight.data[:, :3])

    def forward(self, clips: Tensor, path: Tensor | None = None) -> Tensor:
        """Logits (B, classes); `path` (B, T, PATH_CHANNELS) where the config has one."""
        x = self.normalization(clips[:, :, :3])
        if self.config.ball:
            x = torch.cat([x, clips[:, :, 3:4]], 2)
        x = self.stem(x.transpose(1, 2))  # (B, 64, T, H/2, W/2)
        for stage in range(4):
            x = getattr(self, f"layer{stage + 1}")(x)
        features = x.mean((2, 3, 4))  # (B, 512)
        if self.path is not None:
            if path is None:
                path = clips.new_zeros(*clips.shape[:2], PATH_CHANNELS)
            features = torch.cat([features, self.path(path)], 1)
        logits: Tensor = self.fc(self.dropout(features))
        return logits


def with_ball_channel(weight: Tensor) -> Tensor:
    """Weights of a first convolution for RGB (O, 3, …) with a fourth channel, nearly silent."""
    return torch.cat([weight, weight.mean(1, keepdim=True) * _BALL_WEIGHT], 1)


class _PathBranch(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.convolutions = nn.Sequential(
            nn.Conv1d(PATH_CHANNELS, _PATH_WIDTH, 3, padding=1),
            nn.ReLU(),
            nn.Conv1d(_PATH_WIDTH, _PATH_WIDTH, 3, padding=1),
            nn.ReLU(),
        )

    def forward(self, path: Tensor) -> Tensor:
        x: Tensor = self.convolutions(path.transpose(1, 2))  # (B, 32, T)
        return x.amax(2)


class _Block(nn.Module):
    def __init__(self, channels: int, out: int, stride: int) -> None:
        super().__init__()
        # one middle width for both convolutions, as the published net has it
        middle = channels * out * 27 // (channels * 9 + 3 * out)
        self.conv1 = nn.Sequential(
            _split_convolution(channels, out, middle, stride), nn.BatchNorm3d(out), nn.ReLU()
        )
        self.conv2 = nn.Sequential(_split_convolution(out, out, middle, 1), nn.BatchNorm3d(out))
        self.downsample: nn.Module | None = None
        if stride > 1 or channels != out:
            shortcut = nn.Conv3d(channels, out, 1, stride, bias=False)
            self.downsample = nn.Sequential(shortcut, nn.BatchNorm3d(out))

    def forward(self, x: Tensor) -> Tensor:
        shortcut = x if self.downsample is None else self.downsample(x)
        return torch.relu(self.conv2(self.conv1(x)) + shortcut)


def _split_convolution(channels: int, out: int, middle: int, stride: int) -> nn.Sequential:
    """A 3x3x3 convolution as one in space and one in time."""
    return nn.Sequential(
        nn.Conv3d(channels, middle, (1, 3, 3), (1, stride, stride), (0, 1, 1), bias=False),
        nn.BatchNorm3d(middle),
        nn.ReLU(),
        nn.Conv3d(middle, out, (3, 1, 1), (stride, 1, 1), (1, 0, 0), bias=False),
    )
