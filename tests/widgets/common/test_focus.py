import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from widgets.common.focus import came_by_keyboard
from widgets.picture.picture_view import PictureView
from widgets.timeline.timeline import Timeline


@pytest.mark.parametrize(
    ("reason", "by_keyboard"),
    [
        (Qt.FocusReason.TabFocusReason, True),
        (Qt.FocusReason.BacktabFocusReason, True),
        (Qt.FocusReason.MouseFocusReason, False),
        (Qt.FocusReason.ActiveWindowFocusReason, False),
    ],
)
def test_who_clicks_knows_where_he_is(reason: Qt.FocusReason, by_keyboard: bool) -> None:
    assert came_by_keyboard(QFocusEvent(QEvent.Type.FocusIn, reason)) is by_keyboard


def test_a_ring_is_drawn_where_the_keyboard_led(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    view, timeline = PictureView(), Timeline()
    column = QVBoxLayout(window)
    for part in (view, timeline):
        column.addWidget(part)
    with qtbot.waitActive(window):
        window.show()
    view.setFocus(Qt.FocusReason.MouseFocusReason)
    before = timeline.grab().toImage()

    QTest.keyClick(view, Qt.Key.Key_Tab)
    assert timeline.grab().toImage() != before
    view.setFocus(Qt.FocusReason.MouseFocusReason)
    assert timeline.grab().toImage() == before
