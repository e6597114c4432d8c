import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QKeySequenceEdit, QLabel, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from widgets.window.shortcuts_dialog import Shortcut, ShortcutsDialog

SHORTCUTS = [
    Shortcut("play", "Play or pause", "Playback", "Space", "Space"),
    Shortcut("accept", "Accept", "Ball", "A", "A"),
    Shortcut("reject", "Reject", "Ball", "X", "R"),
    Shortcut("spare", "Without a key", "Ball", "", ""),
]


@pytest.fixture
def dialog(qtbot: QtBot) -> ShortcutsDialog:
    dialog = ShortcutsDialog(SHORTCUTS)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.fixture
def changes(dialog: ShortcutsDialog) -> list[tuple[str, str]]:
    changes: list[tuple[str, str]] = []
    dialog.key_changed.connect(lambda name, key: changes.append((name, key)))
    return changes


def press(dialog: ShortcutsDialog, title: str, key: Qt.Key) -> None:
    """Press a key in the field of an action."""
    edits = dialog.findChildren(QKeySequenceEdit)
    edit = next(e for e in edits if e.accessibleName() == f"Key of {title}")
    edit.setFocus()
    QTest.keyClick(edit, key)


def shown_rows(dialog: ShortcutsDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def test_a_pressed_key_is_said_at_once(
    dialog: ShortcutsDialog, changes: list[tuple[str, str]]
) -> None:
    press(dialog, "Accept", Qt.Key.Key_G)

    assert changes == [("accept", "G")]


def test_two_actions_of_one_key_are_shown(
    dialog: ShortcutsDialog, changes: list[tuple[str, str]]
) -> None:
    press(dialog, "Reject", Qt.Key.Key_A)

    assert dialog.conflicts == {"accept", "reject"}
    assert {"Also: Accept", "Also: Reject"} <= set(shown_rows(dialog))


def test_actions_without_a_key_are_no_conflict(dialog: ShortcutsDialog) -> None:
    dialog.set_key("accept", "")

    assert dialog.conflicts == set()


def test_a_key_can_be_taken_away(dialog: ShortcutsDialog, changes: list[tuple[str, str]]) -> None:
    buttons = dialog.findChildren(QToolButton)
    clear = next(b for b in buttons if b.accessibleName() == "No key for Accept")

    QTest.mouseClick(clear, Qt.MouseButton.LeftButton)
    assert changes == [("accept", "")]


def test_one_key_can_be_reset(dialog: ShortcutsDialog, changes: list[tuple[str, str]]) -> None:
    buttons = dialog.findChildren(QToolButton)
    reset = next(b for b in buttons if b.accessibleName() == "Reset the key of Reject")

    QTest.mouseClick(reset, Qt.MouseButton.LeftButton)
    assert changes == [("reject", "R")]
    assert not reset.isEnabled()


def test_all_keys_can_be_reset(dialog: ShortcutsDialog, changes: list[tuple[str, str]]) -> None:
    press(dialog, "Accept", Qt.Key.Key_G)
    reset = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Reset all")

    QTest.mouseClick(reset, Qt.MouseButton.LeftButton)
    assert changes == [("accept", "G"), ("accept", "A"), ("reject", "R")]


def test_setting_a_key_says_nothing(
    dialog: ShortcutsDialog, changes: list[tuple[str, str]]
) -> None:
    dialog.set_key("play", "P")

    assert changes == []


@pytest.mark.parametrize(("words", "found"), [("rej", ["Reject"]), ("space", ["Play or pause"])])
def test_actions_are_found_by_title_and_key(
    dialog: ShortcutsDialog, words: str, found: list[str]
) -> None:
    QTest.keyClicks(dialog.findChildren(QLineEdit)[0], words)

    titles = {shortcut.title for shortcut in SHORTCUTS}
    assert [text for text in shown_rows(dialog) if text in titles] == found
