import sqlite3
from pathlib import Path

import pytest

from storage.errors import UserError
from storage.library.errors import plain_errors


def test_a_full_disk_is_told_as_such(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "full.db")
    connection.execute("create table blobs (data blob)")
    connection.execute("pragma max_page_count = 3")

    with pytest.raises(UserError, match="is full"), plain_errors():
        connection.execute("insert into blobs values (zeroblob(100000))")
    connection.close()


def test_a_read_only_library_is_told_as_such(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "fixed.db")
    connection.execute("pragma query_only = on")

    with pytest.raises(UserError, match="cannot be changed"), plain_errors():
        connection.execute("create table labels (frame integer)")
    connection.close()


def test_our_own_mistakes_stay_bugs() -> None:
    connection = sqlite3.connect(":memory:")

    with pytest.raises(sqlite3.OperationalError, match="no such table"), plain_errors():
        connection.execute("select * from missing")
    connection.close()


def test_misuse_of_the_module_stays_a_bug() -> None:
    connection = sqlite3.connect(":memory:")
    connection.close()

    with pytest.raises(sqlite3.ProgrammingError), plain_errors():
        connection.execute("select 1")
