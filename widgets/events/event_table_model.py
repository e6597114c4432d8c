"""The events of a video as rows of a table; texts are made when they are seen."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from storage.foreign_text import one_line
from storage.quantities import number, time_code
from storage.records import Event, Review
from widgets.common import theme
from widgets.common.plain_text import tool_tip
from widgets.events.event_text import confidence_text, event_text, source_text

COLUMNS = ("Class", "Frame", "Sure", "Source")
_Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class EventTableModel(QAbstractTableModel):
    """Events in the order in which they are given."""

    def __init__(self) -> None:
        super().__init__()
        self._events: Sequence[Event] = ()
        self._times: NDArray[np.float64] = np.zeros(0)

    def set_times(self, times: NDArray[np.float64]) -> None:
        """The frames of the video are on screen from `times` on, seconds."""
        self._times = times

    def set_events(self, events: Sequence[Event]) -> None:
        self.beginResetModel()
        self._events = events
        self.endResetModel()

    # Qt

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._events)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _ROLE.DisplayRole:
            return COLUMNS[section]
        return _RIGHT if role == _ROLE.TextAlignmentRole and section in (1, 2) else None

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> object:
        if not index.isValid():
            return None
        event = self._events[index.row()]
        if role == _ROLE.DisplayRole:
            return _texts(event)[index.column()]
        if role == _ROLE.ToolTipRole:
            return tool_tip(self._advice(event))
        if role == _ROLE.ForegroundRole:
            return theme.REVIEW_COLOURS[event.review] if index.column() == 3 else None
        return _RIGHT if role == _ROLE.TextAlignmentRole and index.column() in (1, 2) else None

    def _advice(self, event: Event) -> str:
        inside = event.frame < len(self._times)
        time = f"{time_code(float(self._times[event.frame]))}  ·  " if inside else ""
        return f"{time}{number(event.frame)}  ·  {event_text(event)}"


def _texts(event: Event) -> tuple[str, str, str, str]:
    sure = "" if event.review is not Review.UNREVIEWED else confidence_text(event)
    return one_line(event.name), number(event.frame), sure, source_text(event)
