"""The window's actions at work: which of them make sense now, what each does, and its key."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar

from app.gui.shell.feature import Commands, Feature
from app.gui.shell.menus import fill, key_text, make_actions, set_keys
from storage.foreign_text import one_line


class ActionTable(QObject):
    """Does what features offer; an action that none of them offers is disabled."""

    performed = Signal(str)  # the id of an action that is about to be done
    keys_changed = Signal()

    def __init__(self, keys: Mapping[str, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions = make_actions(keys, self)
        self._commands: Commands = {}
        self._features: Sequence[Feature[Any]] = ()
        self._texts = {id: action.text() for id, action in self._actions.items()}
        self._enabled = set(self._actions)
        for id, action in self._actions.items():
            action.triggered.connect(partial(self.perform, id))

    def follow(self, features: Sequence[Feature[Any]]) -> None:
        """Offer what these features offer, from now on."""
        self._features = features
        for feature in features:
            feature.commands_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Ask all features what makes sense now."""
        self._commands = {
            id: command for feature in self._features for id, command in feature.commands().items()
        }
        for id in self._enabled ^ set(self._commands):
            self._actions[id].setEnabled(id in self._commands)
        self._enabled = set(self._commands)

    def perform(self, id: str) -> None:
        """Do what the action `id` does; nothing where it makes no sense now."""
        if command := self._commands.get(id):
            self.performed.emit(id)
            command()

    def press(self, key: QKeySequence, repeated: bool = False) -> bool:
        """Do what has this key; says whether something has. `repeated`: it is being held down."""
        for action in self._actions.values():
            if action.shortcut() == key and action.isEnabled():
                if not repeated or action.autoRepeat():
                    action.trigger()
                return True
        return False

    @property
    def actions(self) -> list[QAction]:
        """All actions, in the order of their table."""
        return list(self._actions.values())

    def say(self, id: str, what: str) -> None:
        """Let the menu say what the action `id` would do it to: `Undo place ball`."""
        text = f"{self._texts[id]} {one_line(what)}".strip()
        self._actions[id].setText(text.replace("&", "&&"))

    def fill(self, bar: QMenuBar) -> None:
        """Put all actions into menus."""
        fill(bar, self._actions)

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """Let the actions have other keys."""
        set_keys(self._actions, keys)
        self.keys_changed.emit()

    def key_texts(self) -> dict[str, str]:
        """The key of each action, as the user's system writes it."""
        return {id: key_text(self._actions, id) for id in self._actions}
