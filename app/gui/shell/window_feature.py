"""What the window does with itself: full screen, keys, quit."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.gui.shell.action_table import ActionTable
from app.gui.shell.dialogs import ask_for_shortcuts
from app.gui.shell.feature import Commands, Feature
from app.gui.shell.settings import Settings


class WindowFeature(Feature[Any]):
    """The actions that need nothing but the window."""

    def __init__(self, settings: Settings, actions: ActionTable, window: QWidget) -> None:
        super().__init__(window)
        self._settings = settings
        self._actions = actions
        self._window = window

    def commands(self) -> Commands:
        return {
            "quit": self._window.close,
            "shortcuts": self._ask_for_shortcuts,
            "full_screen": self._toggle_full_screen,
        }

    def _ask_for_shortcuts(self) -> None:
        ask_for_shortcuts(self._window, self._settings, self._take_keys)

    def _take_keys(self) -> None:
        self._actions.set_keys(self._settings.keys())

    def _toggle_full_screen(self) -> None:
        state = self._window.windowState() ^ Qt.WindowState.WindowFullScreen
        self._window.setWindowState(state)
