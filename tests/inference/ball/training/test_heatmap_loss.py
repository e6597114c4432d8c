import pytest
import torch

from inference.ball.training.heatmap_loss import HeatmapShape, heatmap_loss, heatmap_targets
from inference.video.samples import NEGATIVE_POINT

NAN = float("nan")


def one(x: float, y: float) -> torch.Tensor:
    return torch.tensor([[[x, y]]])


def drawn(maps: torch.Tensor) -> torch.Tensor:
    return torch.where(maps > 0.5, 12.0, -12.0)


def test_a_disk_is_as_wide_as_it_is_told_to_be() -> None:
    disk = heatmap_targets(one(10.0, 6.0), (16, 24), "disk", 2.5)[0, 0]

    assert disk[6].nonzero().flatten().tolist() == [8, 9, 10, 11, 12]
    assert disk[:, 10].nonzero().flatten().tolist() == [4, 5, 6, 7, 8]
    assert disk.sum() == 21  # whole numbers in a circle of that radius


def test_a_gaussian_is_highest_at_the_ball_and_half_as_high_at_its_radius() -> None:
    bump = heatmap_targets(one(10.0, 6.0), (16, 24), "gaussian", 2.0)[0, 0]

    assert bump[6, 10] == 1
    assert bump[6, 12] == pytest.approx(0.5)
    assert bump[8, 10] == pytest.approx(0.5)


@pytest.mark.parametrize("shape", ["disk", "gaussian"])
def test_a_ball_that_is_not_there_leaves_the_map_empty(shape: str) -> None:
    assert heatmap_targets(one(NAN, NAN), (16, 24), shape).max() == 0  # type: ignore[arg-type]


def test_the_perfect_map_costs_nothing_and_any_other_does() -> None:
    here, elsewhere = (heatmap_targets(one(x, 6.0), (16, 24)) for x in (10.0, 18.0))
    weight = torch.ones(1, 1)

    assert (
        heatmap_loss(drawn(here), here, weight)
        < 1e-4
        < 0.1
        < heatmap_loss(drawn(elsewhere), here, weight)
    )


def test_what_is_nearly_right_counts_less_than_the_entropy_says() -> None:
    maps = heatmap_targets(one(10.0, 6.0), (16, 24))
    logit = torch.where(maps == 1, 2.0, -2.0)

    entropy = torch.nn.functional.binary_cross_entropy_with_logits(logit, maps)

    wrong = 1 - torch.tensor(2.0).sigmoid()
    assert heatmap_loss(logit, maps, torch.ones(1, 1)) == pytest.approx(
        float(wrong**2 * entropy), rel=1e-4
    )


def test_a_picture_that_nobody_labelled_costs_nothing() -> None:
    maps = heatmap_targets(one(NAN, NAN), (16, 24))

    assert heatmap_loss(drawn(1 - maps), maps, torch.zeros(1, 1)) == 0


@pytest.mark.parametrize("shape", ["disk", "gaussian"])
def test_where_the_ball_is_not_nothing_but_that_point_counts(shape: HeatmapShape) -> None:
    negative, elsewhere = (heatmap_targets(one(x, 6.0), (16, 24), shape) for x in (6.0, 18.0))
    weight = torch.full((1, 1), NEGATIVE_POINT)

    assert heatmap_loss(drawn(elsewhere), negative, weight) < 1e-4
    assert heatmap_loss(drawn(negative), negative, weight) > 0.05
