"""Connections to the library's database, and the one way to read from and to write to it."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from storage.library.database_file import LibraryDatabase, check_in_place, file_at
from storage.library.errors import plain_errors

BUSY_SECONDS = 15.0
LOG_BYTES = 16 << 20


def connect(path: Path, *, create: bool = False) -> Database:
    """A connection of the calling thread to the database file at `path`.

    UserError if the file cannot be opened, and if there is none, unless it is to be created.
    """
    with plain_errors():
        uri = f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"
        connection = sqlite3.connect(uri, timeout=BUSY_SECONDS, uri=True)
        try:
            # in WAL only FULL promises that a committed edit survives a power cut
            connection.execute("pragma synchronous = full")
            connection.execute("pragma foreign_keys = on")
            # removing a long run writes much at once: do not keep a log of that size
            connection.execute(f"pragma journal_size_limit = {LOG_BYTES}")
            return LibraryDatabase(connection, file_at(path))
        except BaseException:
            connection.close()
            raise


def rows(
    db: Database, sql: str, parameters: Mapping[str, object] | None = None
) -> list[tuple[Any, ...]]:
    """All rows that `sql` gives, read at once so that no read stays open behind them."""
    with plain_errors():
        return list(db.conn.execute(sql, parameters or {}))


@contextmanager
def reading(db: Database) -> Iterator[None]:
    """Reads inside see one snapshot of the library, whatever other connections write."""
    with plain_errors(), db.atomic():
        yield


@contextmanager
def writing(db: Database) -> Iterator[None]:
    """Everything written inside is written together or not at all.

    The write lock is taken at the start: a transaction that reads first and asks for the lock
    later is refused at once, without waiting, when another process has written in between.
    Inside another `writing` this is a part of that one. UserError if the library stays busy,
    is read-only, or its disk is full; LibraryMoved, and nothing is written, if its file is gone.
    """
    with plain_errors():
        if db.conn.in_transaction:
            with db.atomic():
                yield
            return
        check_in_place(db)
        db.conn.execute("begin immediate")
        try:
            yield
            check_in_place(db)
            db.conn.execute("commit")
        except BaseException:
            db.rollback()
            raise


def data_version(db: Database) -> int:
    """A number that changes whenever another connection has changed the library. Cheap."""
    return int(rows(db, "pragma data_version")[0][0])
