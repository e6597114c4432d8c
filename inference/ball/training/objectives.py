"""What nets of each kind are trained towards: how they see samples, and their loss."""

from dataclasses import dataclass

from torch import Tensor, nn

from inference.ball.nets.compact import Compact
from inference.ball.nets.tracknet import TrackNet
from inference.ball.nets.tracknetv2 import TrackNetV2
from inference.ball.nets.wasb import Wasb
from inference.ball.training.grid_loss import grid_loss
from inference.ball.training.heatmap_loss import (
    RADIUS,
    HeatmapShape,
    heatmap_loss,
    heatmap_targets,
)
from inference.training.dataloader import Batch
from inference.training.task import Objective


@dataclass(frozen=True, slots=True)
class GridObjective:
    """For nets that say cell by cell how likely the ball is there, and how far from the middle."""

    stride: int  # pixels across a cell

    def prepare_input(self, batch: Batch) -> tuple[Tensor, ...]:
        """The pictures (B, C, H, W), as they are."""
        return (batch["luma"],)

    def loss(self, output: Tensor, batch: Batch) -> Tensor:
        """Penalty-reduced focal loss of the heat, and the distance of the offsets."""
        return grid_loss(output, batch["points"], batch["weight"], self.stride)


@dataclass(frozen=True, slots=True)
class HeatmapObjective:
    """For nets that draw the ball, pixel by pixel."""

    shape: HeatmapShape = "disk"
    radius: float = RADIUS  # pixels
    newest_only: bool = False  # they see the newest picture first, and answer only for that

    def prepare_input(self, batch: Batch) -> tuple[Tensor, ...]:
        """The pictures (B, C, H, W), in the order in which the net wants them."""
        luma = batch["luma"]
        return (luma.flip(1) if self.newest_only else luma,)

    def loss(self, output: Tensor, batch: Batch) -> Tensor:
        """Weighted focal loss of heat maps (B, N, H, W), or (B, 1, H, W) of the newest picture."""
        points, weight = batch["points"], batch["weight"]
        if self.newest_only:
            points, weight = points[:, -1:], weight[:, -1:]
        height, width = output.shape[-2:]
        heatmaps = heatmap_targets(points, (height, width), self.shape, self.radius)
        return heatmap_loss(output, heatmaps, weight)


def objective_for(
    net: nn.Module, shape: HeatmapShape = "disk", radius: float = RADIUS
) -> Objective:
    """What `net` is trained towards; heat maps show the ball as `shape` of `radius` pixels.

    ValueError if there is no objective for it, or if it sees colours, which samples do not have.
    """
    if isinstance(net, Compact):
        return GridObjective(net.config.stride)
    if not isinstance(net, TrackNet | TrackNetV2 | Wasb):
        raise ValueError(f"there is no training objective for a {type(net).__name__}")
    if not net.config.grey:
        raise ValueError(f"training samples are grey, and this net sees colours: {net.config}")
    return HeatmapObjective(shape, radius, newest_only=isinstance(net, TrackNet))
