import numpy as np
import pytest

from inference.ball.tracking.linking import PIECE, LinkCosts, best_chain
from inference.ball.tracking.path_margin import path_totals

COSTS = LinkCosts()


def flight(frames: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """A ball that flies to the right, and a second candidate elsewhere in each frame."""
    rng = np.random.default_rng(3)
    x = np.stack([np.arange(frames) * 3.0 % 500, rng.uniform(0, 500, frames)], 1)
    y = np.stack([np.full(frames, 50.0), rng.uniform(0, 280, frames)], 1)
    reward = np.stack([np.full(frames, 2.0), np.full(frames, -0.5)], 1)
    return x, y, reward, np.zeros(frames, np.bool_)


@pytest.mark.parametrize("frames", [60, PIECE + 90])
def test_the_path_is_better_than_anything_else(frames: int) -> None:
    x, y, reward, cut = flight(frames)
    choice = best_chain(x, y, reward, cut, COSTS)

    margin = path_totals(x, y, reward, cut, COSTS).margin(choice)

    assert margin.min() > 1


def test_two_candidates_that_are_alike_leave_no_margin() -> None:
    x, y, reward, cut = flight(60)
    x[:, 1], y[:, 1], reward[:, 1] = x[:, 0], y[:, 0] + 0.5, reward[:, 0]
    choice = best_chain(x, y, reward, cut, COSTS)

    margin = path_totals(x, y, reward, cut, COSTS).margin(choice)

    assert np.abs(margin).max() < 0.1


def test_a_frame_without_its_ball_is_bridged() -> None:
    x, y, reward, cut = flight(60)
    totals = path_totals(x, y, reward, cut, COSTS)

    # the reward of the frame is lost, and the missing frame paid for
    lost = totals.through[30, 0] - totals.without[30]
    assert lost == pytest.approx(2.0 + COSTS.missing, abs=0.05)


def test_no_link_is_counted_across_a_cut() -> None:
    x, y, reward, cut = flight(60)
    whole = path_totals(x, y, reward, cut, COSTS)
    cut[30] = True
    parted = path_totals(x, y, reward, cut, COSTS)

    cost = whole.through[10, 0] - parted.through[10, 0]
    assert cost == pytest.approx(COSTS.start, abs=0.2)


def test_a_candidate_that_is_not_there_has_no_total() -> None:
    x, y, reward, cut = flight(60)
    reward[7, 1] = -np.inf

    assert np.isneginf(path_totals(x, y, reward, cut, COSTS).through[7, 1])
