"""The history of the labels under the playhead: who, when, from what to what."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from sqlite_utils import Database

from app.gui.jobs.library_writer import LibraryWriter
from app.gui.shell.dialogs import show_dialog
from app.gui.sync.label_text import words_of_key, words_of_label
from storage.library.database import reading
from storage.library.journal.journal import edits
from storage.library.journal.sync_state import own_devices
from storage.library.labels import assignments, clips, events
from storage.records import Edit, assignment_key, ball_key, clip_key, event_key
from widgets.review.history_dialog import HistoryDialog, HistoryLine

_KINDS = {"edit": "", "undo": ", taken back", "redo": ", done again"}


class LabelHistory(QObject):
    """One dialog over the history of one frame of a video."""

    def __init__(self, writer: LibraryWriter, video: str, frame: int, window: QWidget) -> None:
        super().__init__(window)
        self.dialog = HistoryDialog(frame, window)
        self.dialog.finished.connect(self.deleteLater)
        show_dialog(self.dialog)
        writer.submit(self, lambda db: history_of(db, video, frame), self.dialog.set_lines)


def history_of(db: Database, video: str, frame: int) -> list[HistoryLine]:
    """All edits of what concerns the frame, newest first: its ball, events, clips, assignments.

    By the order in which they came to this library; wall times of other machines may be wrong.
    """
    with reading(db):
        ours = own_devices(db)[1]
        found = [edit for key in _keys_at(db, video, frame) for edit in edits(db, video, key)]
    return [_line(edit, edit.device in ours) for edit in reversed(found)]


def _keys_at(db: Database, video: str, frame: int) -> list[str]:
    keys = [ball_key(frame)]
    keys += [event_key(id) for id, one in events(db, video).items() if one.label.frame == frame]
    keys += [
        clip_key(id)
        for id, one in clips(db, video).items()
        if one.label.first <= frame < one.label.stop
    ]
    keys += [
        assignment_key(id)
        for id, one in assignments(db, video).items()
        if one.label.first <= frame < one.label.stop
    ]
    return keys[::-1]


def _line(edit: Edit, here: bool) -> HistoryLine:
    joined = ", settled a conflict" if edit.others else ""
    return HistoryLine(
        f"{edit.time.astimezone():%d %b %Y, %H:%M:%S}",
        edit.author,
        f"{'Here' if here else 'Elsewhere'}{_KINDS[edit.kind]}{joined}",
        words_of_key(edit.key),
        words_of_label(edit.before),
        words_of_label(edit.after),
    )
