import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.errors import UserError
from storage.library.library import Library, library_folder, open_library
from storage.library.videos import put_video, video
from tests.storage.library import builders


def test_a_new_library_is_made_where_asked(tmp_path: Path) -> None:
    library = open_library(tmp_path / "a" / "b")

    assert (library.folder / "library.db").is_file()


def test_a_library_keeps_its_device_and_its_contents(library: Library) -> None:
    with library.connect() as db:
        put_video(db, builders.video())

    again = open_library(library.folder)
    with again.connect() as db:
        found = video(db, builders.VIDEO)

    assert again == library
    assert found == builders.video()


def test_two_libraries_are_two_devices(library: Library, tmp_path: Path) -> None:
    assert open_library(tmp_path / "other").device != library.device


def test_folders_are_made_when_needed(library: Library) -> None:
    folders = [library.models, library.exports, library.thumbnails]

    assert [folder.name for folder in folders if folder.is_dir()] == [
        "models",
        "exports",
        "thumbnails",
    ]


def test_a_newer_library_is_refused_and_stays_as_it_is(library: Library) -> None:
    with library.connect() as db:
        db.table("_sqlite_migrations").insert(
            {"migration_set": "touchline", "name": "m999_future", "applied_at": "2030"}
        )
    before = (library.folder / "library.db").read_bytes()

    with pytest.raises(UserError, match="newer version"):
        open_library(library.folder)

    assert (library.folder / "library.db").read_bytes() == before


def test_a_newer_library_in_use_is_refused_and_stays_as_it_is(library: Library) -> None:
    with library.connect() as db:
        db.conn.execute("pragma wal_autocheckpoint = 0")
        db.table("_sqlite_migrations").insert(
            {"migration_set": "touchline", "name": "m999_future", "applied_at": "2030"}
        )
        before = (library.folder / "library.db").read_bytes()
        with pytest.raises(UserError, match="newer version"):
            open_library(library.folder)

        assert (library.folder / "library.db").read_bytes() == before


def test_the_database_of_another_program_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with sqlite3.connect(path) as connection:
        connection.execute("create table songs (name text)")
    connection.close()
    before = path.read_bytes()

    with pytest.raises(UserError, match="another program"):
        open_library(tmp_path)

    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(b"no database at all" * 1000)

    with pytest.raises(UserError, match="damaged"):
        open_library(tmp_path)

    assert path.read_bytes() == b"no database at all" * 1000


def test_a_damaged_library_is_refused(library: Library) -> None:
    path = library.folder / "library.db"
    path.write_bytes(path.read_bytes()[:5000])

    with pytest.raises(UserError, match="damaged"):
        open_library(library.folder)


def test_an_empty_file_becomes_a_library(tmp_path: Path) -> None:
    (tmp_path / "library.db").touch()

    assert open_library(tmp_path).device


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("hello")

    with pytest.raises(UserError, match="could not be created"):
        open_library(tmp_path / "library")


def test_a_folder_in_place_of_the_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "library.db").mkdir()

    with pytest.raises(UserError, match="is a folder"):
        open_library(tmp_path)


@pytest.mark.skipif(os.getuid() == 0, reason="nothing is read-only for the superuser")
@pytest.mark.parametrize("name", ["", "library.db"])
def test_a_read_only_library_is_refused(library: Library, name: str) -> None:
    path = library.folder / name
    mode = path.stat().st_mode
    path.chmod(mode & ~0o222)

    with pytest.raises(UserError, match="read-only"):
        open_library(library.folder)
    path.chmod(mode)


def test_a_full_disk_is_told_as_such(tmp_path: Path, tiny_disk: Callable[[int], None]) -> None:
    tiny_disk(5000)

    with pytest.raises(UserError, match="disk"):
        open_library(tmp_path)


def test_processes_that_open_a_new_library_together_agree(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys; from storage.library.library import open_library;"
        "print(open_library(pathlib.Path(sys.argv[1])).device)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "library")]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    devices = {process.communicate()[0] for process in processes}

    assert [process.returncode for process in processes] == [0, 0, 0]
    assert len(devices) == 1


def test_the_option_comes_before_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOUCHLINE_LIBRARY", "/variable")

    assert library_folder("/option") == Path("/option")
    assert library_folder() == Path("/variable")


def test_without_any_the_library_is_in_the_users_data_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("TOUCHLINE_LIBRARY", raising=False)

    assert library_folder().name == "touchline"
