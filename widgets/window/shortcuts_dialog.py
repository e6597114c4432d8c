"""All actions with their keys, to be looked up and changed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from widgets.common import theme
from widgets.common.icons import icon
from widgets.common.plain_text import PlainLabel, tool_tip


@dataclass(frozen=True, slots=True)
class Shortcut:
    """An action and its key, in Qt's portable text ("Ctrl+Z"); empty is no key."""

    name: str
    title: str
    group: str
    key: str
    default: str


class ShortcutsDialog(QDialog):
    """Says each change at once; two actions of one key are shown, and left to the user."""

    key_changed = Signal(str, str)  # name, portable key text

    def __init__(self, shortcuts: Sequence[Shortcut], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = {shortcut.name: _ShortcutRow(shortcut) for shortcut in shortcuts}
        self._headings: dict[str, QLabel] = {}
        self._search = QLineEdit()
        self._conflicts = PlainLabel()
        self.setWindowTitle("Keyboard shortcuts")
        self.resize(560, 620)
        self._build()
        self._show_conflicts()

    @property
    def conflicts(self) -> set[str]:
        """Names of the actions that share their key with another."""
        counts = Counter(row.key for row in self._rows.values() if row.key)
        return {name for name, row in self._rows.items() if counts[row.key] > 1}

    def set_key(self, name: str, key: str) -> None:
        """Show another key for an action."""
        self._rows[name].set_key(key)
        self._show_conflicts()

    def _build(self) -> None:
        self._search.setPlaceholderText("Find an action or a key")
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._filter)
        self._conflicts.setProperty("role", "warning")
        self._conflicts.setWordWrap(True)
        scroll = QScrollArea()
        scroll.setWidget(self._list())
        scroll.setWidgetResizable(True)
        reset = QPushButton("Reset all")
        reset.setAutoDefault(False)
        reset.clicked.connect(self._reset_all)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(reset)
        foot.addStretch(1)
        foot.addWidget(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(10)
        for part in (self._search, self._conflicts, scroll):
            column.addWidget(part)
        column.addLayout(foot)

    def _list(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(4)
        for row in self._rows.values():
            group = row.shortcut.group
            if group not in self._headings:
                self._headings[group] = PlainLabel(group)
                self._headings[group].setProperty("role", "heading")
                self._headings[group].setContentsMargins(0, 10, 0, 2)
                column.addWidget(self._headings[group])
            row.changed.connect(self._tell)
            column.addWidget(row)
        column.addStretch(1)
        return inside

    def _tell(self, name: str, key: str) -> None:
        self._show_conflicts()
        self.key_changed.emit(name, key)

    def _show_conflicts(self) -> None:
        clashing = self.conflicts
        for name, row in self._rows.items():
            others = [
                other.shortcut.title
                for other in self._rows.values()
                if name in clashing and other is not row and other.key == row.key
            ]
            row.show_conflict(others)
        self._conflicts.setText(
            "Actions that share a key are disabled until you change one of them."
            if clashing
            else ""
        )
        self._conflicts.setVisible(bool(clashing))

    def _filter(self, text: str) -> None:
        wanted = text.casefold().strip()
        for row in self._rows.values():
            words = f"{row.shortcut.title} {row.shortcut.group} {row.key}".casefold()
            row.setVisible(wanted in words)
        for group, heading in self._headings.items():
            shown = [
                r for r in self._rows.values() if r.shortcut.group == group and r.isVisibleTo(self)
            ]
            heading.setVisible(bool(shown))

    def _reset_all(self) -> None:
        for row in self._rows.values():
            row.reset()


class _ShortcutRow(QWidget):
    """One action: its title, its key, no key, the way back to the default."""

    changed = Signal(str, str)

    def __init__(self, shortcut: Shortcut) -> None:
        super().__init__()
        self.shortcut = shortcut
        self._key, self._default = _portable(shortcut.key), _portable(shortcut.default)
        self._edit = QKeySequenceEdit(QKeySequence(self._key))
        self._edit.setMaximumSequenceLength(1)
        self._edit.setFixedWidth(150)
        self._edit.setAccessibleName(f"Key of {shortcut.title}")
        self._edit.keySequenceChanged.connect(self._take)
        self._edit.editingFinished.connect(self._show_key)
        self._clear = _flat_button("close", f"No key for {shortcut.title}", "No key")
        self._clear.clicked.connect(self.clear)
        back = f"Reset to {_native(self._default)}" if self._default else "Reset to no key"
        self._reset = _flat_button("reset", f"Reset the key of {shortcut.title}", back)
        self._reset.clicked.connect(self.reset)
        self._clash = PlainLabel()
        self._clash.setProperty("role", "warning")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2)
        for column, part in enumerate(
            (PlainLabel(shortcut.title), self._edit, self._clear, self._reset)
        ):
            grid.addWidget(part, 0, column)
        grid.addWidget(self._clash, 1, 0, 1, 2, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(0, 1)
        self._show_key()

    @property
    def key(self) -> str:
        """The key as portable text."""
        return self._key

    def set_key(self, key: str) -> None:
        self._key = _portable(key)  # first, so that the edit's signal finds nothing new
        self._show_key()

    def clear(self) -> None:
        self._change("")

    def reset(self) -> None:
        self._change(self._default)

    def show_conflict(self, others: Sequence[str]) -> None:
        self._clash.setText(f"Also: {', '.join(others)}" if others else "")
        self._clash.setVisible(bool(others))

    def _take(self, keys: QKeySequence) -> None:
        # the edit empties itself when a key goes down: that is not yet a wish for no key
        if not keys.isEmpty():
            self._change(keys.toString(QKeySequence.SequenceFormat.PortableText))

    def _change(self, key: str) -> None:
        if key != self._key:
            self.set_key(key)
            self.changed.emit(self.shortcut.name, key)

    def _show_key(self) -> None:
        if self._edit.keySequence() != QKeySequence(self._key):
            self._edit.setKeySequence(QKeySequence(self._key))
        self._clear.setEnabled(bool(self._key))
        self._reset.setEnabled(self._key != self._default)


def _flat_button(drawing: str, name: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(drawing, theme.MUTED))
    button.setIconSize(QSize(16, 16))
    button.setProperty("role", "flat")
    button.setAccessibleName(name)
    button.setToolTip(tool_tip(tip))
    return button


def _portable(key: str) -> str:
    """One spelling of a key, whatever spelling it came in."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def _native(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
