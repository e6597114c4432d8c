"""A copy of an open library, also of one whose file is gone."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from storage.errors import UserError
from storage.files import file_written_beside
from storage.library.errors import plain_errors

DATABASE = "library.db"


def save_copy(db: Database, folder: Path) -> Path:
    """Write all that the connection sees as the library in `folder`; returns its path.

    It works after the library's own file was removed or replaced: the connection holds it open.
    Raises UserError if there is a library already, or the disk refuses.
    """
    path = folder / DATABASE
    if path.exists():
        raise UserError(f"There is a library in {folder} already.", "Choose an empty folder.")
    with file_written_beside(path) as part, plain_errors(), closing(sqlite3.connect(part)) as copy:
        db.conn.backup(copy)
    return path
