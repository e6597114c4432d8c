"""Peaks of heat maps (inference.ball.nets.peaks)."""

import numpy as np
import pytest
import torch

from inference.ball.nets.peaks import map_peaks


def disc(x: float, y: float, radius: float = 2.5, size: tuple[int, int] = (24, 32)) -> torch.Tensor:
    """A map (1, 1, h, w) with a soft disc on it."""
    rows, columns = (torch.arange(n, dtype=torch.float32) for n in size)
    distance = torch.hypot(columns - x, rows[:, None] - y)
    return (radius + 0.5 - distance).clamp(0, 1)[None, None]


@pytest.mark.parametrize("place", [(10.0, 8.0), (10.3, 7.8), (20.5, 12.5)])
def test_a_disc_is_where_its_middle_is(place: tuple[float, float]) -> None:
    found = map_peaks(disc(*place), 1, (32, 24), 3)[0, 0]

    assert np.allclose(found[0], [*place, 1.0], atol=0.1)
    assert found[1:].isnan().all()


def test_discs_come_best_first() -> None:
    both = torch.maximum(disc(8, 8) * 0.4, disc(22, 12) * 0.9)

    found = map_peaks(both, 1, (32, 24), 5)[0, 0]

    assert found[:2, 2].tolist() == pytest.approx([0.9, 0.4])
    assert found[0, :2].tolist() == pytest.approx([22, 12], abs=0.1)


def test_a_map_may_be_smaller_than_the_picture() -> None:
    found = map_peaks(disc(10, 8), 2, (64, 48), 1)[0, 0, 0]

    assert found[:2].tolist() == pytest.approx([20.5, 16.5], abs=0.1)


def test_what_lies_outside_the_picture_is_none() -> None:
    assert map_peaks(disc(28, 20), 1, (20, 14), 2).isnan().all()


def test_an_empty_map_has_no_peaks() -> None:
    assert map_peaks(torch.zeros(2, 3, 8, 8), 1, (8, 8), 5).isnan().all()


def test_a_map_smaller_than_the_count_is_filled_up() -> None:
    assert map_peaks(torch.ones(1, 1, 1, 2), 1, (2, 1), 5).shape == (1, 1, 5, 3)
