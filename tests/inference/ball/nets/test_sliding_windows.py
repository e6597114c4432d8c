import numpy as np
import pytest

from inference.ball.nets.sliding_windows import disjoint_windows, sliding_windows


@pytest.mark.parametrize(
    ("shots", "first", "shown"),
    [
        ([(0, 6)], 0, [[0, 1, 2], [3, 4, 5]]),
        ([(0, 7)], 0, [[0, 1, 2], [3, 4, 5], [4, 5, 6]]),
        ([(0, 4), (4, 8)], 0, [[0, 1, 2], [1, 2, 3], [4, 5, 6], [5, 6, 7]]),
        ([(0, 2), (2, 5)], 0, [[0, 1, 1], [2, 3, 4]]),
        ([(0, 6)], 2, [[2, 3, 4], [3, 4, 5]]),
        ([(0, 6)], 4, [[3, 4, 5]]),
        ([(0, 3), (3, 6)], 3, [[3, 4, 5]]),
        ([], 0, []),
    ],
)
def test_windows_follow_each_other_and_cross_no_cut(
    shots: list[tuple[int, int]], first: int, shown: list[list[int]]
) -> None:
    assert disjoint_windows(shots, first, 3).tolist() == shown


def test_every_picture_is_shown() -> None:
    found = disjoint_windows([(0, 100), (100, 103), (103, 290)], 16, 5)

    assert set(found.ravel().tolist()) >= set(np.arange(16, 290))


@pytest.mark.parametrize(
    ("shots", "first", "answered", "shown"),
    [
        ([(0, 4)], 0, 2, [[0, 0, 0], [0, 0, 1], [0, 1, 2], [1, 2, 3]]),
        ([(0, 3)], 0, 1, [[0, 0, 1], [0, 1, 2], [1, 2, 2]]),
        ([(0, 2), (2, 4)], 1, 2, [[0, 0, 1], [2, 2, 2], [2, 2, 3]]),
        ([(0, 3), (3, 5)], 4, 2, [[3, 3, 4]]),
    ],
)
def test_a_net_with_one_answer_looks_at_every_picture(
    shots: list[tuple[int, int]], first: int, answered: int, shown: list[list[int]]
) -> None:
    assert sliding_windows(shots, first, 3, [answered]).tolist() == shown


def test_a_net_that_answers_for_some_of_its_pictures_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="answers for 2 of 3"):
        sliding_windows([(0, 9)], 0, 3, [0, 1])
