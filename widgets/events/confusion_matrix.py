"""What people say against what a model says: a click on a cell goes through its examples."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from storage.foreign_text import one_line
from widgets.common import theme
from widgets.common.plain_text import tool_tip

Cell = tuple[str | None, str | None]  # what people say, what the model says
MOST = 6  # classes
_ROW = 24
_LONGEST = 9  # characters of a class
_NONE = "\N{EN DASH}"


class ConfusionMatrix(QTableWidget):
    """Rows are people's classes and "none", columns are the model's and "none"."""

    cell_chosen = Signal(object)  # a Cell, at each click

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: list[str | None] = []
        self.setAccessibleName("Your labels against the model")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys belong to the picture
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.cellClicked.connect(self._choose)

    def set_counts(self, names: Sequence[str], counts: Mapping[Cell, int]) -> None:
        """Show how many there are of each kind; the first classes only, where there are many."""
        self._names = [*names[:MOST], None]
        titles = [_NONE if name is None else one_line(name, _LONGEST) for name in self._names]
        self.setRowCount(len(titles))
        self.setColumnCount(len(titles))
        self.setVerticalHeaderLabels(titles)
        self.setHorizontalHeaderLabels(titles)
        for row, truth in enumerate(self._names):
            for column, seen in enumerate(self._names):
                self.setItem(row, column, _item((truth, seen), counts.get((truth, seen), 0)))
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + _ROW * len(titles) + 4)

    def _choose(self, row: int, column: int) -> None:
        cell = self._names[row], self._names[column]
        item = self.item(row, column)
        if item is not None and item.text():
            self.cell_chosen.emit(cell)


def cell_text(cell: Cell) -> str:
    """`You say hit, the model bounce`."""
    truth, seen = cell
    people = "You rejected it" if truth is None else f"You say {one_line(truth)}"
    model = "the model sees nothing" if seen is None else f"the model says {one_line(seen)}"
    return f"{people}, {model}"


def _item(cell: Cell, count: int) -> QTableWidgetItem:
    item = QTableWidgetItem(f"{count:,}" if count else "")
    item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
    item.setForeground(theme.DONE if cell[0] == cell[1] else theme.WARNING)
    item.setToolTip(tool_tip(f"{cell_text(cell)}. Click to go through them, the worst first."))
    return item
