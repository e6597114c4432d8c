from pathlib import Path

import pytest

from app.workflows.analysis.results import analyse
from app.workflows.analysis.track_ball import AnalysisRequest
from app.workflows.evaluation.predictions import (
    ActiveRunPredictions,
    ModelPredictions,
    TablePredictions,
    prediction_source,
)
from app.workflows.videos import OpenedVideo
from inference.models.locations import CARD, MOTION
from inference.runtime.benchmarks import BENCHMARKS
from storage.errors import UserError
from storage.formats.tables.ball_csv import write_ball_csv
from storage.library.journal.journal import write_gesture
from storage.library.library import Library
from storage.library.predictions.runs import runs
from storage.records import BallLabel, Visibility, ball_key
from tests.draining import drained
from tests.inference.ball.nets.tiny import write_model


def analysed(library: Library, opened: OpenedVideo) -> None:
    drained(analyse(library, opened, AnalysisRequest(MOTION)))


def test_a_model_that_has_not_looked_looks_and_leaves_no_run(
    library: Library, opened: OpenedVideo
) -> None:
    found = drained(ModelPredictions(MOTION).predict(library, opened))

    assert (found.name, len(found.positions)) == ("motion", opened.video.frames)
    with library.connect() as db:
        assert runs(db, opened.video.fingerprint) == []


def test_a_net_is_named_by_its_folder_and_engines_are_measured_once(
    library: Library, opened: OpenedVideo, tmp_path: Path
) -> None:
    net = ModelPredictions(str(write_model(tmp_path / "mine")))

    assert drained(net.predict(library, opened)).name == "mine"
    measured = (library.models.parent / BENCHMARKS).read_text()
    drained(net.predict(library, opened))
    assert (library.models.parent / BENCHMARKS).read_text() == measured


def test_a_finished_run_is_not_made_again(library: Library, opened: OpenedVideo) -> None:
    looked = drained(ModelPredictions(MOTION).predict(library, opened))
    analysed(library, opened)

    steps = list(ModelPredictions(MOTION).predict(library, opened))

    assert steps == []
    assert drained(ModelPredictions(MOTION).predict(library, opened)).positions == looked.positions


def test_the_active_run_says_what_the_model_says(library: Library, opened: OpenedVideo) -> None:
    analysed(library, opened)

    active = drained(ActiveRunPredictions().predict(library, opened))

    assert active.positions == drained(ModelPredictions(MOTION).predict(library, opened)).positions
    assert max(active.confidence.values()) > 0.5


def test_labels_do_not_help_the_active_run(library: Library, opened: OpenedVideo) -> None:
    analysed(library, opened)
    before = drained(ActiveRunPredictions().predict(library, opened)).positions
    with library.connect() as db:
        label = BallLabel(Visibility.CLEAR, 5.0, 90.0)  # far from the ball
        write_gesture(db, opened.video.fingerprint, {ball_key(20): label}, "ana")
    analysed(library, opened)

    assert drained(ActiveRunPredictions().predict(library, opened)).positions == before


def test_the_files_of_an_analysis_say_the_same_to_the_last_digit(
    library: Library, opened: OpenedVideo, tmp_path: Path
) -> None:
    analysis = drained(analyse(library, opened, AnalysisRequest(MOTION)))
    write_ball_csv(tmp_path / "rally.ball.csv", analysis.rows)

    written = drained(TablePredictions(tmp_path).predict(library, opened))

    run = drained(ActiveRunPredictions().predict(library, opened))
    assert (written.positions, written.confidence) == (run.positions, run.confidence)


def test_a_video_without_a_run_is_told(library: Library, opened: OpenedVideo) -> None:
    with pytest.raises(UserError, match="has not been analysed"):
        drained(ActiveRunPredictions().predict(library, opened))


def test_a_name_is_a_model_or_a_folder_of_tables(library: Library, tmp_path: Path) -> None:
    tables, model = tmp_path / "tables", tmp_path / "model"
    for folder, file in ((tables, "a.ball.csv"), (model, CARD)):
        folder.mkdir()
        (folder / file).touch()

    assert prediction_source(library, str(tables)) == TablePredictions(tables)
    assert prediction_source(library, str(model)) == ModelPredictions(str(model))
    assert prediction_source(library, MOTION) == ModelPredictions(MOTION)
    with pytest.raises(UserError, match="no model fancy"):
        prediction_source(library, "fancy")
