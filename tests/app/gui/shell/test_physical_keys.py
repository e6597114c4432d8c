"""Keys at their places: layouts without plain digits, without Latin letters."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication

from app.gui.shell.physical_keys import physical_sequence
from storage.records import Review, Visibility
from tests.app.user import User

NONE = Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
CYRILLIC_YA, CYRILLIC_TE, CYRILLIC_EF = 0x42F, 0x422, 0x424


def pressed(
    key: int, scan_code: int, text: str = "", modifiers: Qt.KeyboardModifier = NONE
) -> QKeyEvent:
    """A key as X11 tells it: what it types, and where it is."""
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, scan_code, 0, 0, text)


@pytest.mark.parametrize(
    ("key", "scan_code", "modifiers", "shortcut"),
    [
        (Qt.Key.Key_Ampersand, 10, NONE, "1"),  # French: & is where 1 is
        (Qt.Key.Key_Eacute, 11, NONE, "2"),
        (Qt.Key.Key_QuoteDbl, 12, NONE, "3"),
        (Qt.Key.Key_Agrave, 19, NONE, "0"),
        (CYRILLIC_TE, 57, NONE, "N"),  # Russian
        (CYRILLIC_YA, 52, CONTROL, "Ctrl+Z"),
        (CYRILLIC_YA, 52, CONTROL | SHIFT, "Ctrl+Shift+Z"),
        (0x2B1, 38, NONE, "A"),  # any other alphabet
        (Qt.Key.Key_A, 24, NONE, None),  # French: A is where Q is, and stays A
        (Qt.Key.Key_Z, 29, NONE, None),  # German: Z is where Y is
        (Qt.Key.Key_1, 10, SHIFT, None),
        (Qt.Key.Key_Udiaeresis, 34, NONE, None),  # no letter has that place
        (CYRILLIC_TE, 0, NONE, None),  # made by a program
    ],
)
def test_a_place_says_what_a_foreign_key_is(
    key: int, scan_code: int, modifiers: Qt.KeyboardModifier, shortcut: str | None
) -> None:
    sequence = physical_sequence(pressed(key, scan_code, modifiers=modifiers), "xcb")

    assert sequence == (None if shortcut is None else QKeySequence(shortcut))


def test_windows_counts_from_another_number() -> None:
    event = pressed(Qt.Key.Key_Ampersand, 2)

    assert physical_sequence(event, "windows") == QKeySequence("1")


def test_digits_of_a_french_keyboard_mark_the_ball(reviewer: User) -> None:
    QApplication.sendEvent(reviewer.picture, pressed(Qt.Key.Key_Eacute, 11, "é"))
    reviewer.rests()

    assert reviewer.track.visibility[0] == Visibility.HARD


def test_letters_of_a_russian_keyboard_are_actions(reviewer: User) -> None:
    QApplication.sendEvent(reviewer.picture, pressed(CYRILLIC_EF, 38, "ф"))
    reviewer.rests()

    assert reviewer.track.review[0] == Review.ACCEPTED
