"""ResNet-50 (v1.5) on single frames: the answers for the frames of a clip are averaged.

Keys as published: `conv1`, `bn1`, `layerL.B.conv1-3 / bn1-3 / downsample.0-1`, `fc`.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from inference.clips.nets.common import IMAGENET, Normalization, initialize

_BLOCKS = (3, 4, 6, 3)
_EXPANSION = 4


@dataclass(frozen=True, slots=True)
class ResNetConfig:
    """`width` channels behind the first convolution: 64 as published, 16 for two cores."""

    width: int = 64
    dropout: float = 0.5


class ResNet50(nn.Module):
    """Clips (B, T, 3, H, W), RGB from 0 to 1, to logits (B, classes)."""

    def __init__(self, config: ResNetConfig, classes: int) -> None:
        super().__init__()
        width = config.width
        self.normalization = Normalization(*IMAGENET)
        self.conv1 = nn.Conv2d(3, width, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        channels = width
        for stage, blocks in enumerate(_BLOCKS):
            inner = width << stage
            layer = nn.Sequential()
            for block in range(blocks):
                stride = 2 if stage and not block else 1
                layer.append(_BottleneckV15(channels, inner, stride))
                channels = inner * _EXPANSION
            setattr(self, f"layer{stage + 1}", layer)
        self.features = channels
        self.dropout = nn.Dropout(config.dropout)
        self.fc = nn.Linear(channels, classes)
        initialize(self)

    def forward(self, clips: Tensor) -> Tensor:
        """Logits (B, classes): the mean of those of the frames."""
        batch, frames = clips.shape[:2]
        logits = self.fc(self.dropout(self.embed(clips.flatten(0, 1))))  # (B T, classes)
        return torch.as_tensor(logits).view(batch, frames, -1).mean(1)

    def embed(self, pictures: Tensor) -> Tensor:
        """Features (B, 2048) of pictures (B, 3, H, W)."""
        x = torch.relu(self.bn1(self.conv1(self.normalization(pictures))))
        x = nn.functional.max_pool2d(x, 3, 2, 1)  # (B, 64, H/4, W/4)
        for stage in range(len(_BLOCKS)):
            x = getattr(self, f"layer{stage + 1}")(x)
        return x.mean((2, 3))


class _BottleneckV15(nn.Module):
    """The stride is in the 3x3 convolution, which is what v1.5 means."""

    def __init__(self, channels: int, inner: int, stride: int) -> None:
        super().__init__()
        out = inner * _EXPANSION
        self.conv1 = nn.Conv2d(channels, inner, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(inner)
        self.conv2 = nn.Conv2d(inner, inner, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(inner)
        self.conv3 = nn.Conv2d(inner, out, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(out)
        self.downsample: nn.Module | None = None
        if stride > 1 or channels != out:
            shortcut = nn.Conv2d(channels, out, 1, stride, bias=False)
            self.downsample = nn.Sequential(shortcut, nn.BatchNorm2d(out))

    def forward(self, x: Tensor) -> Tensor:
        shortcut = x if self.downsample is None else self.downsample(x)
        y = torch.relu(self.bn1(self.conv1(x)))
        y = torch.relu(self.bn2(self.conv2(y)))
        return torch.relu(self.bn3(self.conv3(y)) + shortcut)
