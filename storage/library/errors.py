"""SQLite's errors about files and disks, in words that a user can act on."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from storage.errors import UserError

_BUSY = (
    "The library is busy.",
    "Another copy of Touchline is writing to it. Try again in a moment.",
)
_READ_ONLY = (
    "The library cannot be changed.",
    "Its file or folder is read-only. Make it writable, or choose another with --library.",
)
_DAMAGED = (
    "The library is damaged, or is not a Touchline library.",
    "Put a backup of library.db in its place. Without one, start with another folder (--library) "
    "and sync: labels and analyses that were shared come back.",
)
_WORDS = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_FULL: (
        "The disk with the library is full.",
        "Free some space and try again. Everything saved before is safe.",
    ),
    sqlite3.SQLITE_IOERR: (
        "The disk with the library is not responding properly.",
        "Check that it is connected and healthy, then try again.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "The library could not be opened.",
        "Check that its folder exists and is writable, or choose another with --library.",
    ),
}


# with a code that stands for any mistake, or with none: what a sound library of ours never says
_SIGNS_OF_DAMAGE = ("malformed", "could not decode to utf-8")


def damaged() -> UserError:
    """The error to raise for a library whose file cannot be what Touchline wrote."""
    return UserError(*_DAMAGED)


@contextmanager
def plain_errors(*, looking: bool = False) -> Iterator[None]:
    """Turn SQLite's errors about files and disks into UserError; other errors pass unchanged.

    Who is only `looking` at a file says nothing that SQLite could refuse unless it is damaged.
    """
    try:
        yield
    except sqlite3.Error as error:
        # the low byte is the kind, the rest only details it; misuse of the module has no code
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        told = str(error).lower()
        if code not in _WORDS and (looking or any(sign in told for sign in _SIGNS_OF_DAMAGE)):
            raise damaged() from error
        if code not in _WORDS:
            raise
        raise UserError(*_WORDS[code]) from error
