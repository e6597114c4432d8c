import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from widgets.review.transport import SPEEDS, Transport


@pytest.fixture
def transport(qtbot: QtBot) -> Transport:
    transport = Transport()
    qtbot.addWidget(transport)
    transport.resize(1280, 48)
    transport.show()
    return transport


@pytest.fixture
def said(transport: Transport) -> list[object]:
    """What the transport says, in order."""
    said: list[object] = []
    transport.play_toggled.connect(lambda: said.append("play"))
    transport.stepped.connect(said.append)
    transport.jumped.connect(said.append)
    transport.speed_chosen.connect(said.append)
    transport.loop_toggled.connect(said.append)
    transport.in_marked.connect(lambda: said.append("in"))
    transport.out_marked.connect(lambda: said.append("out"))
    return said


def button(transport: Transport, name: str) -> QToolButton:
    found = [b for b in transport.findChildren(QToolButton) if b.accessibleName() == name]
    return found[0]


def texts(transport: Transport) -> list[str]:
    return [label.text() for label in transport.findChildren(QLabel) if label.isVisible()]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Play", "play"),
        ("Previous frame", -1),
        ("Next frame", 1),
        ("First frame", "home"),
        ("Last frame", "end"),
        ("Set in point", "in"),
        ("Set out point", "out"),
        ("Loop the range", True),
    ],
)
def test_each_button_says_what_was_asked(
    transport: Transport, said: list[object], name: str, says: object
) -> None:
    QTest.mouseClick(button(transport, name), Qt.MouseButton.LeftButton, pos=QPoint(10, 10))

    assert said == [says]


def test_a_speed_is_chosen_from_the_menu(transport: Transport, said: list[object]) -> None:
    menu = transport.findChild(QMenu)
    assert menu is not None

    menu.actions()[SPEEDS.index(0.25)].trigger()
    assert said == [0.25]


def test_it_shows_where_the_player_is(transport: Transport) -> None:
    transport.set_position(2087, 540_000, 83.48)

    assert texts(transport) == ["00:01:23.480", "Frame 2\u202f087 (0 to 539\u202f999)"]


def test_dropped_frames_are_told_only_when_there_are_some(transport: Transport) -> None:
    transport.set_dropped(3)
    assert "3 dropped" in texts(transport)

    transport.set_dropped(0)
    assert "3 dropped" not in texts(transport)


def test_setters_say_nothing(transport: Transport, said: list[object]) -> None:
    transport.set_loop(True)
    transport.set_speed(-2)
    transport.set_playing(True)

    assert said == []
    assert button(transport, "Speed").text() == "\u22122\u00d7"


def test_tool_tips_show_the_keys(transport: Transport) -> None:
    transport.set_keys({"play": "Space"})
    assert button(transport, "Play").toolTip() == "Play  (Space)"

    transport.set_playing(True)
    assert button(transport, "Pause").toolTip() == "Pause  (Space)"


def test_a_click_leaves_the_keyboard_where_it_was(transport: Transport) -> None:
    buttons = transport.findChildren(QToolButton)

    assert {b.focusPolicy() for b in buttons} == {Qt.FocusPolicy.TabFocus}


def test_it_fits_into_a_small_window(transport: Transport) -> None:
    transport.set_position(123_456, 540_000, 4115.28)
    transport.set_dropped(120)

    assert transport.minimumSizeHint().width() <= 960
