import pytest
import torch

from inference.ball.training.grid_loss import grid_loss, grid_targets
from inference.video.samples import HIDDEN, NEGATIVE_POINT

NAN = float("nan")


def one(x: float, y: float) -> torch.Tensor:
    return torch.tensor([[[x, y]]])


def perfect(points: torch.Tensor) -> torch.Tensor:
    heat, offsets = grid_targets(points, (8, 12), 2)
    certain = torch.where(heat == 1, 12.0, -12.0)
    return torch.cat([certain[:, None], offsets], dim=1)


def test_the_heat_is_highest_in_the_cell_of_the_ball() -> None:
    heat, _ = grid_targets(one(10.6, 4.4), (8, 12), 2)

    assert (heat == 1).nonzero().tolist() == [[0, 0, 2, 5]]
    assert heat[0, 0, 2, 5 + 3] < 0.05


def test_offsets_lead_from_the_cell_to_the_ball() -> None:
    _, offsets = grid_targets(one(10.6, 4.4), (8, 12), 2)

    # cell 5 of two pixels has its centre at 10.5, cell 2 at 4.5
    assert offsets[0, :, 0, 2, 5].tolist() == pytest.approx([0.05, -0.05], abs=1e-5)


@pytest.mark.parametrize("point", [(NAN, NAN), (-30.0, 5.0), (10.0, 400.0)])
def test_a_ball_that_is_not_there_leaves_no_heat(point: tuple[float, float]) -> None:
    heat, offsets = grid_targets(one(*point), (8, 12), 2)

    assert heat.max() < 1
    assert offsets.isfinite().all()


def test_the_perfect_answer_costs_nothing_and_any_other_does() -> None:
    points = one(10.6, 4.4)

    right = grid_loss(perfect(points), points, torch.ones(1, 1), 2)
    elsewhere = grid_loss(perfect(one(18.0, 12.0)), points, torch.ones(1, 1), 2)

    assert right < 0.01 < elsewhere


def test_a_picture_without_a_ball_teaches_too() -> None:
    nowhere = one(NAN, NAN)

    assert grid_loss(perfect(nowhere), nowhere, torch.ones(1, 1), 2) < 0.01
    assert grid_loss(perfect(one(10, 4)), nowhere, torch.ones(1, 1), 2) > 1


def test_a_picture_that_nobody_labelled_costs_nothing() -> None:
    nowhere = one(NAN, NAN)

    assert grid_loss(perfect(one(10, 4)), nowhere, torch.zeros(1, 1), 2) == 0


def test_where_the_ball_is_not_nothing_but_that_point_counts() -> None:
    negative, weight = one(10.6, 4.4), torch.full((1, 1), NEGATIVE_POINT)

    assert grid_loss(perfect(one(NAN, NAN)), negative, weight, 2) < 0.01
    assert grid_loss(perfect(one(10.6, 4.4)), negative, weight, 2) > 1
    assert grid_loss(perfect(one(22.0, 14.0)), negative, weight, 2) < 0.01


def detected_cell(logit: float) -> torch.Tensor:
    """The perfect answer for a ball that is surely seen or, below 0, surely hidden."""
    answer = perfect(one(10.6, 4.4))
    return torch.cat([answer, torch.full_like(answer[:, :1], logit)], dim=1)


@pytest.mark.parametrize(("weight", "right"), [(1.0, 9.0), (HIDDEN, -9.0)])
def test_what_is_said_of_a_hidden_ball_is_compared_with_its_weight(
    weight: float, right: float
) -> None:
    points, weights = one(10.6, 4.4), torch.full((1, 1), weight)

    assert grid_loss(detected_cell(right), points, weights, 2) < 0.01
    assert grid_loss(detected_cell(-right), points, weights, 2) > 0.5


def test_where_there_is_no_ball_nothing_can_be_said_of_its_visibility() -> None:
    nowhere, weight = one(NAN, NAN), torch.ones(1, 1)
    answer = torch.cat([perfect(nowhere), torch.randn(1, 1, 1, 8, 12)], dim=1)

    assert grid_loss(answer, nowhere, weight, 2) < 0.01
