import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from widgets.window.notice_bar import NoticeBar


@pytest.fixture
def bar(qtbot: QtBot) -> NoticeBar:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    return bar


def test_it_is_hidden_until_there_is_something_to_say(bar: NoticeBar) -> None:
    assert not bar.isVisible()

    bar.show_notice("Could not read clip.mp4.", "Copy it again.")
    assert bar.isVisible()
    assert bar.text == "Could not read clip.mp4. Copy it again."


def test_the_last_notice_is_the_one_shown(bar: NoticeBar) -> None:
    bar.show_notice("One.", "Advice.", "error", "Retry")
    bar.show_notice("Two.", kind="done")

    assert bar.text == "Two."
    assert not bar.findChildren(QPushButton)[0].isVisible()


def test_the_user_closes_it(bar: NoticeBar, qtbot: QtBot) -> None:
    bar.show_notice("One.")

    with qtbot.waitSignal(bar.closed):
        QTest.mouseClick(bar.findChildren(QToolButton)[0], Qt.MouseButton.LeftButton)
    assert not bar.isVisible()


def test_escape_closes_it(bar: NoticeBar, qtbot: QtBot) -> None:
    bar.show_notice("One.")

    with qtbot.waitSignal(bar.closed):
        QTest.keyClick(bar, Qt.Key.Key_Escape)


def test_clearing_is_not_closing(bar: NoticeBar, qtbot: QtBot) -> None:
    bar.show_notice("One.")

    with qtbot.assertNotEmitted(bar.closed):
        bar.clear()
    assert not bar.isVisible()


def test_the_action_is_asked_for(bar: NoticeBar, qtbot: QtBot) -> None:
    bar.show_notice("One.", action="Show in folder")

    with qtbot.waitSignal(bar.action_asked):
        QTest.mouseClick(bar.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)


def test_a_long_notice_grows_instead_of_being_cut(bar: NoticeBar) -> None:
    bar.show_notice("Short.")
    short = bar.heightForWidth(700)

    bar.show_notice("Short.", "What to do, and what else to do. " * 16)
    assert bar.heightForWidth(700) > short + 20


def test_text_from_outside_is_not_taken_for_markup(bar: NoticeBar) -> None:
    bar.show_notice("<b>clip</b>.mp4")

    assert bar.text == "<b>clip</b>.mp4"
