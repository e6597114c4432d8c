from dataclasses import replace
from pathlib import Path

import pytest

from storage.errors import UserError
from storage.formats.common.choices import NO_OPTIONS, ChoiceNeeded, ReadOptions
from storage.formats.tables.table_checks import check_tracknet_csv
from storage.formats.tables.tracknet_csv import (
    displayed_rows,
    read_tracknet_csv,
    write_tracknet_csv,
)
from storage.records import BallRow, Visibility
from tests.storage.formats.labelled_videos import absent, ball, table, video

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


def tennis(folder: Path, names: list[str]) -> Path:
    """The labels of a clip as the data set of tennis has them."""
    header = "file name,visibility,x-coordinate,y-coordinate,status\n"
    lines = [f"{name},1,{40 + 3 * n},89,0\n" for n, name in enumerate(names)]
    (folder / "Label.csv").write_text(header + "".join(lines))
    return folder / "Label.csv"


@pytest.mark.parametrize("name", ["{:04d}.jpg", "{}.png", "frame{}.jpg", "game1_clip2_{:04d}.jpg"])
def test_tables_that_name_pictures_go_by_their_numbers(tmp_path: Path, name: str) -> None:
    path = tennis(tmp_path, [name.format(n) for n in range(60)])

    rows = read_tracknet_csv(path, video(), NO_OPTIONS)
    assert [(row.frame, row.x) for row in rows] == [(n, 40.0 + 3 * n) for n in range(60)]
    assert check_tracknet_csv(path).problems == ()


def test_some_pictures_of_a_video_may_be_any(tmp_path: Path) -> None:
    path = tennis(tmp_path, ["0007.jpg", "0008.jpg"])

    with pytest.raises(ChoiceNeeded, match="2 pictures"):
        read_tracknet_csv(path, video(), NO_OPTIONS)
    rows = read_tracknet_csv(path, video(), ReadOptions(first_number=0))
    assert [row.frame for row in rows] == [7, 8]
    assert [row.frame for row in read_tracknet_csv(path)] == [7, 8]


@pytest.mark.parametrize(
    "text",
    [
        "Frame;Visibility;X;Y\n7;1;39,5;89,5\n",
        "Frame\tVisibility\tX\tY\n7\t1\t39,5\t89,5\n",
        "frame_num,visible,x-coordinate,y-coordinate\n7,1,39.5,89.5\n",
        "Frame,Visibility,X,Y,Time\r\n7.0,1,39.5,89.5,00:00:00.280\r\n",
        "sep=;\nFrame;Visibility;X;Y;Time\n7;1;39,5;89,5;00:00:00,280\n",
        "frame,vis,x_coord,y_coord,status\n7,1,39.5,89.5,0\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_tables_of_other_programs_are_read(tmp_path: Path, text: str, encoding: str) -> None:
    (tmp_path / "a.csv").write_text(text, encoding, newline="")

    [row] = read_tracknet_csv(tmp_path / "a.csv")
    assert (row.frame, row.x, row.y) == (7, 39.5, 89.5)


@pytest.mark.parametrize(
    ("rotation", "coded", "place", "shown"),
    [
        (0, (640, 360), (74.5, 49.5), (74.5, 49.5)),
        (0, (480, 360), (74.5, 49.5), (99.5, 49.5)),
        (180, (480, 360), (74.5, 49.5), (99.5, 49.5)),
        (90, (360, 480), (74.5, 49.5), (99.5, 49.5)),
        (0, (640, 180), (74.5, 49.5), (74.5, 99.5)),
        (0, (480, 360), (500, 49.5), (500, 49.5)),
    ],
)
def test_places_of_opencv_become_those_that_are_shown(
    rotation: int, coded: tuple[int, int], place: tuple[float, float], shown: tuple[float, float]
) -> None:
    width, height = coded
    plain = table().stream
    stream = replace(plain, rotation=rotation, coded_width=width, coded_height=height)

    [row, gone] = displayed_rows([ball(3, *place), absent(4)], stream)
    assert row.x == pytest.approx(shown[0])
    assert row.y == pytest.approx(shown[1])
    assert gone == absent(4)
