from pathlib import Path

import pytest

from storage.errors import UserError
from storage.formats.common.json_document import document, fields, items, read_json
from storage.formats.common.problems import FormatError
from storage.formats.common.text_files import read_label_bytes, read_label_text


def file(folder: Path, data: bytes) -> Path:
    (folder / "a.json").write_bytes(data)
    return folder / "a.json"


def test_json_is_read_with_or_without_a_mark(tmp_path: Path) -> None:
    assert read_json(file(tmp_path, b'\xef\xbb\xbf{"a": 1}')) == {"a": 1}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"a":\n x}', "line 2: this is not JSON"),
        (b"[" * 200_000, "nested more than"),
        (b"9" * 10_000, "digits"),
        (b"\xff\xfea", "line 1: this is not UTF-16"),
        (b"\xff\0\1", "line 1: this is not text"),
    ],
)
def test_what_is_no_json_is_told_with_its_line(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(UserError, match=words):
        read_json(file(tmp_path, data))


def test_a_file_has_a_largest_size(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="larger than 1 KiB"):
        read_label_bytes(file(tmp_path, bytes(1025)), 1024)
    assert read_label_text(file(tmp_path, b"a" * 1024), 1024) == "a" * 1024


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="could not be read"):
        read_label_bytes(tmp_path / "none")


def test_the_same_value_gives_the_same_text() -> None:
    assert document({"b": [1.5, "ö"], "a": None}) == '{"b":[1.5,"ö"],"a":null}\n'


def test_values_of_another_shape_are_malformed() -> None:
    assert (fields({"a": 1}), items([1], "x"), items(None, "x")) == ({"a": 1}, [1], [])
    with pytest.raises(FormatError, match="not an object"):
        fields([])
    with pytest.raises(FormatError, match="x is an object, not a list"):
        items({}, "x")
