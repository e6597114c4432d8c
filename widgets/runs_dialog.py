"""The analyses of a video: which one is shown, and taking one away."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

_COLUMNS = ("Shown", "Analysis", "Made", "Frames", "Engine")


@dataclass(frozen=True, slots=True)
class RunFacts:
    """One analysis, in words."""

    name: str
    made: str
    frames: str
    engine: str
    shown: bool


class RunsDialog(QDialog):
    """Lists analyses, newest first; rows are told by their number."""

    shown_chosen = Signal(int)
    removal_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = QTableWidget(0, len(_COLUMNS))
        self._none = QLabel("This video has not been analysed yet.")
        self._show = QPushButton("Show this one")
        self._remove = QPushButton("Remove…")
        self.setWindowTitle("Analyses of this video")
        self.resize(640, 320)
        self._build()
        self.set_runs(())

    def set_runs(self, runs: Sequence[RunFacts]) -> None:
        """Show these analyses, the one on screen selected."""
        self._table.setRowCount(len(runs))
        for row, facts in enumerate(runs):
            words = ("●" if facts.shown else "", facts.name, facts.made, facts.frames, facts.engine)
            for column, text in enumerate(words):
                item = QTableWidgetItem(text)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                self._table.setItem(row, column, item)
        self._table.setVisible(bool(runs))
        self._none.setVisible(not runs)
        shown = [row for row, facts in enumerate(runs) if facts.shown]
        self._table.selectRow(shown[0] if shown else 0)
        self._enable()

    def select(self, row: int) -> None:
        """Select a row, as a click on it does."""
        self._table.selectRow(row)

    def _build(self) -> None:
        self._table.setHorizontalHeaderLabels(list(_COLUMNS))
        self._table.verticalHeader().hide()
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._table.setShowGrid(False)
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._table.itemSelectionChanged.connect(self._enable)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._none.setProperty("role", "muted")
        close = QPushButton("Close")
        self._show.setObjectName("show")
        self._remove.setObjectName("remove")
        self._show.clicked.connect(lambda: self.shown_chosen.emit(self._table.currentRow()))
        self._remove.clicked.connect(lambda: self.removal_asked.emit(self._table.currentRow()))
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self._show)
        foot.addWidget(self._remove)
        foot.addStretch(1)
        foot.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 18, 18, 16)
        whole.setSpacing(12)
        whole.addWidget(self._table, 1)
        whole.addWidget(self._none, 1)
        whole.addLayout(foot)

    def _enable(self) -> None:
        chosen = self._table.rowCount() > 0 and self._table.currentRow() >= 0
        self._show.setEnabled(chosen)
        self._remove.setEnabled(chosen)
