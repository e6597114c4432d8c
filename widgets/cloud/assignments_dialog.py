"""Who has taken on which frames of a video: a list, taking some, giving some back."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from storage.foreign_text import one_line
from widgets.common.plain_text import PlainLabel, tool_tip

_LONGEST = 28  # characters of a name in a column as wide as its texts
_COLUMNS = ("Person", "Frames", "Since")
_ABOUT = "This shows who is working on what. Nothing is locked: everyone can still label."


@dataclass(frozen=True, slots=True)
class AssignmentFacts:
    """One assignment in words."""

    person: str
    frames: str
    since: str


class AssignmentsDialog(QDialog):
    """Lists assignments; rows are told by their number."""

    range_taken = Signal()
    video_taken = Signal()
    given_back = Signal(int)

    def __init__(self, marked: str, parent: QWidget | None = None) -> None:
        """`marked` are the marked frames in words, "" while none are."""
        super().__init__(parent)
        self._table = QTableWidget(0, len(_COLUMNS))
        self._assignments: tuple[AssignmentFacts, ...] = ()
        self._none = PlainLabel("Nothing in this video is assigned yet.")
        self._range = QPushButton(f"Take {marked}" if marked else "Take the range")
        self._video, self._back = QPushButton("Take the whole video"), QPushButton("Give back")
        self._range.setEnabled(bool(marked))
        self.setWindowTitle("Who works on what")
        self.resize(620, 360)
        self._build()
        self.set_assignments(())

    @property
    def rows(self) -> int:
        """How many assignments are listed."""
        return self._table.rowCount()

    def set_assignments(self, assignments: Sequence[AssignmentFacts]) -> None:
        """Show these assignments; the one that was selected stays so, in whichever row."""
        row = self._table.currentRow()
        chosen = self._assignments[row] if row >= 0 else None
        self._assignments = tuple(assignments)
        self._table.setRowCount(len(assignments))
        for row, facts in enumerate(assignments):
            for column, text in enumerate((facts.person, facts.frames, facts.since)):
                item = QTableWidgetItem(one_line(text, _LONGEST))
                item.setToolTip(tool_tip(text))
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                self._table.setItem(row, column, item)
        self._table.setVisible(bool(assignments))
        self._none.setVisible(not assignments)
        same = chosen in self._assignments
        self._table.selectRow(self._assignments.index(chosen) if chosen and same else 0)
        self._enable()

    def _build(self) -> None:
        about = PlainLabel(_ABOUT)
        about.setWordWrap(True)
        about.setProperty("role", "muted")
        self._table.setHorizontalHeaderLabels(list(_COLUMNS))
        self._table.verticalHeader().hide()
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._table.setShowGrid(False)
        self._table.setAccessibleName("Assignments")
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._table.itemSelectionChanged.connect(self._enable)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._none.setProperty("role", "muted")
        self._range.setObjectName("take-range")
        self._video.setObjectName("take-video")
        self._back.setObjectName("give-back")
        self._range.clicked.connect(self.range_taken)
        self._video.clicked.connect(self.video_taken)
        self._back.clicked.connect(lambda: self.given_back.emit(self._table.currentRow()))
        close = QPushButton("Close")
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        for button in (self._range, self._video, self._back):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 18, 18, 16)
        whole.setSpacing(12)
        whole.addWidget(about)
        whole.addWidget(self._table, 1)
        whole.addWidget(self._none, 1)
        whole.addLayout(foot)

    def _enable(self) -> None:
        self._back.setEnabled(self.rows > 0 and self._table.currentRow() >= 0)
