import codecs
from pathlib import Path

import pytest

from storage.errors import UserError
from storage.formats.common.csv_rows import check_frames, csv_rows
from storage.formats.common.text_files import MAX_BYTES
from storage.records import Event


def lines(path: Path, data: bytes) -> list[tuple[int, dict[str, str]]]:
    path.write_bytes(data)
    return [(row.line, row.values) for row in csv_rows(path, ("frame", "x"))]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "a.csv"


@pytest.mark.parametrize(
    "data",
    [
        b"frame,x\n7,1.5\n",
        b"frame,x\r\n7,1.5",
        codecs.BOM_UTF8 + b"Frame , X\r\n7,1.5\r\n",
        b'"frame","x"\n"7","1.5"\n',
        b"frame,x\r7,1.5\r",
    ],
)
def test_line_ends_marks_quotes_and_capitals_do_not_matter(table: Path, data: bytes) -> None:
    assert lines(table, data) == [(2, {"frame": "7", "x": "1.5"})]


def test_empty_lines_are_skipped_and_counted(table: Path) -> None:
    assert [line for line, _ in lines(table, b"frame,x\n\n1,2\n,\n\n3,4\n")] == [3, 6]


def test_further_columns_are_let_through(table: Path) -> None:
    assert lines(table, b"a,frame,x\n9,1,2\n") == [(2, {"a": "9", "frame": "1", "x": "2"})]


TABLES = {
    "semicolons and decimal commas": b"Frame;X\n7;1,5\n",
    "tabs": b"frame\tx\n7\t1.5\n",
    "tabs and decimal commas": b"frame\tx\r\n7\t1,5\r\n",
    "a line that names the separator": b"sep=;\r\nframe;x\r\n7;1,5\r\n",
    "UTF-16": "frame,x\n7,1.5\n".encode("utf-16"),
    "UTF-16 of another order": b"\xfe\xff" + "frame,x\n7,1.5\n".encode("utf-16-be"),
    "other names": b"Frame_Number,X-Coordinate\n7,1.5\n",
    "quoted": b'"frame";"x"\n"7";"1,5"\n',
    "bars": b"frame|x\n7|1.5\n",
    "an index without a name": b",frame,x\n0,7,1.5\n",
    "names of a detector": b"frame_idx,ball_x,conf\n7,1.5,0.9\n",
    "exponents": b"frame,x\n7.0,1.5e0\n",
    "UTF-16 without a mark": "frame,x\n7,1.5\n".encode("utf-16-le"),
    "UTF-32": "frame,x\n7,1.5\n".encode("utf-32"),
    "Windows-1252": "frame,x,Schl\xe4ger\n7,1.5,M\xfcller\n".encode("cp1252"),
}


@pytest.mark.parametrize("program", TABLES)
def test_tables_of_other_programs_are_read(table: Path, program: str) -> None:
    table.write_bytes(TABLES[program])

    [row] = csv_rows(table, ("frame", "x"))
    assert (row.whole("frame", 9), row.number("x")) == (7, 1.5)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "line 1: there is no column frame, x"),
        (b"frame,y\n", "line 1: there is no column x"),
        (b"frame,x,x\n", "line 1: a column is duplicated"),
        (b"frame,x\n1,2\n1,2,3\n", "line 3: there are 3 values for 2 columns"),
        (b'frame,x\n1,"2\n', "line 2: this is not a CSV file"),
        (b"frame,x\n1,\xff\0\n", "line 1: this is not text"),
        (b"frame,x\n1," + b"9" * 200_000, "this is not a CSV file"),
        (b"\xff\xfef", "line 1: this is not UTF-16"),
    ],
)
def test_what_is_no_such_table_is_told_with_its_line(table: Path, data: bytes, what: str) -> None:
    with pytest.raises(UserError, match=what):
        lines(table, data)


@pytest.mark.parametrize("text", ["x", "inf", "-Infinity", "1_000", "1e999", "0x10", "1,5"])
def test_what_is_no_finite_number_is_told(table: Path, text: str) -> None:
    table.write_text(f'frame,x\n1,"{text}"\n')

    with pytest.raises(UserError, match=r"line 2: x is .* not a number"):
        next(csv_rows(table, ("frame", "x"))).number("x")


@pytest.mark.parametrize("text", ["7", "7.0", " 7 ", "+7", "7e0"])
def test_whole_numbers_may_be_written_with_a_point(table: Path, text: str) -> None:
    table.write_text(f"frame\n{text}\n")

    assert next(csv_rows(table, ("frame",))).whole("frame", 10) == 7


@pytest.mark.parametrize("text", ["-1", "11", "7.5", "", "9" * 400])
def test_other_numbers_are_no_frames(table: Path, text: str) -> None:
    table.write_text(f"frame,x\n{text},1\n")

    with pytest.raises(UserError, match="line 2: frame is"):
        next(csv_rows(table, ("frame",))).whole("frame", 10)


def test_a_source_nobody_knows_is_told(table: Path) -> None:
    table.write_text("source\nnone\n")

    with pytest.raises(UserError, match="model, human, interpolated, relinked"):
        next(csv_rows(table, ("source",))).source()


def test_a_missing_file_is_told(table: Path) -> None:
    with pytest.raises(UserError, match="No such file"):
        next(csv_rows(table, ()))


def test_a_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="could not be read"):
        next(csv_rows(tmp_path, ()))


def test_a_file_that_is_too_large_is_told(table: Path) -> None:
    with table.open("wb") as file:
        file.truncate(MAX_BYTES + 1)

    with pytest.raises(UserError, match="larger than 128 MiB"):
        next(csv_rows(table, ()))


def test_a_frame_beyond_the_video_is_told() -> None:
    with pytest.raises(UserError, match="frame 10, but the video has only frames 0 to 9"):
        check_frames([Event(3, "hit"), Event(10, "hit")], 10)


def test_frames_of_the_video_are_well() -> None:
    check_frames([Event(9, "hit")], 10)


@pytest.mark.parametrize("text", ["", "nan", "NaN", "None", "null", "NA", "n/a", "<NA>", "-"])
def test_what_programs_write_for_nothing_is_nothing(table: Path, text: str) -> None:
    table.write_text(f"frame,x\n1,{text}\n2,3\n")

    assert [row.number("x") for row in csv_rows(table, ("frame", "x"))] == [None, 3]


@pytest.mark.parametrize(
    ("text", "grade"), [("True", 1), ("false", 0), ("yes", 1), ("NO", 0), ("2", 2), ("1.0", 1)]
)
def test_a_truth_is_one_or_zero(table: Path, text: str, grade: int) -> None:
    table.write_text(f"frame,x\n1,{text}\n")

    assert next(csv_rows(table, ("frame", "x"))).grade("x", 3) == grade
