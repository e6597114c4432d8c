"""The library folder: where it is, how it is opened, and what it contains."""

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from platformdirs import user_data_path
from sqlite_utils import Database

from storage.errors import UserError
from storage.library.backup import DATABASE
from storage.library.database import connect, rows, writing
from storage.library.database_file import DatabaseFile, file_at
from storage.library.errors import plain_errors
from storage.library.labels import apply_new_kinds
from storage.library.migrations import APPLICATION_ID, migrations

VARIABLE = "TOUCHLINE_LIBRARY"


@dataclass(frozen=True, slots=True)
class Library:
    """An open library: a folder with a database that is of this version."""

    folder: Path
    device: str  # uuid of this installation, written into every edit made here
    file: DatabaseFile | None = None  # that was opened

    def connect(self) -> Database:
        """A new connection, only for the calling thread; close it after use.

        UserError if another file is in the place of the one that was opened, or none.
        """
        if self.file is not None:
            self.file.check_in_place()
        return connect(_database(self.folder))

    @property
    def models(self) -> Path:
        """The folder of the user's own models."""
        return _made(self.folder / "models")

    @property
    def exports(self) -> Path:
        """The default folder of exports."""
        return _made(self.folder / "exports")

    @property
    def thumbnails(self) -> Path:
        """The folder of small pictures of videos; all of them can be made again."""
        return _made(self.folder / "thumbnails")

    @property
    def trainings(self) -> Path:
        """The folder of what trainings work with; all of it can be made again."""
        return _made(self.folder / "trainings")


def library_folder(option: str | None = None) -> Path:
    """The folder asked for by `option`, else by TOUCHLINE_LIBRARY, else the user's data folder."""
    asked = option or os.environ.get(VARIABLE)
    return Path(asked).expanduser() if asked else user_data_path("touchline", appauthor=False)


def open_library(folder: Path) -> Library:
    """Open the library in `folder`, made or brought up to date where needed.

    UserError if it was written by a newer version (it is left as it is), is damaged, belongs to
    another program, or cannot be written.
    """
    path = _database(_made(folder))
    # these two, unlike those of Path, leave a folder without access to SQLite's own error
    if os.path.isdir(path):
        raise UserError(
            f"{path} is a folder, not a file.", "Choose another library with --library."
        )
    if os.path.exists(path):
        _check(path)
    with connect(path, create=True) as db, plain_errors(looking=True):
        db.conn.execute("pragma journal_mode = wal")
        with writing(db):
            migrations.apply(db)
            apply_new_kinds(db)
            return Library(folder, _device(db), file_at(path))


def _database(folder: Path) -> Path:
    return folder / DATABASE


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            f"The folder {folder} could not be created: {error.strerror}.",
            "Choose another library with --library, or check the folder's permissions.",
        ) from error
    return folder


def _check(path: Path) -> None:
    """Look at the file without changing a byte of it."""
    with plain_errors(looking=True):
        # through a read-only connection not even a leftover write-ahead log is folded in
        uri = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            db = Database(connection, execute_plugins=False)
            [(application,)] = connection.execute("pragma application_id")
            tables = db.table_names()
            applied = {migration.name for migration in migrations.applied(db)}
    if not os.access(path, os.W_OK):  # SQLite would say so only at the first edit
        raise UserError(f"{path} is read-only.", "Make it writable, or choose another library.")
    if application != APPLICATION_ID and tables:
        raise UserError(
            f"{path} belongs to another program.", "Choose another folder with --library."
        )
    if applied - {migration.name for migration in migrations._migrations}:
        raise UserError(
            f"The library {path.parent} was written by a newer version of Touchline.",
            "Update Touchline, or choose another library with --library.",
        )


def _device(db: Database) -> str:
    """This library's device id, drawn when there is none."""
    sql = "select uuid from devices join this_device on devices.id = this_device.device"
    if not rows(db, sql):
        cursor = db.conn.execute("insert into devices (uuid) values (?)", [str(uuid4())])
        db.conn.execute("insert into this_device values (1, ?)", [cursor.lastrowid])
    return str(rows(db, sql)[0][0])
