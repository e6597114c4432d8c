"""Conflicts of the open video: shown one by one on the picture, and decided."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject
from sqlite_utils import Database

from app.gui.jobs.library_writer import LibraryWriter
from app.gui.review.session import ReviewSession
from app.gui.sync.label_text import describe_label, kind_title
from storage.library.journal.conflicts import Conflict, ConflictChoice, Side, choose, conflicts
from storage.records import BallLabel, Edit, Label
from widgets.picture.conflict_marks import ConflictMark, ConflictMarks
from widgets.review.conflict_card import ConflictSideFacts
from widgets.review.conflict_panel import ConflictFacts


class ConflictReview(QObject):
    """Keeps the panel and the marks on the picture in step with the library."""

    def __init__(self, session: ReviewSession, writer: LibraryWriter) -> None:
        super().__init__(session)
        self._session = session
        self._writer = writer
        self._video = session.opened.video.fingerprint
        self._panel = session.page.conflicts
        self._marks = ConflictMarks(session.page.picture)
        self._conflicts: list[Conflict] = []
        self._panel.looked_at.connect(self._look)
        self._panel.kept.connect(self._keep)
        self._panel.neither_kept.connect(self._keep_neither)
        self._panel.all_kept.connect(self._keep_all)
        self._panel.closed.connect(self.close)
        session.labels.edited.connect(self.refresh)
        session.player.frame_shown.connect(self._show_marks)

    @property
    def is_open(self) -> bool:
        return not self._panel.isHidden()

    def toggle(self) -> None:
        if self.is_open:
            self.close()
        else:
            self.open()

    def open(self) -> None:
        """Show the panel in place of the ball's, with the keys going to its list."""
        self._session.player.pause()
        self._session.page.show_conflicts(True)
        self._panel.take_focus()
        self.refresh()

    def close(self) -> None:
        self._session.page.show_conflicts(False)
        self._conflicts = []
        self._panel.set_conflicts([])
        self._marks.set_sides(())
        self._session.page.picture.setFocus()

    def refresh(self) -> None:
        """Read the conflicts again; nothing while the panel is closed."""
        if self.is_open:
            self._writer.submit(self, lambda db: conflicts(db, self._video), self._show)

    def _show(self, unresolved: list[Conflict]) -> None:
        if unresolved == self._conflicts and self._panel.row >= 0:
            return
        first = not self._conflicts
        self._conflicts = unresolved
        self._panel.set_conflicts([facts_of(conflict) for conflict in unresolved])
        if first or not unresolved:
            self._panel.take_focus()
        self._show_marks()

    def _look(self, row: int) -> None:
        frames = len(self._session.opened.table)
        self._session.player.seek(min(self._conflicts[row].frame, frames - 1))
        self._show_marks()

    def _show_marks(self) -> None:
        """The sides of the selected conflict, only over its frame."""
        row = self._panel.row
        if not self.is_open or not 0 <= row < len(self._conflicts):
            self._marks.set_sides(())
            return
        conflict = self._conflicts[row]
        shown = self._session.view.frame == conflict.frame
        self._marks.set_sides(marks_of(conflict) if shown else ())

    def _keep(self, row: int, side: int) -> None:
        conflict = self._conflicts[row]
        self._choose([(conflict, conflict.sides[side].label)])

    def _keep_neither(self, row: int) -> None:
        self._choose([(self._conflicts[row], None)])

    def _keep_all(self, mine: bool) -> None:
        """Keep one's own side everywhere, or that of others; where there is none, let it wait."""
        chosen = []
        for conflict in self._conflicts:
            sides = [side for side in conflict.sides if side.mine == mine]
            if sides:
                chosen.append((conflict, sides[0].label))
        self._choose(chosen)

    def _choose(self, chosen: Sequence[tuple[Conflict, Label | None]]) -> None:
        choices = [
            ConflictChoice(conflict.key, conflict.edits, label) for conflict, label in chosen
        ]
        if choices:
            self._session.labels.do(partial(_chosen, choices), self.refresh)


def facts_of(conflict: Conflict) -> ConflictFacts:
    """A conflict in words."""
    title = f"Frame {conflict.frame:,}: {kind_title(conflict.key).lower()}"
    sides = tuple(
        ConflictSideFacts(
            side.author,
            f"{side.time.astimezone():%d %b %Y, %H:%M}",
            describe_label(conflict.key, side.label),
            side.mine,
            shown=number == 0,
        )
        for number, side in enumerate(conflict.sides)
    )
    return ConflictFacts(title, sides)


def marks_of(conflict: Conflict) -> list[ConflictMark]:
    """The sides as they are drawn over the picture."""
    return [
        _mark(conflict.key, side, shown=number == 0) for number, side in enumerate(conflict.sides)
    ]


def _mark(key: str, side: Side, shown: bool) -> ConflictMark:
    who = f"{side.author} (you)" if side.mine else side.author
    label = side.label
    if isinstance(label, BallLabel) and label.x is not None and label.y is not None:
        return ConflictMark(who, label.x, label.y, shown)
    return ConflictMark(f"{who}: {describe_label(key, label)}", chosen=shown)


def _chosen(choices: list[ConflictChoice], db: Database, video: str, author: str) -> list[Edit]:
    return choose(db, video, choices, author)
