"""The history of the labels under the playhead: who, when, from what to what."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from sqlite_utils import Database

from app.gui.jobs.library_writer import LibraryWriter
from app.gui.shell.dialogs import show_dialog
from app.gui.sync.label_text import describe_label, kind_title
from storage.library.database import reading
from storage.library.journal.journal import edits
from storage.library.journal.sync_state import own_devices
from storage.library.labels import keys_at
from storage.records import Edit
from widgets.review.history_dialog import HistoryDialog, HistoryLine

_KINDS = {"edit": "", "undo": ", undone", "redo": ", redone"}


class LabelHistory(QObject):
    """One dialog over the history of one frame of a video."""

    def __init__(self, writer: LibraryWriter, video: str, frame: int, window: QWidget) -> None:
        super().__init__(window)
        self.dialog = HistoryDialog(frame, window)
        self.dialog.finished.connect(self.deleteLater)
        show_dialog(self.dialog)
        writer.submit(self, lambda db: history_of(db, video, frame), self.dialog.set_lines)


def history_of(db: Database, video: str, frame: int) -> list[HistoryLine]:
    """All edits of what concerns the frame, newest first: its ball, and all that speaks of it.

    By the order in which they came to this library; wall times of other machines may be wrong.
    """
    with reading(db):
        own = own_devices(db)[1]
        history = [edit for key in keys_at(db, video, frame) for edit in edits(db, video, key)]
    return [_line(edit, edit.device in own) for edit in reversed(history)]


def _line(edit: Edit, own: bool) -> HistoryLine:
    joined = ", resolved a conflict" if edit.others else ""
    return HistoryLine(
        f"{edit.time.astimezone():%d %b %Y, %H:%M:%S}",
        edit.author,
        f"{'Here' if own else 'Elsewhere'}{_KINDS[edit.kind]}{joined}",
        kind_title(edit.key),
        describe_label(edit.key, edit.before),
        describe_label(edit.key, edit.after),
    )
