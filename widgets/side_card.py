"""One side of a conflict: what somebody says, who and when, and a button that keeps it."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from widgets import theme
from widgets.key_button import KeyButton
from widgets.side_marks import COLOURS


@dataclass(frozen=True, slots=True)
class SideFacts:
    """One side in words."""

    who: str
    when: str
    says: str
    mine: bool = False
    shown: bool = False  # the one that stands until somebody decides


class SideCard(QFrame):
    """Shows one side in its colour."""

    kept = Signal(int)

    def __init__(
        self, number: int, facts: SideFacts, key: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        colour = COLOURS[number % len(COLOURS)].name()
        self.setObjectName("side")
        self.setStyleSheet(f"#side {{ border-left: 3px solid {colour}; }}")
        who = QLabel(f"{facts.who} (you)" if facts.mine else facts.who)
        who.setFont(theme.font(13, QFont.Weight.DemiBold))
        says = QLabel(facts.says)
        when = QLabel(f"{facts.when}, shown for now" if facts.shown else facts.when)
        when.setProperty("role", "muted")
        self.text = f"{who.text()}: {facts.says}"
        self.setAccessibleName(self.text)
        keep = KeyButton("Keep this", "check")
        keep.setObjectName(f"keep-{number}")
        keep.set_key(key)
        keep.clicked.connect(lambda: self.kept.emit(number))
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 8, 8)
        column.setSpacing(2)
        for label in (who, says, when):
            label.setTextFormat(Qt.TextFormat.PlainText)  # names come from anywhere
            label.setWordWrap(True)
            column.addWidget(label)
        column.addWidget(keep)
