from pathlib import Path

import pytest

from storage.errors import UserError
from storage.formats.tables.tracknet_csv import read_tracknet_csv, write_tracknet_csv
from storage.records import BallRow, Visibility

ROWS = [
    BallRow(2, Visibility.CLEAR, 412.337, 200),
    BallRow(3, Visibility.ABSENT),
    BallRow(90_000, Visibility.OCCLUDED, 0.5, 0.25),
]


def seconds(frame: int) -> float:
    return frame / 25


def test_the_table_is_that_of_tracknet(tmp_path: Path) -> None:
    write_tracknet_csv(tmp_path / "a.csv", ROWS, seconds)

    assert (tmp_path / "a.csv").read_text().splitlines() == [
        "Frame,Visibility,X,Y,Time",
        "2,1,412.337,200,00:00:00.080",
        "3,0,0,0,00:00:00.120",
        "90000,3,0.5,0.25,01:00:00.000",
    ]


def test_what_was_written_is_read(tmp_path: Path) -> None:
    write_tracknet_csv(tmp_path / "a.csv", ROWS, seconds)

    assert read_tracknet_csv(tmp_path / "a.csv") == ROWS


def test_the_time_is_not_needed(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Frame,Visibility,X,Y\n0,1.0,3.0,4\n")

    assert read_tracknet_csv(tmp_path / "a.csv") == [BallRow(0, Visibility.CLEAR, 3, 4)]


@pytest.mark.parametrize(
    ("line", "what"),
    [("0,1,1,1,", "duplicated"), ("1,9,1,1,", "visibility is '9'"), ("1,1,z,1,", "x is 'z'")],
)
def test_nonsense_is_told_with_its_line(tmp_path: Path, line: str, what: str) -> None:
    (tmp_path / "a.csv").write_text(f"Frame,Visibility,X,Y,Time\n0,0,0,0,\n{line}\n")

    with pytest.raises(UserError, match=f"line 3: .*{what}"):
        read_tracknet_csv(tmp_path / "a.csv")
