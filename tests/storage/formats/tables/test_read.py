"""Tables as labels of a video (storage.formats.tables.read)."""

from dataclasses import replace
from pathlib import Path

import pytest

from storage.errors import UserError
from storage.formats.common.choices import ReadOptions
from storage.formats.common.label_set import LabelTarget
from storage.formats.tables.read import read_ball_table, read_tracknet_table
from storage.records import Source
from tests.storage.formats.labelled_videos import target


def table(folder: Path, text: str) -> Path:
    (folder / "a.csv").write_text(text)
    return folder / "a.csv"


def anamorphic() -> LabelTarget:
    wide = target()
    stream = replace(wide.table.stream, coded_width=480)
    return replace(wide, table=replace(wide.table, stream=stream))


@pytest.mark.parametrize("header", ["frame,visible,x,y", "Frame,Visibility,X,Y"])
def test_stored_pixels_are_stretched_when_asked(tmp_path: Path, header: str) -> None:
    path = table(tmp_path, f"{header}\n3,1,74.5,49.5\n")

    [plain] = read_ball_table(path, anamorphic()).balls
    [wide] = read_ball_table(path, anamorphic(), ReadOptions(stored_pixels=True)).balls
    assert (plain.x, plain.y) == (74.5, 49.5)
    assert (wide.x, wide.y) == pytest.approx((75 * 640 / 480 - 0.5, 49.5))


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (["74.5,49.5"], [(75 * 640 / 480 - 0.5, 49.5)]),
        (["0,0", "479,359"], [(1 / 6, 0), (479.5 * 640 / 480 - 0.5, 359)]),
        (["74.5,49.5", "600,49.5"], [(74.5, 49.5), (600, 49.5)]),
    ],
)
def test_tracknet_counts_the_pixels_that_opencv_sees(
    tmp_path: Path, places: list[str], expected: list[tuple[float, float]]
) -> None:
    rows = "".join(f"{n},1,{place}\n" for n, place in enumerate(places))
    path = table(tmp_path, f"Frame,Visibility,X,Y\n{rows}")

    labels = read_tracknet_table(path, anamorphic())
    assert [(row.x, row.y) for row in labels.balls] == [pytest.approx(each) for each in expected]
    assert ("read as stored pixels" in " ".join(labels.notes)) == (
        len(expected) < 2 or "0,0" in places
    )
    assert read_tracknet_table(path, target()).notes == ()


def test_frames_may_count_from_one(tmp_path: Path) -> None:
    path = table(tmp_path, "frame,visible,x,y\n1,1,9,9\n2,0,,\n")

    labels = read_ball_table(path, target(), ReadOptions(first_number=1))
    assert [row.frame for row in labels.balls] == [0, 1]
    with pytest.raises(UserError, match="before 2"):
        read_ball_table(path, target(), ReadOptions(first_number=2))


def test_rows_without_a_position_are_counted(tmp_path: Path) -> None:
    labels = read_ball_table(table(tmp_path, "frame,visible,x,y\n1,1,9,9\n2,1,,\n"), target())

    assert len(labels.balls) == 1
    assert labels.notes[0].startswith("Left out: 1 row without a position")


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("3,1,9,9,0.75,", Source.MODEL),
        ("3,1,9,9,1,", Source.HUMAN),
        ("3,1,9,9,,", Source.HUMAN),
        ("3,1,9,9,0.75,human", Source.HUMAN),
        ("3,1,9,9,1,model", Source.MODEL),
    ],
)
def test_who_is_sure_in_parts_is_a_model(tmp_path: Path, line: str, source: Source) -> None:
    path = table(tmp_path, f"frame,visible,x,y,confidence,source\n{line}\n")

    assert read_ball_table(path, target()).balls[0].source == source


def test_rows_that_say_the_same_are_one(tmp_path: Path) -> None:
    row = "4,1,9,9\n"

    labels = read_ball_table(table(tmp_path, f"frame,visible,x,y\n{row}{row}5,1,9,9\n"), target())
    assert [row.frame for row in labels.balls] == [4, 5]
    with pytest.raises(UserError, match="line 3: frame 4 is duplicated"):
        read_ball_table(table(tmp_path, f"frame,visible,x,y\n{row}4,1,9,8\n"), target())


def test_a_table_of_all_frames_may_count_from_one(tmp_path: Path) -> None:
    rows = "".join(f"{n},1,9,9\n" for n in range(1, 61))

    labels = read_ball_table(table(tmp_path, f"frame,visible,x,y\n{rows}"), target())
    assert [row.frame for row in labels.balls] == list(range(60))
    assert labels.notes == ("The frames were read as counting from 1.",)


def test_a_table_of_some_frames_counts_from_zero(tmp_path: Path) -> None:
    rows = "".join(f"{n},1,9,9\n" for n in range(1, 60))

    labels = read_ball_table(table(tmp_path, f"frame,visible,x,y\n{rows}"), target())
    assert [row.frame for row in labels.balls] == list(range(1, 60))


def test_letters_of_windows_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("frame,visible,x,y,joueur\n3,1,9,9,Ga\xebl\n".encode("cp1252"))

    assert "read as Windows-1252" in read_ball_table(path, target()).notes[0]
