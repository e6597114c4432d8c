import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from widgets.window.key_button import KeyButton


@pytest.fixture
def button(qtbot: QtBot) -> KeyButton:
    button = KeyButton("Accept", "check")
    qtbot.addWidget(button)
    button.show()
    return button


def test_the_key_is_drawn_on_the_button(button: KeyButton) -> None:
    before = button.grab().toImage()

    button.set_key("A")
    assert button.grab().toImage() != before


def test_a_long_key_gets_its_room(button: KeyButton) -> None:
    button.set_key("A")
    short = button.minimumSizeHint().width()

    button.set_key("Ctrl+Shift+Backspace")
    assert button.minimumSizeHint().width() > short + 60


def test_a_click_asks_and_checks_nothing(button: KeyButton, qtbot: QtBot) -> None:
    button.setCheckable(True)

    with qtbot.waitSignal(button.clicked):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not button.isChecked()
