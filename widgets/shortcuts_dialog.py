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

from widgets import theme
from widgets.icons import icon


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
        self._rows = {shortcut.name: _Row(shortcut) for shortcut in shortcuts}
        self._headings: dict[str, QLabel] = {}
        self._search = QLineEdit()
        self._conflicts = QLabel()
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
                self._headings[group] = QLabel(group)
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
            "Actions that share a key do nothing until one of them has another." if clashing else ""
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


class _Row(QWidget):
    """One action: its title, its key, the way back to the default."""

    changed = Signal(str, str)

    def __init__(self, shortcut: Shortcut) -> None:
        super().__init__()
        self.shortcut = shortcut
        self._edit = QKeySequenceEdit(QKeySequence(shortcut.key))
        self._reset, self._clash = QToolButton(), QLabel()
        self._key = shortcut.key
        self._edit.setMaximumSequenceLength(1)
        self._edit.setClearButtonEnabled(True)
        self._edit.setFixedWidth(170)
        self._edit.setAccessibleName(f"Key of {shortcut.title}")
        self._edit.editingFinished.connect(self._take)
        self._edit.keySequenceChanged.connect(self._take)
        self._reset.setIcon(icon("reset", theme.MUTED))
        self._reset.setIconSize(QSize(16, 16))
        self._reset.setProperty("role", "flat")
        default = QKeySequence(shortcut.default).toString(QKeySequence.SequenceFormat.NativeText)
        self._reset.setToolTip(f"Back to {default}" if default else "Back to no key")
        self._reset.setAccessibleName(f"Reset the key of {shortcut.title}")
        self._reset.clicked.connect(self.reset)
        self._clash.setProperty("role", "warning")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        grid.addWidget(QLabel(shortcut.title), 0, 0)
        grid.addWidget(self._edit, 0, 1)
        grid.addWidget(self._reset, 0, 2)
        grid.addWidget(self._clash, 1, 0, 1, 3, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(0, 1)
        self._show_reset()

    @property
    def key(self) -> str:
        """The key as portable text."""
        return self._key

    def set_key(self, key: str) -> None:
        self._key = key  # first, so that the edit's signal finds nothing new
        self._edit.setKeySequence(QKeySequence(key))
        self._show_reset()

    def reset(self) -> None:
        if self._key != self.shortcut.default:
            self.set_key(self.shortcut.default)
            self.changed.emit(self.shortcut.name, self._key)

    def show_conflict(self, others: Sequence[str]) -> None:
        self._clash.setText(f"Also: {', '.join(others)}" if others else "")
        self._clash.setVisible(bool(others))

    def _take(self) -> None:
        key = self._edit.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        if key != self._key:
            self._key = key
            self._show_reset()
            self.changed.emit(self.shortcut.name, key)

    def _show_reset(self) -> None:
        self._reset.setEnabled(self._key != self.shortcut.default)
