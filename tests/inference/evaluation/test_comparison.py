import pytest

from inference.ball.evaluation.metrics import Position, match_positions
from inference.evaluation.comparison import OutcomeSegment, compare, outcome_segments
from inference.evaluation.outcomes import concatenate_outcomes

TRUTH: dict[int, Position] = {0: (0, 0), 1: (0, 0), 2: (0, 0), 3: None}


def test_every_frame_is_both_neither_or_one_alone() -> None:
    first = match_positions({0: (0, 0), 1: (0, 0), 2: (50, 0)}, TRUTH, 512)
    second = match_positions({0: (0, 0), 1: (50, 0), 3: (5, 5)}, TRUTH, 512)

    who = compare(first, second)

    assert who.both.tolist() == [True, False, False, False]
    assert who.first_only.tolist() == [False, True, False, True]
    assert who.second_only.tolist() == [False, False, False, False]
    assert who.neither.tolist() == [False, False, True, False]


def test_different_frames_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="4 frames compared with 1"):
        compare(match_positions({}, TRUTH, 512), match_positions({}, {0: None}, 512))


def test_the_longest_row_comes_first_and_says_what_is_wrong() -> None:
    truth: dict[int, Position] = {**dict.fromkeys(range(5), (0.0, 0.0)), 5: None, 7: None}
    judged = match_positions({0: (0, 0), 1: (90, 0), 2: (30, 40), 5: (1, 1), 7: (1, 1)}, truth, 512)

    assert outcome_segments(judged, ~judged.correct) == [
        OutcomeSegment(clip=0, first=1, last=5, frames=5, error=90, fn=2, fp=1),
        OutcomeSegment(clip=0, first=7, last=7, frames=1, error=None, fn=0, fp=1),
    ]


def test_a_row_ends_with_its_clip() -> None:
    judged = concatenate_outcomes(
        [match_positions({}, {0: (0, 0)}, 512), match_positions({}, {1: (0, 0)}, 512, clip=1)]
    )

    assert [(each.clip, each.frames) for each in outcome_segments(judged, ~judged.correct)] == [
        (0, 1),
        (1, 1),
    ]


def test_where_all_is_right_there_are_no_rows() -> None:
    judged = match_positions({}, {0: None}, 512)

    assert outcome_segments(judged, ~judged.correct) == []
