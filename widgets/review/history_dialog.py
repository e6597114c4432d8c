"""The history of the labels of one frame: who said what, and when."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
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
_COLUMNS = ("When", "Who", "Where", "Label", "From", "To")


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One edit in words."""

    when: str
    who: str
    where: str  # on which computer, and whether it took something back
    label: str
    before: str
    after: str


class HistoryDialog(QDialog):
    """Lists edits, the newest first."""

    def __init__(self, frame: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = QTableWidget(0, len(_COLUMNS))
        self._none = PlainLabel("This frame has no history yet.")
        self.setWindowTitle(f"History of frame {frame:,}")
        self.resize(860, 380)
        self._build()
        self.set_lines(())

    @property
    def lines(self) -> list[list[str]]:
        """What stands in the table."""
        cells = [
            [self._table.item(row, column) for column in range(len(_COLUMNS))]
            for row in range(self._table.rowCount())
        ]
        return [[cell.text() if cell else "" for cell in row] for row in cells]

    def set_lines(self, lines: Sequence[HistoryLine]) -> None:
        """Show these edits."""
        self._table.setRowCount(len(lines))
        for row, line in enumerate(lines):
            words = (line.when, line.who, line.where, line.label, line.before, line.after)
            for column, text in enumerate(words):
                item = QTableWidgetItem(one_line(text, _LONGEST if column < 4 else 300))
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                item.setToolTip(tool_tip(text))
                self._table.setItem(row, column, item)
        self._table.setVisible(bool(lines))
        self._none.setVisible(not lines)

    def _build(self) -> None:
        self._table.setHorizontalHeaderLabels(list(_COLUMNS))
        self._table.verticalHeader().hide()
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._table.setShowGrid(False)
        self._table.setAccessibleName("History")
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column in (4, 5):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._none.setProperty("role", "muted")
        close = QPushButton("Close")
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 18, 18, 16)
        whole.setSpacing(12)
        whole.addWidget(self._table, 1)
        whole.addWidget(self._none, 1)
        whole.addLayout(foot)
