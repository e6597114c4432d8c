"""WASB: a small HRNet, which keeps full size beside a half, a quarter and an eighth of it."""

from dataclasses import dataclass
from itertools import pairwise

from torch import Tensor, nn

from inference.ball.nets.initialization import init_rare_prior

_STEM = 64  # channels
_NARROW = 32  # channels inside the bottleneck behind the stem
_WIDE = 4 * _NARROW  # and behind it


@dataclass(frozen=True, slots=True)
class WasbConfig:
    """The shape of a WASB net. The defaults are the published one."""

    frames: int = 3  # pictures in, and answers out
    widths: tuple[int, ...] = (16, 32, 64, 128)  # channels at full, half, quarter … size
    blocks: int = 2  # of two convolutions each, in every branch of every stage
    grey: bool = False  # pictures have one channel, not three; no published net is so

    def __post_init__(self) -> None:
        if min(self.frames, self.blocks, *self.widths) < 1 or len(self.widths) != 4:
            raise ValueError(f"not a possible network: {self}")

    @property
    def channels(self) -> int:
        """Channels of all pictures that go in."""
        return (1 if self.grey else 3) * self.frames


class Wasb(nn.Module):
    """Normalised pictures (B, C, H, W) in, oldest first; logits for every pixel out."""

    def __init__(self, config: WasbConfig) -> None:
        super().__init__()
        self.config = config
        widths = config.widths
        self.conv1 = nn.Conv2d(config.channels, _STEM, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(_STEM)
        self.conv2 = nn.Conv2d(_STEM, _STEM, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(_STEM)
        self.layer1 = nn.Sequential(_Bottleneck())
        entry = [_convolution(_WIDE, widths[0]), nn.Sequential(_convolution(_WIDE, widths[1], 2))]
        self.transition1 = nn.ModuleList(entry)
        self.stage2 = nn.Sequential(_HighResolutionStage(widths[:2], config.blocks))
        # an empty place for each branch that goes on as it is: the names count them
        self.transition2 = nn.ModuleList([*_NONE * 2, _downsample(*widths[1:3])])
        self.stage3 = nn.Sequential(_HighResolutionStage(widths[:3], config.blocks))
        self.transition3 = nn.ModuleList([*_NONE * 3, _downsample(*widths[2:4])])
        self.stage4 = nn.Sequential(_HighResolutionStage(widths, config.blocks))
        final = nn.Conv2d(widths[0], config.frames, 1)
        init_rare_prior(final)
        self.final_layers = nn.ModuleList([final])

    def forward(self, pictures: Tensor) -> Tensor:
        """Logits (B, N, H, W) of a pixel showing the ball; H and W are multiples of 8."""
        x = self.bn1(self.conv1(pictures)).relu()  # (B, 64, H, W)
        x = self.bn2(self.conv2(x)).relu()
        x = self.layer1(x)  # (B, 128, H, W)
        branches = [transition(x) for transition in self.transition1]  # 16 at H, 32 at H / 2
        branches = self.stage2(branches)
        branches = self.stage3([*branches, self.transition2[-1](branches[-1])])
        branches = self.stage4([*branches, self.transition3[-1](branches[-1])])
        output: Tensor = self.final_layers[0](branches[0])
        return output


class _HighResolutionStage(nn.Module):
    """Branches of several sizes side by side, each of which then hears of all others."""

    def __init__(self, widths: tuple[int, ...], blocks: int) -> None:
        super().__init__()
        self.branches = nn.ModuleList(
            nn.Sequential(*(_Residual(width) for _ in range(blocks))) for width in widths
        )
        self.fuse_layers = nn.ModuleList(
            nn.ModuleList(_fuse_layer(widths, source, target) for source in range(len(widths)))
            for target in range(len(widths))
        )

    def forward(self, xs: list[Tensor]) -> list[Tensor]:
        xs = [branch(x) for branch, x in zip(self.branches, xs, strict=True)]
        fused = []
        for layers in self.fuse_layers:
            assert isinstance(layers, nn.ModuleList)
            first, *others = (layer(x) for layer, x in zip(layers, xs, strict=True))
            fused.append(sum(others, first).relu())
        return fused


class _Residual(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)

    def forward(self, x: Tensor) -> Tensor:
        inner = self.bn1(self.conv1(x)).relu()
        output: Tensor = (self.bn2(self.conv2(inner)) + x).relu()
        return output


class _Bottleneck(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(_STEM, _NARROW, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(_NARROW)
        self.conv2 = nn.Conv2d(_NARROW, _NARROW, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(_NARROW)
        self.conv3 = nn.Conv2d(_NARROW, _WIDE, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(_WIDE)
        self.downsample = nn.Sequential(
            nn.Conv2d(_STEM, _WIDE, 1, bias=False), nn.BatchNorm2d(_WIDE)
        )

    def forward(self, x: Tensor) -> Tensor:
        inner = self.bn1(self.conv1(x)).relu()
        inner = self.bn2(self.conv2(inner)).relu()
        output: Tensor = (self.bn3(self.conv3(inner)) + self.downsample(x)).relu()
        return output


_NONE = (nn.Identity(),)


def _fuse_layer(widths: tuple[int, ...], source: int, target: int) -> nn.Module:
    """What brings a branch to the size and the channels of another one."""
    if source == target:
        return nn.Identity()
    if source > target:
        return nn.Sequential(
            nn.Conv2d(widths[source], widths[target], 1, bias=False),
            nn.BatchNorm2d(widths[target]),
            nn.Upsample(scale_factor=2 ** (source - target), mode="nearest"),
        )
    steps = [widths[source]] * (target - source) + [widths[target]]
    halvings = [_convolution(before, after, 2) for before, after in pairwise(steps)]
    del halvings[-1][-1]  # nothing is cut off before all branches are added up
    return nn.Sequential(*halvings)


def _downsample(before: int, after: int) -> nn.Sequential:
    return nn.Sequential(_convolution(before, after, 2))


def _convolution(before: int, after: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(before, after, 3, stride, padding=1, bias=False),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )
