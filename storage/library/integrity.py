"""Whether the database is sound: found by reading all of it, now and then."""

from datetime import UTC, datetime, timedelta

from sqlite_utils import Database

from storage.library.database import rows, writing
from storage.library.errors import damaged, plain_errors
from storage.library.library import Library
from storage.library.migrations import migrations

INTERVAL = timedelta(days=7)  # between two checks at start: each reads the whole file


def check_integrity(library: Library, *, thorough: bool = False) -> None:
    """Read the whole database. Raises UserError if a page of it, or its schema, is damaged.

    Takes about a second for each gigabyte; `thorough`, which compares indices with their tables as
    well, some times that. That it passed is remembered.
    """
    with library.connect() as db:
        with plain_errors(looking=True):
            pragma = "integrity_check(1)" if thorough else "quick_check(1)"
            answers = [text for (text,) in db.conn.execute(f"pragma {pragma}")]
            orphans = db.conn.execute("pragma foreign_key_check").fetchone()
            lacking = _columns_of_new() - _columns(db)
        if answers != ["ok"] or orphans is not None or lacking:
            raise damaged()
        with writing(db):
            now = datetime.now(UTC).isoformat()
            db.conn.execute("insert or replace into checks (id, passed) values (1, ?)", [now])


def is_check_due(library: Library, now: datetime) -> bool:
    """Whether it is some time since the database was last found sound."""
    with library.connect() as db:
        passed = rows(db, "select passed from checks")
    if not passed:
        return True
    try:
        last = datetime.fromisoformat(passed[0][0])
    except ValueError:
        return True
    # a clock that was wrong must not put it off for years
    return not timedelta(0) <= now - last < INTERVAL


def _columns(db: Database) -> set[tuple[str, str]]:
    """Tables and their columns."""
    names = db.conn.execute("select name from sqlite_master where type = 'table'").fetchall()
    return {
        (name, column)
        for (name,) in names
        for (column,) in db.conn.execute("select name from pragma_table_info(?)", [name])
    }


def _columns_of_new() -> set[tuple[str, str]]:
    with Database(memory=True) as new:
        migrations.apply(new)
        return _columns(new)
