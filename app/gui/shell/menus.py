"""The window's actions as Qt knows them, and the menus they stand in."""

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar

from app.gui.shell.actions import ACTIONS

Actions = Mapping[str, QAction]


def make_actions(keys: Mapping[str, str], parent: QObject) -> dict[str, QAction]:
    """One QAction for each entry of ACTIONS, by id, with the user's keys."""
    actions = {}
    for entry in ACTIONS:
        action = QAction(entry.text, parent)
        action.setObjectName(entry.id)
        action.setAutoRepeat(entry.held)
        actions[entry.id] = action
    set_keys(actions, keys)
    return actions


def set_keys(actions: Actions, keys: Mapping[str, str]) -> None:
    for id, action in actions.items():
        action.setShortcut(QKeySequence(keys[id], QKeySequence.SequenceFormat.PortableText))


def fill(bar: QMenuBar, actions: Actions) -> None:
    """A menu for each group, in the order of the table."""
    for group in dict.fromkeys(entry.group for entry in ACTIONS):
        menu = bar.addMenu(f"&{group}")
        for entry in ACTIONS:
            if entry.group == group:
                menu.addAction(actions[entry.id])


def key_text(actions: Actions, id: str) -> str:
    """The key of an action as the user's system writes it."""
    return actions[id].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
