from argparse import Namespace
from pathlib import Path

import pytest

from app.cli.context import library_folder_of, library_of, ready_folder
from storage.errors import UserError


def test_the_library_is_where_the_command_line_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOUCHLINE_LIBRARY", str(tmp_path / "other"))

    assert library_folder_of(Namespace(library=str(tmp_path))) == tmp_path
    assert library_folder_of(Namespace()) == tmp_path / "other"


def test_without_a_word_the_library_is_in_the_users_home(home: Path) -> None:
    assert library_folder_of(Namespace()).is_relative_to(home)


def test_the_library_is_made_where_there_is_none(tmp_path: Path) -> None:
    library = library_of(Namespace(library=str(tmp_path / "library")))

    assert (library.folder / "library.db").exists()


def test_a_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    assert ready_folder(tmp_path / "a" / "b").is_dir()
    assert ready_folder(tmp_path / "a" / "b").is_dir()


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").touch()

    with pytest.raises(UserError, match="Something of that name"):
        ready_folder(tmp_path / "a")
