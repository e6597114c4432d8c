"""Inception-v3 without its last layer: 2048 features of a picture.

Keys as published: `Conv2d_1a_3x3.conv/.bn` … `Mixed_7c…`. The published classifier (`fc`) and its
helper in training (`AuxLogits`) are no part of the features.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import avg_pool2d, max_pool2d

_EPSILON = 1e-3


@dataclass(frozen=True, slots=True)
class InceptionConfig:
    """All channels are divided by `divisor`: 1 for the published net."""

    divisor: int = 1


class InceptionV3(nn.Module):
    """Pictures (B, 3, H, W), RGB from 0 to 1, to features (B, 2048); 299 x 299 as published."""

    def __init__(self, config: InceptionConfig | None = None) -> None:
        super().__init__()
        by = (config or InceptionConfig()).divisor

        def conv(channels: int, out: int, kernel: int, stride: int = 1, padding: int = 0) -> _Conv:
            inputs = channels if channels == 3 else channels // by
            return _Conv(inputs, out // by, (kernel, kernel), stride, (padding, padding))

        self.Conv2d_1a_3x3 = conv(3, 32, 3, 2)
        self.Conv2d_2a_3x3 = conv(32, 32, 3)
        self.Conv2d_2b_3x3 = conv(32, 64, 3, padding=1)
        self.Conv2d_3b_1x1 = conv(64, 80, 1)
        self.Conv2d_4a_3x3 = conv(80, 192, 3)
        self.Mixed_5b = _MixedA(192, 32, by)
        self.Mixed_5c = _MixedA(256, 64, by)
        self.Mixed_5d = _MixedA(288, 64, by)
        self.Mixed_6a = _MixedB(288, by)
        self.Mixed_6b = _MixedC(768, 128, by)
        self.Mixed_6c = _MixedC(768, 160, by)
        self.Mixed_6d = _MixedC(768, 160, by)
        self.Mixed_6e = _MixedC(768, 192, by)
        self.Mixed_7a = _MixedD(768, by)
        self.Mixed_7b = _MixedE(1280, by)
        self.Mixed_7c = _MixedE(2048, by)
        self.features = 2048 // by

    def forward(self, pictures: Tensor) -> Tensor:
        """Features (B, 2048): the mean over the picture."""
        # what `transform_input` makes of ImageNet's normalisation: (x - 0.5) / 0.5 of the picture
        x = pictures * 2 - 1
        x = self.Conv2d_2b_3x3(self.Conv2d_2a_3x3(self.Conv2d_1a_3x3(x)))
        x = max_pool2d(x, 3, 2)
        x = max_pool2d(self.Conv2d_4a_3x3(self.Conv2d_3b_1x1(x)), 3, 2)
        x = self.Mixed_5d(self.Mixed_5c(self.Mixed_5b(x)))  # (B, 288, 35, 35)
        x = self.Mixed_6e(self.Mixed_6d(self.Mixed_6c(self.Mixed_6b(self.Mixed_6a(x)))))
        features: Tensor = self.Mixed_7c(self.Mixed_7b(self.Mixed_7a(x)))  # (B, 2048, 8, 8)
        return features.mean((2, 3))


class _Conv(nn.Module):
    """Convolution, batch norm, ReLU."""

    def __init__(
        self,
        channels: int,
        out: int,
        kernel: tuple[int, int],
        stride: int = 1,
        padding: tuple[int, int] = (0, 0),
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(channels, out, kernel, stride, padding, bias=False)
        self.bn = nn.BatchNorm2d(out, eps=_EPSILON)

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(self.bn(self.conv(x)))


class _Mixed(nn.Module):
    """Convolutions of one width, which is divided by `by`, added under their published names."""

    def __init__(self, by: int) -> None:
        super().__init__()
        self._by = by

    def add(self, name: str, channels: int, out: int, *kernel: int, stride: int = 1) -> None:
        """A convolution that keeps the size of the picture, unless it has a stride."""
        size = (kernel[0], kernel[-1])
        padding = (0, 0) if stride > 1 else (size[0] // 2, size[1] // 2)
        self.add_module(name, _Conv(channels // self._by, out // self._by, size, stride, padding))

    def run(self, names: Sequence[str], x: Tensor) -> Tensor:
        """The convolutions of these names, one after the other."""
        for name in names:
            x = self.get_submodule(name)(x)
        return x

    def pool(self, x: Tensor) -> Tensor:
        """The branch that looks around: a mean, then `branch_pool`."""
        return self.run(["branch_pool"], avg_pool2d(x, 3, 1, 1))


class _MixedA(_Mixed):
    def __init__(self, channels: int, pooled: int, by: int) -> None:
        super().__init__(by)
        self.add("branch1x1", channels, 64, 1)
        self.add("branch5x5_1", channels, 48, 1)
        self.add("branch5x5_2", 48, 64, 5)
        self.add("branch3x3dbl_1", channels, 64, 1)
        self.add("branch3x3dbl_2", 64, 96, 3)
        self.add("branch3x3dbl_3", 96, 96, 3)
        self.add("branch_pool", channels, pooled, 1)

    def forward(self, x: Tensor) -> Tensor:
        branches = [
            self.run(["branch1x1"], x),
            self.run(["branch5x5_1", "branch5x5_2"], x),
            self.run(["branch3x3dbl_1", "branch3x3dbl_2", "branch3x3dbl_3"], x),
            self.pool(x),
        ]
        return torch.cat(branches, 1)


class _MixedB(_Mixed):
    def __init__(self, channels: int, by: int) -> None:
        super().__init__(by)
        self.add("branch3x3", channels, 384, 3, stride=2)
        self.add("branch3x3dbl_1", channels, 64, 1)
        self.add("branch3x3dbl_2", 64, 96, 3)
        self.add("branch3x3dbl_3", 96, 96, 3, stride=2)

    def forward(self, x: Tensor) -> Tensor:
        double = self.run(["branch3x3dbl_1", "branch3x3dbl_2", "branch3x3dbl_3"], x)
        return torch.cat([self.run(["branch3x3"], x), double, max_pool2d(x, 3, 2)], 1)


class _MixedC(_Mixed):
    def __init__(self, channels: int, inner: int, by: int) -> None:
        super().__init__(by)
        self.add("branch1x1", channels, 192, 1)
        self.add("branch7x7_1", channels, inner, 1)
        self.add("branch7x7_2", inner, inner, 1, 7)
        self.add("branch7x7_3", inner, 192, 7, 1)
        self.add("branch7x7dbl_1", channels, inner, 1)
        self.add("branch7x7dbl_2", inner, inner, 7, 1)
        self.add("branch7x7dbl_3", inner, inner, 1, 7)
        self.add("branch7x7dbl_4", inner, inner, 7, 1)
        self.add("branch7x7dbl_5", inner, 192, 1, 7)
        self.add("branch_pool", channels, 192, 1)

    def forward(self, x: Tensor) -> Tensor:
        branches = [
            self.run(["branch1x1"], x),
            self.run([f"branch7x7_{n}" for n in range(1, 4)], x),
            self.run([f"branch7x7dbl_{n}" for n in range(1, 6)], x),
            self.pool(x),
        ]
        return torch.cat(branches, 1)


class _MixedD(_Mixed):
    def __init__(self, channels: int, by: int) -> None:
        super().__init__(by)
        self.add("branch3x3_1", channels, 192, 1)
        self.add("branch3x3_2", 192, 320, 3, stride=2)
        self.add("branch7x7x3_1", channels, 192, 1)
        self.add("branch7x7x3_2", 192, 192, 1, 7)
        self.add("branch7x7x3_3", 192, 192, 7, 1)
        self.add("branch7x7x3_4", 192, 192, 3, stride=2)

    def forward(self, x: Tensor) -> Tensor:
        first = self.run(["branch3x3_1", "branch3x3_2"], x)
        second = self.run([f"branch7x7x3_{n}" for n in range(1, 5)], x)
        return torch.cat([first, second, max_pool2d(x, 3, 2)], 1)


class _MixedE(_Mixed):
    def __init__(self, channels: int, by: int) -> None:
        super().__init__(by)
        self.add("branch1x1", channels, 320, 1)
        self.add("branch3x3_1", channels, 384, 1)
        self.add("branch3x3_2a", 384, 384, 1, 3)
        self.add("branch3x3_2b", 384, 384, 3, 1)
        self.add("branch3x3dbl_1", channels, 448, 1)
        self.add("branch3x3dbl_2", 448, 384, 3)
        self.add("branch3x3dbl_3a", 384, 384, 1, 3)
        self.add("branch3x3dbl_3b", 384, 384, 3, 1)
        self.add("branch_pool", channels, 192, 1)

    def forward(self, x: Tensor) -> Tensor:
        single = self.run(["branch3x3_1"], x)
        double = self.run(["branch3x3dbl_1", "branch3x3dbl_2"], x)
        branches = [
            self.run(["branch1x1"], x),
            self.run(["branch3x3_2a"], single),
            self.run(["branch3x3_2b"], single),
            self.run(["branch3x3dbl_3a"], double),
            self.run(["branch3x3dbl_3b"], double),
            self.pool(x),
        ]
        return torch.cat(branches, 1)
