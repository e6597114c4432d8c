"""An evaluation of clips: models and tables, with what knows nothing beside them.

Tests of app.workflows.evaluation.clip_report too.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.workflows.evaluation.clip_report import ClassifiedClips, ClipReport
from app.workflows.evaluation.clips import evaluate_clips
from app.workflows.evaluation.request import EvaluationRequest
from inference.clips.evaluation.clip_metrics import ClipClassMetrics
from storage.errors import UserError
from storage.library.library import Library, open_library
from tests.draining import drained
from tests.inference.clips.labelled import still_folder
from tests.inference.clips.test_clips_task import data, trained


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return open_library(tmp_path / "library")


def features(folder: Path) -> Path:
    """The held-out clips of `test_clips_task.data` as a file of features."""
    clips = data().validation
    series = np.stack([clip.series for clip in clips if clip.series is not None])
    path = folder / "features.npz"
    labels, people = [clip.label for clip in clips], [clip.group for clip in clips]
    np.savez(path, features=series, label=np.array(labels), person=np.array(people))
    return path


def test_a_model_is_evaluated_beside_what_knows_nothing(library: Library, tmp_path: Path) -> None:
    model = trained(tmp_path / "training")
    request = EvaluationRequest((features(tmp_path),), model=str(model))

    report = drained(evaluate_clips(library, request))

    values: Any = report.values()["strokes"]
    assert values["accuracy"] == 1
    assert values["uninformed"]["accuracy"] == 0.5
    assert "uninformed" in report.text()


def test_a_table_is_evaluated(library: Library, tmp_path: Path) -> None:
    folder = still_folder(tmp_path / "strokes", scenes=1, each=2)
    table = tmp_path / "given.csv"
    table.write_text("clip,class,confidence\ncut/cut_100_0.png,cut,0.9\npull/pull_0_0.png,cut,\n")

    report = drained(evaluate_clips(library, EvaluationRequest((folder,), predictions=table)))

    values: Any = report.values()[str(table)]
    assert values["accuracy"] == 0.5
    assert any("2 clips are left out" in note for note in report.notes)


def test_something_must_be_named_for_evaluation(library: Library, tmp_path: Path) -> None:
    folder = still_folder(tmp_path / "strokes", scenes=1, each=1)

    with pytest.raises(UserError, match="Nothing to evaluate"):
        drained(evaluate_clips(library, EvaluationRequest((folder,))))


def test_a_report_is_written_as_tables(tmp_path: Path) -> None:
    labels, probabilities = np.array([0, 1, 1]), np.array([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4]])
    metrics = ClipClassMetrics(
        ("cut", "pull"), labels, probabilities, ("a", "b", "b"), ("1", "2", "3")
    )
    report = ClipReport((ClassifiedClips("mine", metrics, seen=2),), ())

    report.write(tmp_path)

    rows = (tmp_path / "predictions.clips.csv").read_text().splitlines()
    assert rows[3] == "mine,3,pull,cut,0.6000"
    assert (tmp_path / "confusion.csv").read_text() == "mine,cut,pull\ncut,1,0\npull,1,1\n"
    assert json.loads((tmp_path / "clips.json").read_text())["mine"]["confusion"] == [
        [1, 0],
        [1, 1],
    ]
    assert "too good" in report.notes[0]
    assert "1 (50%)" in report.text()
