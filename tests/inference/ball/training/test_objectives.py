import pytest
import torch
from torch import nn

from inference.ball.nets.compact import Compact
from inference.ball.nets.tracknet import TrackNet, TrackNetConfig
from inference.ball.nets.tracknetv2 import TrackNetV2, TrackNetV2Config
from inference.ball.nets.wasb import Wasb, WasbConfig
from inference.ball.training.grid_loss import grid_loss
from inference.ball.training.heatmap_loss import heatmap_targets
from inference.ball.training.objectives import GridObjective, HeatmapObjective, objective_for
from inference.training.dataloader import Batch
from tests.inference.ball.nets.tiny import TINY

POINTS = torch.tensor([[[4.0, 4.0], [10.0, 4.0], [16.0, 4.0]]])


def batch(weight: torch.Tensor) -> Batch:
    return Batch({"points": POINTS, "weight": weight})


def drawn(*points: torch.Tensor) -> torch.Tensor:
    maps = torch.cat([heatmap_targets(point[None, None], (8, 24)) for point in points], dim=1)
    return torch.where(maps == 1, 12.0, -12.0)


def test_each_net_has_its_objective() -> None:
    with torch.device("meta"):
        nets: list[nn.Module] = [
            Compact(TINY),
            TrackNet(TrackNetConfig(grey=True)),
            TrackNetV2(TrackNetV2Config(grey=True)),
            Wasb(WasbConfig(grey=True)),
        ]

    objectives = [objective_for(net, "gaussian", 3.0) for net in nets]

    maps = HeatmapObjective("gaussian", 3.0)
    assert objectives == [
        GridObjective(2),
        HeatmapObjective("gaussian", 3.0, newest_only=True),
        maps,
        maps,
    ]


def test_a_net_that_sees_colours_learns_nothing_from_grey_samples() -> None:
    with torch.device("meta"), pytest.raises(ValueError, match="this net sees colours"):
        objective_for(Wasb(WasbConfig()))


def test_other_nets_have_no_objective() -> None:
    with pytest.raises(ValueError, match="no training objective for a Linear"):
        objective_for(nn.Linear(1, 1))


def test_a_grid_costs_what_its_heat_and_offsets_cost() -> None:
    answer, weight = torch.randn(1, 3, 3, 4, 12), torch.ones(1, 3)

    assert GridObjective(2).loss(answer, batch(weight)) == grid_loss(answer, POINTS, weight, 2)


def test_maps_are_compared_picture_by_picture() -> None:
    right, turned = drawn(*POINTS[0]), drawn(*POINTS[0].flip(0))

    assert HeatmapObjective().loss(right, batch(torch.ones(1, 3))) < 1e-4
    assert HeatmapObjective().loss(turned, batch(torch.ones(1, 3))) > 0.1
    assert HeatmapObjective().loss(turned, batch(torch.tensor([[0.0, 1.0, 0.0]]))) < 1e-4


def test_the_original_sees_the_newest_picture_first_and_answers_for_it() -> None:
    objective = HeatmapObjective(newest_only=True)
    luma = torch.arange(3)[None, :, None, None]

    assert objective.prepare_input(Batch({"luma": luma}))[0].flatten().tolist() == [2, 1, 0]
    assert objective.loss(drawn(POINTS[0, 2]), batch(torch.ones(1, 3))) < 1e-4
