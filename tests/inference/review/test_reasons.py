from dataclasses import replace

import numpy as np
import pytest

from inference.review.evidence import NAMES, FrameState
from inference.review.reasons import DoubtedFrame, reason_text


def doubted(state: FrameState, most: str = "", **facts: float) -> DoubtedFrame:
    """A frame of which `most` raised the doubt, in a video 1280 wide."""
    values = dict.fromkeys(NAMES[state], 0.0) | facts
    raised = dict.fromkeys(NAMES[state], 0.0) | ({most: 2.0} if most else {})
    return DoubtedFrame(state, values, raised, 2.5)


def odds(score: float) -> float:
    return float(np.log(score / (1 - score)))


@pytest.mark.parametrize(
    ("most", "facts", "words"),
    [
        (
            "second",
            {"score": odds(0.41), "second": odds(0.38), "second_far": np.log1p(33.6)},
            "Two candidates 84 px apart, 0.41 against 0.38",
        ),
        ("score", {"score": odds(0.12)}, "The score is only 0.12"),
        ("rough", {"rough": np.log1p(12)}, "The path jumps by 30 px"),
        ("run", {"run": np.log1p(3)}, "A ball in only 3 frames"),
        ("static", {"static": np.log1p(180)}, "Something stands here in 180 frames"),
        ("edge", {"edge": 4.0}, "Only 10 px from the edge of the picture"),
        ("other_differs", {}, "The other analysis says something else"),
    ],
)
def test_what_raised_the_doubt_most_is_said_with_its_numbers(
    most: str, facts: dict[str, float], words: str
) -> None:
    assert reason_text(doubted(FrameState.DETECTED, most, **facts)) == words


def test_a_gap_says_how_long_it_is_and_what_was_left_out() -> None:
    gap = doubted(FrameState.ABSENT, gap=np.log1p(14), best=odds(0.31))

    assert reason_text(gap) == (
        "No ball in 14 frames between two flights; a candidate of 0.31 was left out"
    )


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"start": 0.9}, "No ball in 9 frames from the start of the shot on"),
        ({"end": 0.9}, "No ball in 9 frames, to the end of the shot"),
    ],
)
def test_a_gap_with_one_end_says_which(facts: dict[str, float], words: str) -> None:
    gap = doubted(FrameState.ABSENT, gap=np.log1p(9), one_sided=1.0, best=-6.0)
    gap = replace(gap, facts={**gap.facts, **facts})

    assert reason_text(gap) == words


def test_a_filled_point_says_over_how_many_frames() -> None:
    assert reason_text(doubted(FrameState.FILLED, gap=np.log1p(4))).startswith(
        "Filled in over 4 frames"
    )


@pytest.mark.parametrize("most", NAMES[FrameState.DETECTED])
def test_every_fact_has_words(most: str) -> None:
    assert reason_text(doubted(FrameState.DETECTED, most))
