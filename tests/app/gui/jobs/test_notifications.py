import logging
import sys

import pytest
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.gui.jobs.notifications import Notifications, unexpected_errors_shown
from storage.errors import UserError
from widgets.window.notice_bar import Kind, NoticeBar


@pytest.fixture
def bar(qtbot: QtBot) -> NoticeBar:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    return bar


@pytest.fixture
def notifications(bar: NoticeBar) -> Notifications:
    return Notifications(bar, "/logs/touchline.log", bar)


def test_an_error_of_the_world_is_said_in_its_own_words(
    notifications: Notifications, bar: NoticeBar
) -> None:
    notifications.show_error(UserError("The disk is full.", "Make room."))

    assert bar.isVisible()
    assert bar.text == "The disk is full. Make room."


def test_an_error_of_the_world_is_no_bug_in_the_log(
    notifications: Notifications, caplog: pytest.LogCaptureFixture
) -> None:
    notifications.show_error(UserError("The disk is full.", "Make room."))

    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_a_bug_is_called_one_and_is_logged_with_its_traceback(
    notifications: Notifications, bar: NoticeBar, caplog: pytest.LogCaptureFixture
) -> None:
    notifications.show_error(ValueError("7 apples"))

    assert "ValueError: 7 apples" in bar.text
    assert "bug in Touchline" in bar.text
    assert "/logs/touchline.log" in bar.text
    assert "ValueError: 7 apples" in caplog.text


def test_the_next_action_takes_a_hint_away(notifications: Notifications, bar: NoticeBar) -> None:
    notifications.show("No range is set.")
    notifications.clear_hint()

    assert not bar.isVisible()


@pytest.mark.parametrize("kind", ["error", "warning", "done"])
def test_the_next_action_leaves_errors_and_news(
    notifications: Notifications, bar: NoticeBar, kind: str
) -> None:
    notifications.show("Exported", "", kind)  # type: ignore[arg-type]
    notifications.clear_hint()

    assert bar.isVisible()


def test_the_button_of_a_notice_acts_once_and_takes_the_notice_away(
    notifications: Notifications, bar: NoticeBar
) -> None:
    done: list[int] = []
    notifications.show("Exported", "", "done", ("Show folder", lambda: done.append(1)))
    [button] = [each for each in bar.findChildren(QPushButton) if each.text() == "Show folder"]
    button.click()

    assert done == [1]
    assert not bar.isVisible()


class Bell(QObject):
    """Something with a signal."""

    rung = Signal()


def test_what_escapes_a_slot_is_told(
    notifications: Notifications, bar: NoticeBar, qtbot: QtBot
) -> None:
    def fail() -> None:
        raise ValueError("7 apples")

    bell, before = Bell(), sys.excepthook
    bell.rung.connect(fail)
    with unexpected_errors_shown(notifications):
        QTimer.singleShot(0, bell.rung.emit)
        qtbot.waitUntil(bar.isVisible)

    assert "ValueError: 7 apples" in bar.text
    assert sys.excepthook is before


@pytest.mark.parametrize(("kind", "stays"), [("done", False), ("info", False), ("error", True)])
def test_news_goes_by_itself_and_trouble_stays(bar: NoticeBar, kind: Kind, stays: bool) -> None:
    notifications = Notifications(bar, "")
    notifications.show("Something happened.", kind=kind)
    notifications._expiry.setInterval(0)
    if notifications._expiry.isActive():
        notifications._expiry.timeout.emit()

    assert bar.isHidden() != stays


def test_what_waits_for_an_answer_does_not_go_by_itself(bar: NoticeBar) -> None:
    notifications = Notifications(bar, "")
    notifications.show("final.mp4 is ready.", "", "done", ("Open", lambda: None))

    assert not notifications._expiry.isActive()


def test_undo_takes_news_away_that_may_be_wrong_now(bar: NoticeBar) -> None:
    notifications = Notifications(bar, "")
    notifications.show("Imported ball.csv", kind="done")
    notifications.clear_hint("next")
    assert not bar.isHidden()

    notifications.clear_hint("undo")
    assert bar.isHidden()
