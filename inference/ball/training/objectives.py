"""What nets of each kind are taught: how they see windows, and what their answers cost."""

from dataclasses import dataclass
from typing import Protocol

from torch import Tensor, nn

from inference.ball.nets.compact import Compact
from inference.ball.nets.tracknet import TrackNet
from inference.ball.nets.tracknetv2 import TrackNetV2
from inference.ball.nets.wasb import Wasb
from inference.ball.training.grid_loss import loss
from inference.ball.training.heatmap_loss import RADIUS, Shape, heat_maps, map_loss


class Lesson(Protocol):
    """What nets of one kind are taught. N is the number of pictures, C that with a background."""

    def shown(self, luma: Tensor) -> Tensor:
        """The channels that a net is given for the grey pictures (B, C, H, W) of windows."""

    def cost(self, answer: Tensor, places: Tensor, weight: Tensor) -> Tensor:
        """What an answer costs where the ball is at `places` (B, N, 2), pixels, NaN for no ball.

        A number, on average over the pictures by their `weight` (B, N): see `Window`.
        """


@dataclass(frozen=True, slots=True)
class GridLesson:
    """For nets that say cell by cell how likely the ball is there, and how far from the middle."""

    stride: int  # pixels across a cell

    def shown(self, luma: Tensor) -> Tensor:
        """All pictures, as they are."""
        return luma

    def cost(self, answer: Tensor, places: Tensor, weight: Tensor) -> Tensor:
        """Penalty-reduced focal loss of the heat, and the distance of the offsets."""
        return loss(answer, places, weight, self.stride)


@dataclass(frozen=True, slots=True)
class MapLesson:
    """For nets that draw the ball, pixel by pixel."""

    shape: Shape = "disk"
    radius: float = RADIUS  # pixels
    newest: bool = False  # they see the newest picture first, and answer for it alone

    def shown(self, luma: Tensor) -> Tensor:
        """All pictures, in the order in which the net wants them."""
        return luma.flip(1) if self.newest else luma

    def cost(self, answer: Tensor, places: Tensor, weight: Tensor) -> Tensor:
        """Weighted focal cost of maps (B, N, H, W), or (B, 1, H, W) of the newest picture."""
        if self.newest:
            places, weight = places[:, -1:], weight[:, -1:]
        height, width = answer.shape[-2:]
        maps = heat_maps(places, (height, width), self.shape, self.radius)
        return map_loss(answer, maps, weight)


def lesson_for(net: nn.Module, shape: Shape = "disk", radius: float = RADIUS) -> Lesson:
    """What `net` is taught; nets that draw maps learn to draw `shape` of `radius` pixels.

    ValueError if nobody knows how to teach it, or if it sees colours, which windows do not have.
    """
    if isinstance(net, Compact):
        return GridLesson(net.config.stride)
    if not isinstance(net, TrackNet | TrackNetV2 | Wasb):
        raise ValueError(f"nobody knows how to teach a {type(net).__name__}")
    if not net.config.grey:
        raise ValueError(f"windows are grey, and this net sees colours: {net.config}")
    return MapLesson(shape, radius, newest=isinstance(net, TrackNet))
