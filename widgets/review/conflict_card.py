"""One side of a conflict: label, author, time, and a button that keeps it."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from widgets.common import theme
from widgets.common.plain_text import PlainLabel
from widgets.picture.conflict_marks import COLOURS
from widgets.window.key_button import KeyButton


@dataclass(frozen=True, slots=True)
class ConflictSideFacts:
    """One side in words."""

    who: str
    when: str
    says: str
    mine: bool = False
    shown: bool = False  # what the library shows until someone decides


class ConflictCard(QFrame):
    """Shows one side in its colour."""

    kept = Signal(int)

    def __init__(
        self, number: int, facts: ConflictSideFacts, key: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        colour = COLOURS[number % len(COLOURS)].name()
        who = PlainLabel(f"{facts.who} (you)" if facts.mine else facts.who)
        who.setFont(theme.font(13, QFont.Weight.DemiBold))
        who.setStyleSheet(f"color: {colour};")  # as its mark on the picture
        says = PlainLabel(facts.says)
        when = PlainLabel(f"{facts.when}, shown now" if facts.shown else facts.when)
        when.setFont(theme.font(11))
        when.setProperty("role", "muted")
        self.text = f"{who.text()}: {facts.says}"
        self.setAccessibleName(self.text)
        keep = KeyButton("Keep", "check")
        keep.setObjectName(f"keep-{number}")
        keep.setAccessibleName(f"Keep the label of {facts.who}")
        keep.set_key(key)
        keep.clicked.connect(lambda: self.kept.emit(number))
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 4, 4, 4)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(0, 1)
        for row, label in enumerate((who, says, when)):
            label.setWordWrap(True)
            grid.addWidget(label, row, 0)
        grid.addWidget(keep, 0, 1, 3, 1, Qt.AlignmentFlag.AlignVCenter)
