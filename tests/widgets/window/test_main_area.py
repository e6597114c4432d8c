import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from widgets.window.main_area import MainArea
from widgets.window.notice_bar import NoticeBar


@pytest.fixture
def notice() -> NoticeBar:
    return NoticeBar()


@pytest.fixture
def stage(notice: NoticeBar, qtbot: QtBot) -> MainArea:
    stage = MainArea(QLabel("pages"), QLabel("strip"), notice)
    qtbot.addWidget(stage)
    stage.resize(800, 400)
    stage.show()
    return stage


def test_a_notice_takes_the_place_of_an_idle_strip_and_moves_nothing(
    stage: MainArea, notice: NoticeBar
) -> None:
    labels = stage.findChildren(QLabel)
    before = [label.geometry() for label in labels if label.parent() is stage]

    notice.show_notice("The disk is full.", "Make room.")

    assert [label.geometry() for label in labels if label.parent() is stage] == before
    assert (notice.geometry().bottom(), notice.width()) == (399, 800)


def test_a_notice_covers_no_job_at_work(stage: MainArea, notice: NoticeBar, qtbot: QtBot) -> None:
    strip = next(label for label in stage.findChildren(QLabel) if label.text() == "strip")
    notice.show_notice("The disk is full.", "Make room.")

    stage.set_strip_in_use(True)
    assert notice.geometry().bottom() + 1 == strip.y()

    strip.setMinimumHeight(80)
    qtbot.waitUntil(lambda: notice.geometry().bottom() + 1 == strip.y() == 320)


def test_a_notice_leaves_the_corner_of_the_strip_free(stage: MainArea, notice: NoticeBar) -> None:
    strip = next(label for label in stage.findChildren(QLabel) if label.text() == "strip")
    corner = QLabel("saved", strip)
    corner.setGeometry(700, 0, 100, 10)
    corner.show()

    stage.keep_free(corner)
    notice.show_notice("The disk is full.")
    assert notice.width() == 700

    stage.set_strip_in_use(True)
    assert notice.width() == 800


def test_a_notice_follows_the_width(stage: MainArea, notice: NoticeBar) -> None:
    notice.show_notice("The disk is full.")
    stage.resize(500, 400)

    assert notice.width() == 500


def test_a_long_notice_is_shown_whole(stage: MainArea, notice: NoticeBar, qtbot: QtBot) -> None:
    notice.show_notice("The disk is full.")
    short = notice.height()
    stage.resize(420, 400)
    notice.show_notice("The disk is full.", "Make room on it, or choose another one. " * 6)

    qtbot.waitUntil(lambda: notice.height() > 1.5 * short)


def test_nothing_is_in_the_way_until_there_is_something_to_say(
    stage: MainArea, notice: NoticeBar
) -> None:
    assert not notice.isVisible()
