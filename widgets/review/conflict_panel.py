"""The panel "Conflicts": what people say differently, and which of it is to stay."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from storage.foreign_text import one_line
from widgets.common.plain_text import PlainLabel
from widgets.review.conflict_card import ConflictCard, ConflictSideFacts
from widgets.window.key_button import KeyButton

WIDTH = 328
_NEITHER = "N"
_NUMBERS = "123456789"


@dataclass(frozen=True, slots=True)
class ConflictFacts:
    """One conflict in words: what it is about, and its sides."""

    title: str
    sides: tuple[ConflictSideFacts, ...]


class ConflictPanel(QWidget):
    """Lists conflicts; one is selected, and each of its sides can be kept with one key.

    Arrow keys go through the list, M keeps mine, T theirs, or their number any side, N neither.
    """

    looked_at = Signal(int)  # row, by the user or because the list has changed
    kept = Signal(int, int)  # row, side
    neither_kept = Signal(int)
    all_kept = Signal(bool)  # of all conflicts: mine, or theirs
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._conflicts: Sequence[ConflictFacts] = ()
        self._count, self._list = PlainLabel(), _ConflictList()
        self._cards = QVBoxLayout()
        self._neither = KeyButton("Keep neither", "remove")
        self._mine, self._theirs = QPushButton("Keep all mine"), QPushButton("Keep all theirs")
        self._close = KeyButton("Close", "close")
        self._none = PlainLabel("No conflicts are left.")
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self._build()
        self.set_conflicts(())

    @property
    def row(self) -> int:
        """The selected conflict, -1 for none."""
        return self._list.currentRow()

    @property
    def cards(self) -> list[ConflictCard]:
        """The sides that are shown."""
        return self.findChildren(ConflictCard)

    def set_conflicts(self, conflicts: Sequence[ConflictFacts]) -> None:
        """Show these conflicts; the selected one stays selected, else the one in its row."""
        row, titles = max(0, self.row), [conflict.title for conflict in conflicts]
        if self.row >= 0 and (title := self._conflicts[self.row].title) in titles:
            row = titles.index(title)
        self._conflicts = conflicts
        self._list.blockSignals(True)
        self._list.clear()
        self._list.addItems([one_line(title) for title in titles])
        self._list.blockSignals(False)
        self._count.setText(f"Conflicts: {len(conflicts):,}" if conflicts else "Conflicts")
        for widget in (self._list, self._neither, self._mine, self._theirs):
            widget.setVisible(bool(conflicts))
        self._none.setVisible(not conflicts)
        if conflicts:
            self._list.setCurrentRow(min(row, len(conflicts) - 1))
        else:
            self._show_cards(-1)

    def look_at(self, row: int) -> None:
        """Look at a conflict, as a click on it does."""
        self._list.setCurrentRow(row)

    def take_focus(self) -> None:
        """Let keys go to the list, or to the way out where it is empty."""
        (self._list if self._conflicts else self._close).setFocus()

    def _build(self) -> None:
        self._count.setProperty("role", "heading")
        self._none.setProperty("role", "muted")
        self._none.setWordWrap(True)
        self._list.setAccessibleName("Conflicts")
        self._list.currentRowChanged.connect(self._look)
        self._list.pressed_key.connect(self._take_key)
        self._neither.set_key(_NEITHER)
        self._neither.setToolTip("Delete the label and show the model's prediction again")
        self._neither.clicked.connect(lambda: self.neither_kept.emit(self.row))
        self._mine.clicked.connect(lambda: self.all_kept.emit(True))
        self._theirs.clicked.connect(lambda: self.all_kept.emit(False))
        self._close.set_key("Esc")
        self._close.clicked.connect(self.closed)
        inside = QWidget()
        self._cards.setContentsMargins(0, 0, 6, 0)
        self._cards.setSpacing(6)
        self._cards.addStretch(1)
        inside.setLayout(self._cards)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        everything = QHBoxLayout()
        everything.addWidget(self._mine)
        everything.addWidget(self._theirs)
        head = QHBoxLayout()
        head.addWidget(self._count, 1)
        head.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._none)
        column.addWidget(self._list, 2)
        column.addWidget(scroll, 3)
        column.addWidget(self._neither)
        column.addLayout(everything)

    def _look(self, row: int) -> None:
        self._show_cards(row)
        if row >= 0:
            self.looked_at.emit(row)

    def _show_cards(self, row: int) -> None:
        for card in self.cards:
            self._cards.removeWidget(card)
            card.setParent(None)
            card.deleteLater()
        sides = self._conflicts[row].sides if row >= 0 else ()
        for number, (facts, key) in enumerate(zip(sides, keys_of(sides), strict=True)):
            card = ConflictCard(number, facts, key)
            card.kept.connect(self._keep)
            self._cards.insertWidget(number, card)

    def _keep(self, side: int) -> None:
        self.kept.emit(self.row, side)

    def _take_key(self, key: str) -> None:
        if key == "Esc":
            self.closed.emit()
        elif self.row >= 0:
            sides = self._conflicts[self.row].sides
            if key == _NEITHER:
                self.neither_kept.emit(self.row)
            elif key in keys_of(sides):
                self._keep(keys_of(sides).index(key))
            elif key in _NUMBERS[: len(sides)]:
                self._keep(_NUMBERS.index(key))

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()  # wherever in the panel the keyboard is
        else:
            super().keyPressEvent(event)


def keys_of(sides: Sequence[ConflictSideFacts]) -> list[str]:
    """The key that keeps each side: mine and theirs where there are just these, else numbers."""
    if [side.mine for side in sides].count(True) == 1 and len(sides) == 2:
        return ["M" if side.mine else "T" for side in sides]
    return [_NUMBERS[number] if number < len(_NUMBERS) else "" for number in range(len(sides))]


class _ConflictList(QListWidget):
    """A list in which plain keys decide, also those that mean something else in the window."""

    pressed_key = Signal(str)
    _OURS = frozenset({*_NUMBERS, "M", "T", _NEITHER, "Esc"})

    # Qt

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            moves = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)
            if moves or self._name(event) in self._OURS:
                event.accept()  # the window has other uses for it
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (name := self._name(event)) in self._OURS:
            if event.isAutoRepeat():
                return  # one press decides one conflict
            self.pressed_key.emit(name)
        else:
            super().keyPressEvent(event)

    @staticmethod
    def _name(event: QKeyEvent) -> str:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return ""
        return "Esc" if event.key() == Qt.Key.Key_Escape else event.text().upper()
