from math import nan

import numpy as np
import pytest

from inference.highlights.scores import rank_within, score_segments


def test_ranks_are_shares_of_the_others_beaten() -> None:
    ranks = rank_within(np.array([3.0, 1.0, 2.0, 2.0, nan]))

    assert ranks.tolist() == pytest.approx([1.0, 0.0, 0.5, 0.5, 0.5])


def test_one_alone_is_the_best() -> None:
    assert rank_within(np.array([7.0])).tolist() == [1.0]


def test_units_do_not_matter() -> None:
    seconds = score_segments({"length": [1.0, 5.0, 3.0]})
    frames = score_segments({"length": [25.0, 125.0, 75.0]})

    assert [s.score for s in seconds] == [s.score for s in frames] == [0.0, 100.0, 50.0]


def test_weights_mix_the_ranks() -> None:
    values = {"length": [1.0, 2.0, 3.0], "shots": [9.0, 5.0, 7.0]}

    scores = score_segments(values, {"length": 1.0, "shots": 3.0})

    assert [round(s.score, 6) for s in scores] == [75.0, 12.5, 62.5]


def test_what_is_not_known_is_the_middle_and_is_not_told() -> None:
    scores = score_segments({"length": [1.0, 3.0], "sound": [nan, 4.0]})

    assert scores[0].ranks["sound"] == 0.5
    assert "applause" not in scores[0].reason
    assert "loudest applause (4.0 LU above the match)" in scores[1].reason


def test_a_term_that_nothing_is_known_of_does_not_count() -> None:
    assert score_segments({"length": [1.0, 3.0], "sound": [nan, nan]})[1].score == 100.0


def test_reasons_name_first_places_first() -> None:
    shots = [4.0, 31.0, 17.0, 20.0, 9.0]
    length = [2.0, 12.0, 14.2, 6.0, 5.0]

    reasons = [s.reason for s in score_segments({"length": length, "shots": shots})]

    assert reasons[1] == "most shots (31 shots); second longest rally (12.0 s)"
    assert reasons[2] == "longest rally (14.2 s); third most shots (17 shots)"
    assert reasons[0] == "4 shots; 2.0 s"


def test_no_segments_have_no_scores() -> None:
    assert score_segments({"length": []}) == ()


@pytest.mark.parametrize(
    ("values", "weights"),
    [({"length": [1.0], "shots": []}, None), ({"length": [1.0]}, {"length": -1})],
)
def test_nonsense_is_refused(
    values: dict[str, list[float]], weights: dict[str, float] | None
) -> None:
    with pytest.raises(ValueError, match=r"terms of|weight"):
        score_segments(values, weights)
