"""Peaks of grids of cells (inference.ball.nets.peaks)."""

import numpy as np
import pytest
import torch

from inference.ball.nets.peaks import grid_peaks
from inference.ball.training.grid_loss import grid_targets


def answer(heights: dict[tuple[int, int], float], size: tuple[int, int] = (8, 12)) -> torch.Tensor:
    """An answer for one picture with scores at cells (row, column)."""
    score = torch.full((1, 3, 1, *size), 1e-4)
    score[:, 1:] = 0.25  # offsets in cells
    for (row, column), height in heights.items():
        score[0, 0, 0, row, column] = height
    score[:, 0] = torch.logit(score[:, 0])
    return score


def test_a_peak_is_where_cell_and_offset_say() -> None:
    found = grid_peaks(answer({(2, 5): 0.9}), 2, (24, 16), 3)

    # the centre of cell 5 of two pixels each is at 10.5
    assert found[0, 0, 0].tolist() == pytest.approx([11.0, 5.0, 0.9])
    assert found[0, 0, 1:].isnan().all()


def test_peaks_come_best_first_and_only_the_best() -> None:
    found = grid_peaks(answer({(1, 1): 0.3, (1, 5): 0.8, (5, 5): 0.5}), 2, (24, 16), 2)

    assert found[0, 0, :, 2].tolist() == pytest.approx([0.8, 0.5])


def test_a_shoulder_is_no_peak() -> None:
    found = grid_peaks(answer({(2, 5): 0.9, (2, 6): 0.8}), 2, (24, 16), 3)

    assert found[0, 0, :, 2].isfinite().sum() == 1


def test_what_lies_outside_the_picture_is_none() -> None:
    found = grid_peaks(answer({(2, 11): 0.9, (7, 2): 0.9, (2, 5): 0.4}), 2, (20, 14), 3)

    assert found[0, 0, 0, 2].item() == pytest.approx(0.4)
    assert found[0, 0, 1:].isnan().all()


def test_a_picture_with_fewer_cells_than_peaks_asked_for_has_room_for_all() -> None:
    assert grid_peaks(answer({(0, 0): 0.9}, (1, 2)), 2, (4, 2), 5).shape == (1, 1, 5, 3)


@pytest.mark.parametrize("stride", [2, 4])
def test_the_perfect_answer_gives_the_place_back(stride: int) -> None:
    places = torch.tensor([[[10.3, 7.8]]])

    heat, offsets = grid_targets(places, (16 // stride, 24 // stride), stride)
    found = grid_peaks(torch.cat([heat.logit(1e-4)[:, None], offsets], 1), stride, (24, 16), 1)

    assert np.allclose(found[0, 0, 0, :2], [10.3, 7.8], atol=1e-4)
