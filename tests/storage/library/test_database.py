import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from storage.errors import UserError
from storage.library.database import connect, data_version, reading, rows, writing
from storage.library.library import Library
from storage.library.videos import mark_opened, recent_videos
from tests.storage.library.builders import VIDEO


def opened(db: Database) -> datetime | None:
    return recent_videos(db)[0].opened


def test_a_committed_edit_survives_a_power_cut(db: Database) -> None:
    settings = [rows(db, f"pragma {name}")[0][0] for name in ("journal_mode", "synchronous")]

    assert settings == ["wal", 2]


def test_a_failed_write_leaves_nothing(db: Database) -> None:
    def write_and_fail() -> None:
        with writing(db):
            mark_opened(db, VIDEO)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()

    assert opened(db) is None


def test_writing_inside_writing_is_a_part_of_it(db: Database, library: Library) -> None:
    with writing(db), library.connect() as other:
        mark_opened(db, VIDEO)
        inside = opened(other)

    assert inside is None
    assert opened(db) is not None


def test_a_write_waits_for_no_lock_after_it_has_begun(db: Database, library: Library) -> None:
    """A deferred transaction would read here and be refused when it writes."""
    with library.connect() as other, writing(db):
        before = opened(db)
        other.conn.execute("pragma busy_timeout = 0")
        with pytest.raises(UserError, match="busy"):
            mark_opened(other, VIDEO)
        mark_opened(db, VIDEO)

    assert before is None
    assert opened(db) is not None


def test_readers_do_not_wait_for_a_writer(db: Database, library: Library) -> None:
    with library.connect() as other, writing(other):
        mark_opened(other, VIDEO)

        assert opened(db) is None


def test_a_longer_read_sees_one_state(db: Database, library: Library) -> None:
    with reading(db), library.connect() as other:
        before = opened(db)
        mark_opened(other, VIDEO)
        after = opened(db)

    assert before is None
    assert after is None


def test_changes_of_another_connection_are_noticed(db: Database, library: Library) -> None:
    before = data_version(db)
    with library.connect() as other:
        mark_opened(other, VIDEO)

    assert data_version(db) != before


def test_own_changes_are_not_news(db: Database) -> None:
    before = data_version(db)
    mark_opened(db, VIDEO)

    assert data_version(db) == before


def test_a_folder_in_place_of_the_file_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="could not be opened"):
        connect(tmp_path)


def test_a_missing_folder_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="could not be opened"):
        connect(tmp_path / "missing" / "library.db")


def test_a_connection_belongs_to_its_thread(db: Database) -> None:
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(data_version, db)

        assert isinstance(answer.exception(), sqlite3.ProgrammingError)
