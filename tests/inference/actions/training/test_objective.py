"""The loss of a net that reads paths."""

import torch

from inference.actions.data.windows import OUTPUTS
from inference.actions.training.objective import PathObjective
from inference.training.dataloader import Batch


def batch(targets: torch.Tensor, weights: torch.Tensor) -> Batch:
    return Batch({"inputs": targets, "targets": targets, "weights": weights})


def test_what_is_not_asked_costs_nothing() -> None:
    nothing = batch(torch.ones(2, 8, OUTPUTS), torch.zeros(2, 8, OUTPUTS))

    assert PathObjective().loss(torch.full((2, 8, OUTPUTS), -9.0), nothing) == 0


def test_a_missed_event_costs_more_than_an_invented_one() -> None:
    weights = torch.zeros(1, 1, OUTPUTS)
    weights[..., 0] = 1
    missed = batch(torch.ones(1, 1, OUTPUTS), weights)
    invented = batch(torch.zeros(1, 1, OUTPUTS), weights)
    wrong = torch.full((1, 1, OUTPUTS), 3.0)

    losses = [PathObjective().loss(-wrong, missed), PathObjective().loss(wrong, invented)]

    assert torch.isclose(losses[0], 5 * losses[1])
