import pytest

from inference.ball.evaluation.comparison import Stretch, compare, good, stretches
from inference.ball.evaluation.metrics import Place, judge, together

TRUTH: dict[int, Place] = {0: (0, 0), 1: (0, 0), 2: (0, 0), 3: None}


def test_every_frame_is_both_neither_or_one_alone() -> None:
    first = judge({0: (0, 0), 1: (0, 0), 2: (50, 0)}, TRUTH, 512)
    second = judge({0: (0, 0), 1: (50, 0), 3: (5, 5)}, TRUTH, 512)

    who = compare(first, second)

    assert who.both.tolist() == [True, False, False, False]
    assert who.first_only.tolist() == [False, True, False, True]
    assert who.second_only.tolist() == [False, False, False, False]
    assert who.neither.tolist() == [False, False, True, False]


def test_different_frames_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="4 frames compared with 1"):
        compare(judge({}, TRUTH, 512), judge({}, {0: None}, 512))


def test_the_longest_row_comes_first_and_says_what_is_wrong() -> None:
    truth: dict[int, Place] = {**dict.fromkeys(range(5), (0.0, 0.0)), 5: None, 7: None}
    judged = judge({0: (0, 0), 1: (90, 0), 2: (30, 40), 5: (1, 1), 7: (1, 1)}, truth, 512)

    assert stretches(judged, ~good(judged)) == [
        Stretch(clip=0, first=1, last=5, frames=5, error=90, missed=2, invented=1),
        Stretch(clip=0, first=7, last=7, frames=1, error=None, missed=0, invented=1),
    ]


def test_a_row_ends_with_its_clip() -> None:
    judged = together([judge({}, {0: (0, 0)}, 512), judge({}, {1: (0, 0)}, 512, clip=1)])

    assert [(each.clip, each.frames) for each in stretches(judged, ~good(judged))] == [
        (0, 1),
        (1, 1),
    ]


def test_where_all_is_right_there_are_no_rows() -> None:
    judged = judge({}, {0: None}, 512)

    assert stretches(judged, ~good(judged)) == []
