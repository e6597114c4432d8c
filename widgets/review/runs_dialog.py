"""The analyses of a video, of every task: which are shown, which is compared, removing one."""

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
_COLUMNS = ("", "Task", "Analysis", "Created", "Results", "Engine")
_STRETCHED = 2
_SHOWN, _COMPARED = "● shown", "▲ compared"


@dataclass(frozen=True, slots=True)
class RunFacts:
    """One analysis, in words."""

    task: str
    name: str
    created: str
    results: str  # how much it holds
    engine: str
    shown: bool  # one for each task
    comparable: bool = True  # with the one of its task that is shown
    compared: bool = False


class RunsDialog(QDialog):
    """Lists analyses, newest first; signals carry the number of a row."""

    shown_chosen = Signal(int)
    compared_chosen = Signal(int)  # beside the one that is shown; if it is so already: no more
    removal_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = QTableWidget(0, len(_COLUMNS))
        self._empty_hint = PlainLabel("This video has not been analysed yet.")
        self._runs: tuple[RunFacts, ...] = ()
        self._removable = True
        self._show = QPushButton("Show")
        self._compare = QPushButton("Compare")
        self._remove = QPushButton("Remove…")
        self.setWindowTitle("Analyses of this video")
        self.resize(760, 320)
        self._build()
        self.set_runs(())

    def set_runs(self, runs: Sequence[RunFacts]) -> None:
        """Show these analyses; the selected row stays selected, at first it is a shown one."""
        selected = self._table.currentRow() if len(runs) == len(self._runs) else -1
        self._runs = tuple(runs)
        self._table.setRowCount(len(runs))
        for row, facts in enumerate(runs):
            state = _SHOWN if facts.shown else _COMPARED if facts.compared else ""
            cells = (state, facts.task, facts.name, facts.created, facts.results, facts.engine)
            for column, text in enumerate(cells):
                item = QTableWidgetItem(one_line(text, _LONGEST))
                item.setToolTip(tool_tip(text))
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                self._table.setItem(row, column, item)
        self._table.setVisible(bool(runs))
        self._empty_hint.setVisible(not runs)
        shown = [row for row, facts in enumerate(runs) if facts.shown]
        self._table.selectRow(selected if selected >= 0 else shown[0] if shown else 0)
        self._enable()

    def set_removal_possible(self, possible: bool) -> None:
        """An analysis cannot be removed while one is being made."""
        self._removable = possible
        self._remove.setToolTip(tool_tip("" if possible else "Stop tracking first"))
        self._enable()

    def select(self, row: int) -> None:
        """Select a row, as a click on it does."""
        self._table.selectRow(row)

    def _build(self) -> None:
        self._table.setObjectName("runs")
        self._table.setHorizontalHeaderLabels(list(_COLUMNS))
        self._table.verticalHeader().hide()
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._table.setShowGrid(False)
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_STRETCHED, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._table.itemSelectionChanged.connect(self._enable)
        self._empty_hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty_hint.setProperty("role", "muted")
        close = QPushButton("Close")
        self._show.setObjectName("show")
        self._compare.setObjectName("compare")
        self._compare.setToolTip("Show both on the timeline, and where they differ")
        self._remove.setObjectName("remove")
        self._show.clicked.connect(lambda: self.shown_chosen.emit(self._table.currentRow()))
        self._remove.clicked.connect(lambda: self.removal_asked.emit(self._table.currentRow()))
        self._compare.clicked.connect(self._ask_to_compare)
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(self._show)
        buttons.addWidget(self._compare)
        buttons.addWidget(self._remove)
        buttons.addStretch(1)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 16)
        column.setSpacing(12)
        column.addWidget(self._table, 1)
        column.addWidget(self._empty_hint, 1)
        column.addLayout(buttons)

    def _ask_to_compare(self) -> None:
        self.compared_chosen.emit(self._table.currentRow())

    def _enable(self) -> None:
        row = self._table.currentRow()
        facts = self._runs[row] if 0 <= row < len(self._runs) else None
        self._show.setEnabled(facts is not None and not facts.shown)
        self._compare.setEnabled(facts is not None and facts.comparable and not facts.shown)
        compared = facts is not None and facts.compared
        self._compare.setText("Stop comparing" if compared else "Compare with shown")
        self._remove.setEnabled(facts is not None and self._removable)
