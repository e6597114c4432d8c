"""What Qt has written is read the same without Qt."""

from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray, QSettings

from app.workflows.ini_file import read_ini

# Qt itself cuts a text at a NUL, and holds no halves of a character
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
KEYS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/\\"), min_size=1, max_size=9
)


def written(folder: Path, values: dict[str, object]) -> Path:
    path = folder / f"{uuid4()}.ini"
    file = QSettings(str(path), QSettings.Format.IniFormat)
    for key, value in values.items():
        file.setValue(key, value)
    file.sync()
    return path


@example("@home")
@example("@@")
@example("a, b; c=d")
@example(' " \\ \n\t')
@example("\x01a1")
@example("😀 Jürgen")
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS)
def test_texts_are_what_they_were(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, {"author": text, "s3/prefix": text})

    assert read_ini(path) == {"author": text, "s3/prefix": text}


@example("General", "a b")
@example("%41", "general")
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(KEYS, KEYS)
def test_keys_are_what_they_were(tmp_path: Path, group: str, key: str) -> None:
    assume(group == "General" or group.casefold() != "general")  # as which Qt itself reads it
    path = written(tmp_path, {f"{group}/{key}": "x"})

    assert read_ini(path) == {f"{group}/{key}": "x"}


def test_numbers_are_read_and_what_only_qt_can_read_is_not(tmp_path: Path) -> None:
    geometry = QByteArray(b"\x01\x02,\n")
    path = written(tmp_path, {"s3/cache_gb": 40, "window/geometry": geometry, "device": "cpu"})

    assert read_ini(path) == {"s3/cache_gb": "40", "device": "cpu"}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", {}),
        ("no key\n;author=a\n=b\n", {"": "b"}),
        ("\ufeff[s3]\nbucket = a \n", {"s3/bucket": "a"}),
        ("author=\\xd83d\\xde00\n", {"author": "😀"}),
        ("author=\\x110000\\q\\\n", {"author": "\ufffd"}),
        ("author=\xff", {"author": "\xff"}),
    ],
)
def test_files_by_hand_and_of_older_versions_are_read(
    tmp_path: Path, text: str, values: dict[str, str]
) -> None:
    (tmp_path / "a.ini").write_text(text)

    assert read_ini(tmp_path / "a.ini") == values


def test_without_a_file_there_is_nothing(tmp_path: Path) -> None:
    assert read_ini(tmp_path / "none.ini") == {}
