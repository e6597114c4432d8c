"""What holds for every gesture: one that changes something is one undo step, a no-op is none.

Undo and redo restore equality, also after the library has been opened again.
"""

from collections.abc import Callable

from sqlite_utils import Database

from storage.library.journal.journal import edits, redo, undo
from storage.library.library import Library, open_library
from tests.storage.library.builders import VIDEO, present_labels
from tests.storage.library.undoable import undoable

Gesture = Callable[[Database], object]


def assert_one_step(library: Library, gesture: Gesture, video: str = VIDEO) -> None:
    """`gesture` changes labels, and one undo takes all of it back; so does one after reopening."""
    with library.connect() as db:
        before, could_undo = present_labels(db, video), undoable(db, video)[0]
        gesture(db)
        after = present_labels(db, video)
        assert after != before
        _assert_undo_and_redo(db, video, before, after)
    with open_library(library.folder).connect() as db:
        assert present_labels(db, video) == after
        _assert_undo_and_redo(db, video, before, after)
        undo(db, video, "me")
        assert undoable(db, video) == (could_undo, True)


def assert_no_step(library: Library, gesture: Gesture, video: str = VIDEO) -> None:
    """`gesture` changes nothing, and writes nothing that could be undone or redone."""
    with library.connect() as db:
        before = present_labels(db, video), undoable(db, video), edits(db, video)
        gesture(db)

        assert (present_labels(db, video), undoable(db, video), edits(db, video)) == before


def _assert_undo_and_redo(db: Database, video: str, before: object, after: object) -> None:
    undo(db, video, "me")
    assert present_labels(db, video) == before
    redo(db, video, "me")
    assert present_labels(db, video) == after
