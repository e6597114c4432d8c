import json
from pathlib import Path

import pytest

from app.cli.commands.check import report_lines
from storage.formats.common.problems import Problem, Report
from tests.app.cli.commands.conftest import Touchline
from tests.storage.formats.groundtruth.examples import ADJUSTED, BOXES, write_job, write_lines


def test_a_job_is_told_as_one_value(touchline: Touchline, tmp_path: Path) -> None:
    ended = touchline("check", "groundtruth", write_job(tmp_path), "--json")

    assert ended.status == 0
    assert json.loads(ended.out) == {
        "kind": "video-object-tracking",
        "lines": 1,
        "frames": 2,
        "labels": {"ball": 1},
        "classes": {"0": "ball", "1": "player"},
        "type": "groundtruth/video-object-tracking",
        "job": "labeling-job/match7",
        "human": True,
        "adjusted": None,
        "problems": [],
    }


def test_a_fault_is_told_with_its_line_and_the_status_says_so(
    touchline: Touchline, tmp_path: Path
) -> None:
    path = write_lines(tmp_path / "a.manifest", BOXES, ADJUSTED, {})

    ended = touchline("check", "groundtruth", path, "--json")

    assert (ended.status, ended.err) == (1, "")
    assert json.loads(ended.out)["problems"] == [{"line": 3, "what": "there is no source-ref"}]
    assert json.loads(ended.out)["adjusted"] is None


def test_for_people_it_is_told_in_words(touchline: Touchline, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.manifest", ADJUSTED)

    ended = touchline("check", "groundtruth", path)

    assert ended.out.splitlines() == [
        f"file      {path}",
        "kind      object-detection",
        "lines     1",
        "frames    1",
        "labels    1 ball",
        "classes   0: ball",
        "type      groundtruth/object-detection",
        "job       labeling-job/adjust-ball",
        "made by   people",
        "adjusted  yes",
        "problems  none",
    ]


def test_warnings_are_no_fault(touchline: Touchline, tmp_path: Path) -> None:
    line = json.loads(json.dumps(BOXES).replace('"ball', '"my_ball'))
    path = write_lines(tmp_path / "a.manifest", line)

    ended = touchline("check", "groundtruth", path)

    assert ended.status == 0
    assert "  line 1: warning: 'my_ball': names have" in ended.out


@pytest.mark.parametrize("name", ["none.manifest", "."])
def test_what_cannot_be_read_is_told_in_one_line(
    touchline: Touchline, tmp_path: Path, name: str
) -> None:
    (tmp_path / "empty").mkdir()

    ended = touchline("check", "groundtruth", tmp_path / "empty" / name, "--json")

    assert (ended.status, ended.out, ended.err.count("\n")) == (1, "", 1)


def test_a_long_list_of_problems_is_cut_for_people(tmp_path: Path) -> None:
    report = Report("x", 60, None, problems=tuple(Problem(n + 1, "wrong") for n in range(60)))

    lines = list(report_lines(tmp_path, report))

    assert lines[-1] == "  … and 10 more; --json lists them all"


def test_labels_are_checked_against_a_video_when_one_is_named(
    touchline: Touchline, clip: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("frame,visible,x,y\n0,1,9000,900\n")
    (tmp_path / "b.csv").write_text("frame,visible,x,y\n0,1,9,9\n1,1,,\n")

    alone = touchline("check", "csv", tmp_path / "a.csv")
    outside = touchline("check", "csv", tmp_path / "a.csv", "--video", clip, "--json")
    inside = touchline("check", "csv", tmp_path / "b.csv", "--video", clip)

    assert alone.status == 0
    assert outside.status == 1
    assert "1 of 1 labels are outside" in json.loads(outside.out)["problems"][0]["what"]
    assert inside.status == 0
    assert "warning: Left out: 1 row without a position" in inside.out
