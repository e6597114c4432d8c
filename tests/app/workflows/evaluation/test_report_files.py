import csv
import json
from pathlib import Path

import pytest

from app.workflows.evaluation.report_files import write_report, write_table
from storage.errors import UserError
from tests.app.workflows.evaluation.evaluations import evaluation

TABLES = ["calibration", "conditions", "differing", "frames", "precision-recall", "scores"]
PLOTS = ["calibration", "conditions", "errors", "precision-recall"]


def read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a report on two models, the second of which finds two balls more."""
    folder = tmp_path_factory.mktemp("report")
    write_report(evaluation((6, 8)), folder)
    return folder


def test_everything_is_written(written: Path) -> None:
    assert sorted(path.stem for path in written.glob("*.csv")) == TABLES
    assert sorted(path.stem for path in written.glob("*.png")) == PLOTS
    assert json.loads((written / "evaluation.json").read_text())["clips"] == ["a"]


def test_every_frame_has_a_row_with_what_each_model_says(written: Path) -> None:
    rows = read(written / "frames.csv")

    assert len(rows) == 12
    assert (rows[6]["outcome, model 0"], rows[6]["outcome, model 1"]) == ("missed", "right")
    assert (rows[6]["error_px, model 0"], rows[6]["error_px, model 1"]) == ("", "1.0000")
    assert rows[6]["since_hit"] == "3.0000"


def test_frames_in_which_one_alone_is_right_have_a_table(written: Path) -> None:
    rows = read(written / "differing.csv")

    assert [(row["frame"], row["right"], row["other"]) for row in rows] == [
        ("6", "model 1", "missed"),
        ("7", "model 1", "wrong"),
    ]


def test_what_is_not_known_is_an_empty_cell(tmp_path: Path) -> None:
    write_table(tmp_path / "t.csv", ["a", "b"], [[float("nan"), None], [1, "x, y"]])

    assert (tmp_path / "t.csv").read_text() == 'a,b\n,\n1,"x, y"\n'


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="could not be written"):
        write_report(evaluation((6,)), tmp_path / "gone")
