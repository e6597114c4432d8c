import pytest
import torch
from torch import nn

from inference.ball.nets.compact import Compact
from inference.ball.nets.tracknet import TrackNet, TrackNetConfig
from inference.ball.nets.tracknetv2 import TrackNetV2, TrackNetV2Config
from inference.ball.nets.wasb import Wasb, WasbConfig
from inference.ball.training.grid_loss import loss
from inference.ball.training.heatmap_loss import heat_maps
from inference.ball.training.objectives import GridLesson, MapLesson, lesson_for
from tests.inference.ball.nets.tiny import TINY

PLACES = torch.tensor([[[4.0, 4.0], [10.0, 4.0], [16.0, 4.0]]])


def drawn(*places: torch.Tensor) -> torch.Tensor:
    maps = torch.cat([heat_maps(place[None, None], (8, 24)) for place in places], dim=1)
    return torch.where(maps == 1, 12.0, -12.0)


def test_each_net_is_taught_in_its_way() -> None:
    with torch.device("meta"):
        nets: list[nn.Module] = [
            Compact(TINY),
            TrackNet(TrackNetConfig(grey=True)),
            TrackNetV2(TrackNetV2Config(grey=True)),
            Wasb(WasbConfig(grey=True)),
        ]

    lessons = [lesson_for(net, "gaussian", 3.0) for net in nets]

    maps = MapLesson("gaussian", 3.0)
    assert lessons == [GridLesson(2), MapLesson("gaussian", 3.0, newest=True), maps, maps]


def test_a_net_that_sees_colours_learns_nothing_from_grey_windows() -> None:
    with torch.device("meta"), pytest.raises(ValueError, match="this net sees colours"):
        lesson_for(Wasb(WasbConfig()))


def test_nobody_teaches_strangers() -> None:
    with pytest.raises(ValueError, match="how to teach a Linear"):
        lesson_for(nn.Linear(1, 1))


def test_a_grid_costs_what_its_heat_and_offsets_cost() -> None:
    answer, weight = torch.randn(1, 3, 3, 4, 12), torch.ones(1, 3)

    assert GridLesson(2).cost(answer, PLACES, weight) == loss(answer, PLACES, weight, 2)


def test_maps_are_compared_picture_by_picture() -> None:
    right, turned = drawn(*PLACES[0]), drawn(*PLACES[0].flip(0))

    assert MapLesson().cost(right, PLACES, torch.ones(1, 3)) < 1e-4
    assert MapLesson().cost(turned, PLACES, torch.ones(1, 3)) > 0.1
    assert MapLesson().cost(turned, PLACES, torch.tensor([[0.0, 1.0, 0.0]])) < 1e-4


def test_the_original_sees_the_newest_picture_first_and_answers_for_it() -> None:
    lesson = MapLesson(newest=True)
    luma = torch.arange(3)[None, :, None, None]

    assert lesson.shown(luma).flatten().tolist() == [2, 1, 0]
    assert lesson.cost(drawn(PLACES[0, 2]), PLACES, torch.ones(1, 3)) < 1e-4
