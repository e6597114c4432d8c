from pathlib import Path

import pytest

from app.workflows.evaluation.request import EvaluationRequest
from storage.errors import UserError

ONE = (Path("a.mp4"),)
TWO = (Path("a.mp4"), Path("b.mp4"))


def test_one_table_of_labels_cannot_speak_of_two_videos(tmp_path: Path) -> None:
    table = tmp_path / "rally.ball.csv"
    table.touch()

    EvaluationRequest(ONE, labels=table).check()
    with pytest.raises(UserError, match=r"--labels .* is not a folder, but there are 2 videos"):
        EvaluationRequest(TWO, labels=table).check()


def test_one_table_of_predictions_cannot_speak_of_two_videos(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"--predictions .* is not a folder"):
        EvaluationRequest(TWO, predictions=tmp_path / "rally.ball.csv").check()


def test_a_folder_may_hold_tables_of_many_videos(tmp_path: Path) -> None:
    EvaluationRequest(TWO, labels=tmp_path, predictions=tmp_path).check()
