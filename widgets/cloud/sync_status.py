"""The indicator of sync: a few words in the corner, and a menu behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from widgets.common import theme
from widgets.common.icons import icon
from widgets.common.plain_text import tool_tip

Mood = Literal["quiet", "done", "waiting", "working", "conflict", "attention"]
_DRAWINGS = {
    "quiet": ("cloud-up", theme.MUTED),
    "done": ("cloud-done", theme.DONE),
    "waiting": ("cloud-up", theme.MUTED),
    "working": ("cloud-up", theme.ACCENT),
    "conflict": ("conflict", theme.WARNING),
    "attention": ("warning", theme.WARNING),
}


@dataclass(frozen=True, slots=True)
class SyncWords:
    """What there is to say: `words` always, `details` on asking, one line each."""

    mood: Mood
    words: str
    details: str
    conflicts: int = 0
    removed: bool = False  # what was sent has gone from the bucket


class SyncStatus(QToolButton):
    """Says how sync stands; a click opens what can be done about it."""

    sync_asked = Signal()
    conflicts_asked = Signal()
    settings_asked = Signal()
    publishing_asked = Signal()  # send again what was removed from the bucket
    mode_chosen = Signal(str)

    def __init__(self, modes: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._menu = QMenu(self)
        self._sync = self._menu.addAction("Sync now")
        self._conflicts = self._menu.addAction("Conflicts…")
        self._publish = self._menu.addAction("Publish removed labels again")
        self._menu.addSeparator()
        self._group = QActionGroup(self)
        self._modes = {mode: self._mode(mode) for mode in modes}
        self._menu.addSeparator()
        self._settings = self._menu.addAction("S3 and sharing…")
        self._build()

    def set_words(self, words: SyncWords) -> None:
        """Show how sync stands."""
        drawing, colour = _DRAWINGS[words.mood]
        self.setIcon(icon(drawing, colour))
        self.setText(f" {words.words}")  # a gap behind the icon
        self.setToolTip(tool_tip(words.details))
        self.setAccessibleName(words.words)
        self.setAccessibleDescription(words.details)
        self._conflicts.setEnabled(words.conflicts > 0)
        self._publish.setVisible(words.removed)

    def set_mode(self, mode: str, possible: bool) -> None:
        """Show when sync happens; `possible`: there is a place to sync with."""
        for name, action in self._modes.items():
            action.setChecked(name == mode)
            action.setEnabled(possible)
        self._sync.setEnabled(possible and mode != "off")

    def _mode(self, mode: str) -> QAction:
        action = self._menu.addAction(f"{mode[0].upper()}{mode[1:]}")
        action.setCheckable(True)
        action.setData(mode)
        self._group.addAction(action)
        return action

    def _build(self) -> None:
        self.setObjectName("sync_status")
        self.setProperty("role", "flat")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(16, 16))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(self._menu)
        # the keyboard belongs to the picture: a click must not leave Space on a button
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._sync.triggered.connect(self.sync_asked)
        self._conflicts.triggered.connect(self.conflicts_asked)
        self._publish.triggered.connect(self.publishing_asked)
        self._settings.triggered.connect(self.settings_asked)
        self._group.triggered.connect(lambda action: self.mode_chosen.emit(action.data()))
