"""Who works on which frames of the open video: shown on the page, listed, taken, given back."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.gui.jobs.library_writer import LibraryWriter
from app.gui.review.session import ReviewSession
from app.gui.shell.dialogs import show_dialog
from app.gui.shell.settings import Settings
from app.gui.sync.label_text import frames
from storage.library.labels import StoredAssignment, assignments
from storage.records import Assignment, assignment_key
from widgets.cloud.assignments_dialog import AssignmentFacts, AssignmentsDialog

_MOST = 4  # that are named on the page


class Assignments(QObject):
    """Reads the assignments of one video whenever they may have changed."""

    def __init__(
        self, session: ReviewSession, writer: LibraryWriter, settings: Settings, window: QWidget
    ) -> None:
        super().__init__(session)
        self._session = session
        self._writer = writer
        self._settings = settings
        self._window = window
        self._video = session.opened.video
        self._taken: Mapping[UUID, StoredAssignment] = {}
        self._dialog: AssignmentsDialog | None = None
        session.labels.moments_changed.connect(self.refresh)
        self.refresh()

    def ask(self) -> None:
        """Open the list."""
        marked = self._session.in_out_range.frames
        words = frames(self._assignment(marked)) if marked else ""
        self._dialog = dialog = AssignmentsDialog(words, self._window)
        dialog.range_taken.connect(self.take)
        dialog.video_taken.connect(lambda: self._take(range(self._video.frames)))
        dialog.given_back.connect(self._give_back)
        dialog.finished.connect(self._let_go)
        show_dialog(dialog)
        self._show(self._taken)

    def take(self) -> None:
        """Assign the in/out range to the user; where none is set, ask about the whole video."""
        if (frames := self._session.in_out_range.frames) is not None:
            self._take(frames)
            return
        self._session.refused.emit(
            "No range is set.",
            "Set an in point and an out point, or assign the whole video in Assignments.",
        )

    def refresh(self) -> None:
        self._writer.submit(self, lambda db: assignments(db, self._video.fingerprint), self._show)

    def _take(self, taken: range) -> None:
        assignment = self._assignment(taken)
        self._session.labels.write(lambda _: {assignment_key(uuid4()): assignment})

    def _give_back(self, row: int) -> None:
        key = assignment_key(list(self._taken)[row])
        self._session.labels.write(lambda _: {key: None})

    def _assignment(self, taken: range) -> Assignment:
        return Assignment(taken.start, taken.stop, self._settings.author)

    def _show(self, taken: Mapping[UUID, StoredAssignment]) -> None:
        self._taken = taken
        self._session.page.set_taken(assignments_text(taken, self._video.frames))
        if self._dialog is not None:
            self._dialog.set_assignments(
                [
                    AssignmentFacts(
                        stored.label.person,
                        frames(stored.label),
                        f"{stored.time.astimezone():%d %b %Y, %H:%M}",
                    )
                    for stored in taken.values()
                ]
            )

    def _let_go(self) -> None:
        self._dialog = None


def assignments_text(taken: Mapping[UUID, StoredAssignment], video_frames: int) -> str:
    """`Taken by bob (frames 0 to 499) and ana (all)`; "" if nothing is taken."""
    parts = []
    for stored in list(taken.values())[:_MOST]:
        assignment = stored.label
        whole = (assignment.first, assignment.stop) == (0, video_frames)
        parts.append(f"{assignment.person} ({'all' if whole else frames(assignment)})")
    if not parts:
        return ""
    more = f" and {len(taken) - _MOST} more" if len(taken) > _MOST else ""
    return f"Taken by {', '.join(parts)}{more}"
