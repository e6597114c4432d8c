import pytest

from inference.ball.evaluation.metrics import Position, match_positions
from inference.evaluation.intervals import f1_interval, gain_interval
from inference.evaluation.outcomes import Outcomes, concatenate_outcomes

BALL: dict[int, Position] = dict.fromkeys(range(100), (0, 0))


def clips(*right: int) -> Outcomes:
    """A clip of 100 visible balls for each number of them that is found."""
    return concatenate_outcomes(
        [
            match_positions(dict.fromkeys(range(found), (0, 0)), BALL, 512, clip=number)
            for number, found in enumerate(right)
        ]
    )


def test_one_clip_says_nothing_of_others() -> None:
    assert f1_interval(clips(80)) is None
    assert gain_interval(clips(80), clips(90)) is None


def test_clips_alike_leave_no_doubt() -> None:
    interval = f1_interval(clips(80, 80, 80))

    assert interval is not None
    assert interval.low == interval.high == pytest.approx(160 / 180)


def test_clips_that_differ_leave_some() -> None:
    interval = f1_interval(clips(20, 50, 80, 100))

    assert interval is not None
    assert 0.3 < interval.low < 2 * 250 / 650 < interval.high < 1


def test_a_gain_on_every_clip_is_certain_though_the_clips_differ() -> None:
    gain = gain_interval(clips(20, 50, 80), clips(30, 60, 90))

    assert gain is not None
    assert gain.low > 0


def test_the_same_clips_give_the_same_interval() -> None:
    assert f1_interval(clips(20, 90)) == f1_interval(clips(20, 90))
