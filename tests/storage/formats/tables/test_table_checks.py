from pathlib import Path

import pytest

from storage.errors import UserError
from storage.formats.common.problems import Problem
from storage.formats.tables.table_checks import check_ball_csv, check_events_csv, check_tracknet_csv


def table(folder: Path, text: str) -> Path:
    (folder / "a.csv").write_text(text)
    return folder / "a.csv"


def test_a_sound_table_has_no_problems(tmp_path: Path) -> None:
    report = check_ball_csv(table(tmp_path, "frame,visible,x,y,source\n1,1,2,3,\n2,0,,,model\n"))

    assert (report.lines, report.frames, report.labels) == (2, 2, {"ball": 1})
    assert (report.human, report.problems) == (None, ())


def test_every_bad_line_is_told(tmp_path: Path) -> None:
    text = "frame,visible,x,y\nx,1,2,3\n1,1,2,3\n1,1,2,3\n2,1,,\n3,9,1,1\n"
    problems = check_ball_csv(table(tmp_path, text)).problems

    assert [(each.line, each.warning) for each in problems] == [
        (2, False),
        (4, False),
        (5, True),
        (6, False),
    ]
    assert problems[0].what == "frame is 'x', which is not a number."


def test_events_are_counted_by_name(tmp_path: Path) -> None:
    report = check_events_csv(table(tmp_path, "frame,event\n1,hit\n1,hit\n2,bounce\n"))

    assert (report.labels, report.classes) == ({"bounce": 1, "hit": 1}, {"0": "bounce", "1": "hit"})
    assert report.problems == (Problem(3, "frame 1 is duplicated."),)


def test_tracknet_tables_are_a_persons(tmp_path: Path) -> None:
    report = check_tracknet_csv(table(tmp_path, "Frame,Visibility,X,Y\n1,1,2,3\n"))

    assert (report.kind, report.human) == ("tracknet-csv", True)


@pytest.mark.parametrize("text", ["", "a,b\n", "frame,visible,x,y\n1,1,1,1,1,1,1\n"])
def test_what_is_no_table_is_a_problem_too(tmp_path: Path, text: str) -> None:
    assert len(check_ball_csv(table(tmp_path, text)).problems) == 1


def test_a_files_name_may_look_like_a_place_in_it(tmp_path: Path) -> None:
    path = table(tmp_path, "a,b\n").rename(tmp_path / "match, line up: cut.csv")

    [problem] = check_ball_csv(path).problems
    assert (problem.line, problem.what[:25]) == (1, "there is no column frame,")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="could not be read"):
        check_ball_csv(tmp_path / "none.csv")
