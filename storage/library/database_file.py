"""Which file a connection writes to, and whether it is still the library's.

SQLite goes on writing into a file that was removed, or replaced by a backup or a folder that is
synchronised: all seems saved, and is gone when the last connection is closed.
"""

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from storage.errors import UserError


class LibraryMoved(UserError):
    """The file of the library was removed, moved or replaced while it was open."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            f"The library was {what}: {path}",
            "Nothing more is saved in it. Put it back where it was, or save a copy of what is open "
            "here, then start Touchline again.",
        )


@dataclass(frozen=True, slots=True)
class DatabaseFile:
    """A file by what it is, not by its name."""

    path: Path
    device: int
    number: int  # its inode; 0 where the disk knows none

    def check_in_place(self) -> None:
        """Raise LibraryMoved unless the path still leads to this file."""
        now = file_at(self.path)
        if now is None:
            raise LibraryMoved(self.path, "moved or removed")
        if self.number and now != self:
            raise LibraryMoved(self.path, "replaced by another one")


class LibraryDatabase(Database):
    """A connection that knows its file."""

    def __init__(self, connection: sqlite3.Connection, file: DatabaseFile | None) -> None:
        super().__init__(connection, execute_plugins=False)
        self.file = file


def file_at(path: Path) -> DatabaseFile | None:
    """The file that is at `path` now; None if there is none."""
    try:
        facts = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return DatabaseFile(path.absolute(), facts.st_dev, facts.st_ino)


def check_in_place(db: Database) -> None:
    """Raise LibraryMoved if what the connection writes would be lost. Cheap."""
    if isinstance(db, LibraryDatabase) and db.file is not None:
        db.file.check_in_place()
