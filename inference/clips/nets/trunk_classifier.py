"""A frozen trunk, which makes features of pictures, and a head that learns from them."""

from collections.abc import Callable

from torch import Tensor, nn

from inference.clips.nets.efficientnet_lite0 import EfficientNetLite0, EfficientNetLite0Config
from inference.clips.nets.heads import HeadConfig, SeriesHead, make_head
from inference.clips.nets.inception import InceptionConfig, InceptionV3

LITE0 = "efficientnet-lite0"
INCEPTION = "inception-v3"

TRUNKS: dict[str, Callable[[int], nn.Module]] = {
    LITE0: lambda part: EfficientNetLite0(EfficientNetLite0Config(1 / part), classes=0),
    INCEPTION: lambda part: InceptionV3(InceptionConfig(part)),
}
"""Trunks by name; each takes by what its widths are divided, 1 as published."""


class TrunkClassifier(nn.Module):
    """Clips (B, T, 3, H, W), RGB from 0 to 1, to logits (B, classes)."""

    def __init__(self, trunk: nn.Module, head: HeadConfig, classes: int) -> None:
        super().__init__()
        self.trunk = trunk
        self.head: SeriesHead = make_head(head, classes)

    def forward(self, clips: Tensor) -> Tensor:
        """Logits (B, classes)."""
        features = self.trunk(clips.flatten(0, 1))  # (B T, F)
        logits: Tensor = self.head(features.view(*clips.shape[:2], -1))
        return logits


def trained_part(net: nn.Module) -> nn.Module:
    """What takes prepared clips: the head of a net with a frozen trunk, any other as it is."""
    return net.head if isinstance(net, TrunkClassifier) else net
