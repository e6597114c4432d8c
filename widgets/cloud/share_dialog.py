"""Which clip to share, and for how long its link works."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from storage.foreign_text import one_line
from widgets.common.plain_text import PlainLabel

LASTING = {"One hour": 1, "One day": 24, "Three days": 72, "Seven days, the maximum": 168}  # hours


_LONGEST = 60  # characters of a name


@dataclass(frozen=True, slots=True)
class Shareable:
    """A piece of the video: what it is called, and its frames `[start, stop)`."""

    title: str
    frames: range


class ShareDialog(QDialog):
    """Says `share_asked` once; it never blocks the window."""

    share_asked = Signal(object, int)  # the piece's frames, hours

    def __init__(
        self,
        pieces: Sequence[Shareable],
        place: str,
        warning: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._pieces = list(pieces)
        self._piece, self._lasting = QComboBox(), QComboBox()
        self._share = QPushButton("Share")
        self.setWindowTitle("Share a clip")
        self.setMinimumWidth(480)
        self._build(place, warning)

    def choose(self, piece: int, lasting: str) -> None:
        """Choose a piece by its number and a time by its name."""
        self._piece.setCurrentIndex(piece)
        self._lasting.setCurrentText(lasting)

    def _build(self, place: str, warning: str) -> None:
        self._piece.addItems([one_line(piece.title, _LONGEST) for piece in self._pieces])
        self._lasting.addItems(list(LASTING))
        self._lasting.setCurrentText("One day")
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.addRow("Clip", self._piece)
        form.addRow("Link valid for", self._lasting)
        where = PlainLabel(
            f"The clip is cut to the exact frames and uploaded to {place}, and its link is copied."
        )
        where.setProperty("role", "muted")
        words = PlainLabel(warning)
        words.setProperty("role", "warning")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(14)
        column.addLayout(form)
        for label in (where, words):
            label.setWordWrap(True)
            column.addWidget(label)
        column.addStretch(1)
        column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        cancel = QPushButton("Cancel")
        cancel.clicked.connect(self.reject)
        self._share.setObjectName("share")
        self._share.setProperty("role", "primary")
        self._share.setDefault(True)
        self._share.clicked.connect(self._emit_share)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self._share)
        return row

    def _emit_share(self) -> None:
        frames = self._pieces[self._piece.currentIndex()].frames
        hours = LASTING[self._lasting.currentText()]
        self.accept()
        self.share_asked.emit(frames, hours)
