"""A library that is removed, moved or replaced while it is open."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from storage.errors import UserError
from storage.library.backup import save_copy
from storage.library.database import connect, rows, writing
from storage.library.database_file import LibraryMoved, check_in_place, file_at
from storage.library.journal.journal import write_gesture
from storage.library.library import Library, open_library
from storage.library.videos import put_video
from storage.records import ball_key
from tests.storage.library.builders import VIDEO, ball, present, video
from tests.storage.library.losing import WAYS

each_way = pytest.mark.parametrize("lose", WAYS, ids=lambda lose: lose.__name__)
Lose = Callable[[Path], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def opened(folder: Path) -> Library:
    """A library in which frame 1 is labelled."""
    library = open_library(folder)
    with library.connect() as db:
        put_video(db, video())
        write_gesture(db, VIDEO, {ball_key(1): ball(1)}, "ana")
    return library


@each_way
def test_nothing_is_written_that_would_be_gone(folder: Path, opened: Library, lose: Lose) -> None:
    with opened.connect() as db:
        lose(folder)
        with pytest.raises(LibraryMoved):
            write_gesture(db, VIDEO, {ball_key(2): ball(2)}, "ana")

        assert present(db) == {ball_key(1): ball(1)}


@each_way
def test_a_transaction_in_which_it_happens_is_taken_back(
    folder: Path, opened: Library, lose: Lose
) -> None:
    def lose_within(db: Database) -> None:
        with writing(db):
            db.conn.execute("update videos set opened = 'now'")
            lose(folder)

    with opened.connect() as db:
        with pytest.raises(LibraryMoved):
            lose_within(db)

        assert rows(db, "select opened from videos where opened = 'now'") == []


@each_way
def test_no_other_library_is_opened_in_its_place(folder: Path, opened: Library, lose: Lose) -> None:
    with opened.connect():
        lose(folder)
        before = sorted(folder.parent.rglob("*"))
        with pytest.raises(LibraryMoved):
            opened.connect()

    assert not set(folder.parent.rglob("library.db")) - set(before)


@each_way
def test_all_that_was_saved_can_be_saved_elsewhere(
    folder: Path, opened: Library, lose: Lose, tmp_path: Path
) -> None:
    rescue = tmp_path / "rescue"
    rescue.mkdir()
    with opened.connect() as db:
        write_gesture(db, VIDEO, {ball_key(2): ball(2)}, "ana")
        lose(folder)
        save_copy(db, rescue)
    with open_library(rescue).connect() as copy:
        assert present(copy) == {ball_key(1): ball(1), ball_key(2): ball(2)}


def test_a_copy_replaces_no_library(opened: Library) -> None:
    with opened.connect() as db, pytest.raises(UserError, match="is a library in"):
        save_copy(db, opened.folder)


def test_a_library_that_was_put_back_goes_on(folder: Path, opened: Library) -> None:
    with opened.connect() as db:
        folder.rename(folder.with_name("away"))
        folder.with_name("away").rename(folder)
        write_gesture(db, VIDEO, {ball_key(2): ball(2)}, "ana")

        assert len(present(db)) == 2


def test_a_disk_without_numbers_for_files_is_trusted(opened: Library) -> None:
    with opened.connect() as db:
        db.file = None
        check_in_place(db)
        check_in_place(Database(memory=True))


def test_no_empty_library_is_made_on_the_way(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="could not be opened"):
        connect(tmp_path / "library.db")

    assert file_at(tmp_path / "library.db") is None
