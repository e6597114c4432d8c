"""What a folder of a bucket holds, as rows of a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from storage.foreign_text import one_line
from widgets.common import theme
from widgets.common.icons import icon

COLUMNS = ("Name", "Size", "Changed")
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ROLE = Qt.ItemDataRole
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class BucketRow:
    """A folder or an object, in words that are fit to be shown; `key` is what it really is."""

    key: str
    name: str
    size: str = ""
    changed: str = ""
    is_folder: bool = False
    is_video: bool = False


class BucketModel(QAbstractTableModel):
    """Folders and objects in the order in which they came, folders of a page first."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[BucketRow] = []
        self._icons = {
            name: icon(name, colour)
            for name, colour in (
                ("open", theme.TEXT),
                ("film", theme.TEXT),
                ("absent", theme.DISABLED),
            )
        }

    def clear(self) -> None:
        """Show nothing."""
        self.beginResetModel()
        self._rows = []
        self.endResetModel()

    def add(self, rows: Sequence[BucketRow]) -> None:
        """Show more rows below the others."""
        if not rows:
            return
        first = len(self._rows)
        self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
        self._rows += rows
        self.endInsertRows()

    def row(self, number: int) -> BucketRow:
        return self._rows[number]

    # Qt

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _ROLE.DisplayRole:
            return COLUMNS[section]
        return _RIGHT if role == _ROLE.TextAlignmentRole and section == 1 else None

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == _ROLE.DisplayRole:
            return (one_line(row.name), row.size, row.changed)[index.column()]
        if role == _ROLE.DecorationRole and index.column() == 0:
            return self._icons["open" if row.is_folder else "film" if row.is_video else "absent"]
        if role == _ROLE.ForegroundRole:
            return _colour(row, index.column())
        if role == _ROLE.TextAlignmentRole and index.column() == 1:
            return _RIGHT
        return None


def _colour(row: BucketRow, column: int) -> QColor | None:
    if not (row.is_folder or row.is_video):
        return theme.DISABLED
    return theme.MUTED if column else None
