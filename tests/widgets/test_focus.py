"""The rings of `widgets.focus`."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from widgets.picture_view import PictureView
from widgets.timeline import Timeline


@pytest.mark.parametrize("kind", [PictureView, Timeline])
def test_a_ring_is_drawn_where_the_keyboard_led(qtbot: QtBot, kind: type[QWidget]) -> None:
    widget = kind()
    qtbot.addWidget(widget)
    widget.show()
    rings = []

    for reason in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason):
        widget.clearFocus()
        widget.setFocus(reason)
        rings.append(widget.grab().toImage())
    assert rings[0] != rings[1]
