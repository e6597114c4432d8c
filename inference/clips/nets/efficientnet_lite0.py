"""EfficientNet-Lite0: a trunk that two cores run at some 50 frames a second.

Weights under the published names `_conv_stem`, `_bn0`, `_blocks.N._expand_conv` …, `_conv_head`,
`_bn1`, `_fc`. ReLU6, no squeeze-and-excitation; TensorFlow's padding, which is uneven at stride 2.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

_EPSILON = 1e-3  # of the batch norms, as they were trained with

# repeats, kernel, stride of the first, expansion, output channels
_STAGES = (
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)
_STEM = 32
_HEAD = 1280


@dataclass(frozen=True, slots=True)
class EfficientNetLite0Config:
    """Widths are multiplied by `width`: 1 for the published net."""

    width: float = 1.0

    def channels(self, published: int) -> int:
        """A published number of channels at this width, a multiple of 8."""
        return max(8, int(published * self.width + 4) // 8 * 8)


class EfficientNetLite0(nn.Module):
    """Pictures (B, 3, H, W), RGB from 0 to 1, to features (B, 1280)."""

    def __init__(self, config: EfficientNetLite0Config | None = None, classes: int = 1000) -> None:
        """`classes`: outputs of `_fc`, which features do not need; 0 leaves it out."""
        super().__init__()
        config = config or EfficientNetLite0Config()
        channels = config.channels(_STEM)
        self._conv_stem = _SameConv(3, channels, 3, 2)
        self._bn0 = _norm(channels)
        blocks: list[nn.Module] = []
        for repeats, kernel, stride, expansion, published in _STAGES:
            for index in range(repeats):
                out = config.channels(published)
                first = stride if index == 0 else 1
                blocks.append(_InvertedResidual(channels, out, kernel, first, expansion))
                channels = out
        self._blocks = nn.ModuleList(blocks)
        self.features = config.channels(_HEAD)
        self._conv_head = _SameConv(channels, self.features, 1, 1)
        self._bn1 = _norm(self.features)
        self._fc = nn.Linear(self.features, classes) if classes else None

    def forward(self, pictures: Tensor) -> Tensor:
        """Features (B, 1280): the mean over the picture."""
        x = (pictures * 255 - 127) / 128
        x = functional.relu6(self._bn0(self._conv_stem(x)))  # (B, 32, H/2, W/2)
        for block in self._blocks:
            x = block(x)
        x = functional.relu6(self._bn1(self._conv_head(x)))  # (B, 1280, H/32, W/32)
        return x.mean((2, 3))

    def logits(self, pictures: Tensor) -> Tensor:
        """The published net's answer (B, classes). ValueError if it was made without `_fc`."""
        if self._fc is None:
            raise ValueError("this net has no last layer")
        logits: Tensor = self._fc(self(pictures))
        return logits


class _SameConv(nn.Conv2d):
    """A convolution padded as TensorFlow's "same": the odd pixel on the right and below."""

    def __init__(self, channels: int, out: int, kernel: int, stride: int, groups: int = 1) -> None:
        super().__init__(channels, out, kernel, stride, groups=groups, bias=False)

    def forward(self, input: Tensor) -> Tensor:
        kernel, stride = self.kernel_size[0], self.stride[0]
        height, width = (_missing(side, kernel, stride) for side in input.shape[-2:])
        if height or width:
            edges = [width // 2, width - width // 2, height // 2, height - height // 2]
            input = functional.pad(input, edges)
        return super().forward(input)


class _InvertedResidual(nn.Module):
    def __init__(self, channels: int, out: int, kernel: int, stride: int, expansion: int) -> None:
        super().__init__()
        wide = channels * expansion
        self._expand_conv = _SameConv(channels, wide, 1, 1) if expansion > 1 else None
        self._bn0 = _norm(wide) if expansion > 1 else None
        self._depthwise_conv = _SameConv(wide, wide, kernel, stride, groups=wide)
        self._bn1 = _norm(wide)
        self._project_conv = _SameConv(wide, out, 1, 1)
        self._bn2 = _norm(out)
        self._residual = stride == 1 and channels == out

    def forward(self, x: Tensor) -> Tensor:
        y = x
        if self._expand_conv is not None and self._bn0 is not None:
            y = functional.relu6(self._bn0(self._expand_conv(y)))
        y = functional.relu6(self._bn1(self._depthwise_conv(y)))
        y = self._bn2(self._project_conv(y))
        return torch.add(x, y) if self._residual else y


def _norm(channels: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(channels, eps=_EPSILON, momentum=0.01)


def _missing(side: int, kernel: int, stride: int) -> int:
    """Pixels by which `side` must grow so that its output has ceil(side / stride)."""
    return max((-(-side // stride) - 1) * stride + kernel - side, 0)
