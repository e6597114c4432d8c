from pathlib import Path

import pytest

from app.workflows.evaluation.ball import evaluate_ball
from app.workflows.evaluation.request import EvaluationRequest
from app.workflows.videos import OpenedVideo
from storage.errors import UserError
from storage.formats.tables.ball_csv import write_ball_csv
from storage.library.library import Library
from storage.progress import drained
from storage.records import BallRow, Source, Visibility

LABELLED = 12


@pytest.fixture
def labels(opened: OpenedVideo, tmp_path: Path) -> Path:
    rows = [
        BallRow(frame, Visibility.CLEAR, 10.0, 10.0, 1.0, Source.HUMAN) for frame in range(LABELLED)
    ]
    path = tmp_path / f"{opened.video.path.stem}.ball.csv"
    write_ball_csv(path, rows)
    return path


def test_labels_evaluated_against_themselves_are_perfect(
    library: Library, opened: OpenedVideo, labels: Path
) -> None:
    request = EvaluationRequest((opened.video.path,), labels=labels, predictions=labels)

    report = drained(evaluate_ball(library, request))

    assert "Every labelled frame is correct." in report.text()
    assert report.values()["clips"] == [opened.video.path.stem]
    assert report.notes == ()


def test_each_stage_of_the_work_has_a_name(
    library: Library, opened: OpenedVideo, labels: Path
) -> None:
    path = opened.video.path
    request = EvaluationRequest((path,), labels=labels, model="motion", against="motion")

    stages = {step.stage for step in evaluate_ball(library, request)}

    assert stages == {f"Measuring {path.name}", path.name}


def test_two_copies_of_a_video_count_once(
    library: Library, opened: OpenedVideo, labels: Path
) -> None:
    twice, folder = (opened.video.path,) * 2, labels.parent
    request = EvaluationRequest(twice, labels=folder, predictions=folder)

    assert len(drained(evaluate_ball(library, request)).evaluation.clips) == 1


def test_missing_labels_stop_it_before_a_model_runs(
    library: Library, opened: OpenedVideo, tmp_path: Path
) -> None:
    request = EvaluationRequest((opened.video.path,), labels=tmp_path, model="motion")

    with pytest.raises(UserError, match="has no labels"):
        next(evaluate_ball(library, request))


def test_the_report_is_written_as_files(
    library: Library, opened: OpenedVideo, labels: Path, tmp_path: Path
) -> None:
    request = EvaluationRequest((opened.video.path,), labels=labels, predictions=labels)
    (tmp_path / "out").mkdir()

    drained(evaluate_ball(library, request)).write(tmp_path / "out")

    assert (tmp_path / "out" / "evaluation.json").is_file()
