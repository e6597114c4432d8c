"""What holds for every gesture: one that changes something is one undo step, a no-op is none.

Undo and redo restore equality, also after the library has been opened again.
"""

from collections.abc import Callable

from sqlite_utils import Database

from storage.library.journal.journal import edits, redo, undo, undoable
from storage.library.library import Library, open_library
from tests.storage.library.builders import VIDEO, present

Gesture = Callable[[Database], object]


def assert_one_step(library: Library, gesture: Gesture) -> None:
    """`gesture` changes labels, and one undo takes all of it back; so does one after reopening."""
    with library.connect() as db:
        before, could_undo = present(db), undoable(db, VIDEO)[0]
        gesture(db)
        after = present(db)
        assert after != before
        _assert_undo_and_redo(db, before, after)
    with open_library(library.folder).connect() as db:
        assert present(db) == after
        _assert_undo_and_redo(db, before, after)
        undo(db, VIDEO, "me")
        assert undoable(db, VIDEO) == (could_undo, True)


def assert_no_step(library: Library, gesture: Gesture) -> None:
    """`gesture` changes nothing, and writes nothing that could be undone or redone."""
    with library.connect() as db:
        before = present(db), undoable(db, VIDEO), edits(db, VIDEO)
        gesture(db)

        assert (present(db), undoable(db, VIDEO), edits(db, VIDEO)) == before


def _assert_undo_and_redo(db: Database, before: object, after: object) -> None:
    undo(db, VIDEO, "me")
    assert present(db) == before
    redo(db, VIDEO, "me")
    assert present(db) == after
