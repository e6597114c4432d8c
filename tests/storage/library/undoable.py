"""Whether there is something to undo and to redo."""

from sqlite_utils import Database

from storage.library.journal.journal import undo_steps


def undoable(db: Database, video: str) -> tuple[bool, bool]:
    """Undo, redo."""
    undo, redo = undo_steps(db, video)
    return undo is not None, redo is not None
