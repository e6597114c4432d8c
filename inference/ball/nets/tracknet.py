"""TrackNet as first published: the layers of VGG16, and back to full size without shortcuts.

For every pixel it says which of 256 grey levels a bump around the ball would have there.
"""

from dataclasses import dataclass
from itertools import pairwise

from torch import Tensor, nn
from torch.nn.functional import interpolate, max_pool2d

_LEVELS = 256
_LEAST = 1e-30  # odds of what is impossible
_ENCODER = (64, 64, 128, 128, 256, 256, 256, 512, 512, 512)  # channels after conv1 to conv10
_DECODER = (256, 256, 256, 128, 128, 64, 64, _LEVELS)  # after conv11 to conv18
_HALVED = (2, 4, 7)  # convolutions behind which the picture is halved
_DOUBLED = (10, 13, 15)  # and behind which it is doubled


@dataclass(frozen=True, slots=True)
class TrackNetConfig:
    """The shape of a TrackNet. The defaults are the published one."""

    frames: int = 3  # pictures in; one answer out, for the newest
    norm_first: bool = False  # norm before ReLU, as in some ports; published: behind it
    grey: bool = False  # pictures have one channel, not three; no published net is so

    def __post_init__(self) -> None:
        if self.frames < 1:
            raise ValueError(f"not a possible network: {self}")

    @property
    def channels(self) -> int:
        """Channels of all pictures that go in."""
        return (1 if self.grey else 3) * self.frames


class TrackNet(nn.Module):
    """Pictures (B, C, H, W) from 0 to 1 in, newest first; a logit for every pixel out."""

    def __init__(self, config: TrackNetConfig) -> None:
        super().__init__()
        self.config = config
        widths = (config.channels, *_ENCODER, *_DECODER)
        for number, (before, after) in enumerate(pairwise(widths), 1):
            self.add_module(f"conv{number}", _ConvLayer(before, after, config.norm_first))

    def levels(self, pictures: Tensor) -> Tensor:
        """How much speaks for each of 256 grey levels: (B, 256, H, W)."""
        x = pictures
        for number in range(1, len(_ENCODER) + len(_DECODER) + 1):
            x = self.get_submodule(f"conv{number}")(x)  # (B, C, h, w)
            if number in _HALVED:
                x = max_pool2d(x, 2)
            elif number in _DOUBLED:
                x = interpolate(x, scale_factor=2.0, mode="nearest")
        return x

    def forward(self, pictures: Tensor) -> Tensor:
        """Logits (B, 1, H, W) of a pixel being brighter than half: that it shows the ball."""
        levels = self.levels(pictures)
        # logsumexp in steps: as one it loses its axis on the way to other runtimes
        likelihood = (levels - levels.amax(1, keepdim=True)).exp()
        dark, bright = likelihood[:, : _LEVELS // 2], likelihood[:, _LEVELS // 2 :]
        dark, bright = (half.sum(1, keepdim=True).clamp(min=_LEAST) for half in (dark, bright))
        return bright.log() - dark.log()


class _ConvLayer(nn.Module):
    def __init__(self, before: int, after: int, norm_first: bool) -> None:
        super().__init__()
        convolution, norm = nn.Conv2d(before, after, 3, padding=1), nn.BatchNorm2d(after)
        layers = (norm, nn.ReLU()) if norm_first else (nn.ReLU(), norm)
        self.block = nn.Sequential(convolution, *layers)

    def forward(self, x: Tensor) -> Tensor:
        output: Tensor = self.block(x)
        return output
