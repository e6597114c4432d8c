import numpy as np

from inference.evaluation.outcomes import Outcome, Outcomes, concatenate_outcomes


def outcomes(*values: Outcome, clip: int = 0) -> Outcomes:
    count = len(values)
    frames, error = np.arange(count), np.full(count, np.nan)
    return Outcomes(
        np.full(count, clip, np.int32),
        frames,
        np.array(values, np.uint8),
        error,
        error.copy(),
        np.ones(count),
    )


def test_each_outcome_is_positive_predicted_or_correct() -> None:
    each = outcomes(*Outcome)

    assert each.positive.tolist() == [True, True, False, True, False]
    assert each.predicted.tolist() == [True, True, True, False, False]
    assert each.correct.tolist() == [True, False, False, False, True]


def test_a_mask_chooses_frames() -> None:
    each = outcomes(Outcome.TP, Outcome.FN, Outcome.TP)

    assert each.where(each.are(Outcome.TP)).frame.tolist() == [0, 2]


def test_parts_follow_each_other() -> None:
    both = concatenate_outcomes([outcomes(Outcome.TP), outcomes(Outcome.TN, clip=1)])

    assert both.clip.tolist() == [0, 1]
    assert both.outcome.dtype == np.uint8


def test_no_parts_are_no_frames() -> None:
    assert len(concatenate_outcomes([])) == 0
