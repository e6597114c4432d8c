"""Which kinds of events to export, to tick."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from storage.foreign_text import one_line
from widgets.common.flow_layout import FlowLayout
from widgets.common.plain_text import tool_tip

_LONGEST = 40  # characters of a name


class ExportClasses(QWidget):
    """All are ticked at first; one that was unticked stays so when others come."""

    ticked = Signal()  # by the user

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._off: set[str] = set()
        self._boxes: dict[str, QCheckBox] = {}
        self._flow = FlowLayout(self, 14)

    def set_names(self, names: Iterable[str]) -> None:
        """Offer these classes."""
        wanted = list(names)
        if wanted == list(self._boxes):
            return
        self._flow.clear()
        self._boxes = {name: self._box(name) for name in wanted}

    @property
    def chosen(self) -> frozenset[str] | None:
        """The ticked ones; None where all are, also those that come with later labels."""
        ticked = {name for name, box in self._boxes.items() if box.isChecked()}
        return None if len(ticked) == len(self._boxes) else frozenset(ticked)

    @property
    def offered(self) -> bool:
        """Whether there is anything to choose."""
        return bool(self._boxes)

    def _box(self, name: str) -> QCheckBox:
        box = QCheckBox(one_line(name, _LONGEST).replace("&", "&&"))
        box.setToolTip(tool_tip(name))
        box.setChecked(name not in self._off)
        box.clicked.connect(lambda checked: self._take(name, checked))
        self._flow.addWidget(box)
        box.show()
        return box

    def _take(self, name: str, checked: bool) -> None:
        (self._off.discard if checked else self._off.add)(name)
        self.ticked.emit()
