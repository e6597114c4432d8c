from app.workflows.evaluation.report_text import aligned, table_of
from tests.app.workflows.evaluation.evaluations import evaluation


def test_columns_stand_under_one_another() -> None:
    assert aligned([["name", "n"], ["a", "100"]]) == "name    n\na     100"


def test_one_model_is_told_with_its_conditions_and_its_worst_frames() -> None:
    text = table_of(evaluation((6,)))

    assert text.startswith("model 0")
    assert "average precision" in text
    assert "Contrast with the background, grey levels" in text
    assert "Errors, longest first: 5 frames in 2 places" in text
    assert "a  6 to 9  4 frames  up to 100 px off, missed in 2" in text


def test_an_interval_needs_two_clips() -> None:
    assert "95 %" not in table_of(evaluation((6,)))
    assert "95 %, bootstrap over 2 clips" in table_of(evaluation((6,), (8,)))


def test_two_models_stand_side_by_side() -> None:
    text = table_of(evaluation((6, 8)))

    assert "hit, model 0" in text
    assert "model 1 compared with model 0: F1 +" in text
    assert "Only model 1 is right: 2 frames in 1 place" in text
    assert "Only model 0 is right" not in text


def test_nothing_wrong_is_told_as_such() -> None:
    found = evaluation((10,))
    found = type(found)(
        found.clips,
        found.folders,
        found.names,
        tuple(outcomes.where(outcomes.frame < 10) for outcomes in found.outcomes),
        {key: values[:10] for key, values in found.measures.items()},
        (),
    )

    assert table_of(found).endswith("Every labelled frame is correct.")
