import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from widgets.window.main_area import MainArea
from widgets.window.notice_bar import NoticeBar


@pytest.fixture
def notice() -> NoticeBar:
    return NoticeBar()


@pytest.fixture
def area(notice: NoticeBar, qtbot: QtBot) -> MainArea:
    area = MainArea(QLabel("pages"), QLabel("strip"), notice)
    qtbot.addWidget(area)
    area.resize(800, 400)
    area.show()
    return area


def test_a_notice_takes_the_place_of_an_idle_strip_and_moves_nothing(
    area: MainArea, notice: NoticeBar
) -> None:
    labels = area.findChildren(QLabel)
    before = [label.geometry() for label in labels if label.parent() is area]

    notice.show_notice("The disk is full.", "Make room.")

    assert [label.geometry() for label in labels if label.parent() is area] == before
    assert (notice.geometry().bottom(), notice.width()) == (399, 800)


def test_a_notice_covers_no_job_at_work(area: MainArea, notice: NoticeBar, qtbot: QtBot) -> None:
    job_bars = next(label for label in area.findChildren(QLabel) if label.text() == "strip")
    notice.show_notice("The disk is full.", "Make room.")

    area.set_job_bars_in_use(True)
    assert notice.geometry().bottom() + 1 == job_bars.y()

    job_bars.setMinimumHeight(80)
    qtbot.waitUntil(lambda: notice.geometry().bottom() + 1 == job_bars.y() == 320)


def test_where_there_is_room_jobs_and_notice_are_beside_each_other(
    area: MainArea, notice: NoticeBar, qtbot: QtBot
) -> None:
    strip = next(label for label in area.findChildren(QLabel) if label.text() == "strip")
    strip.setMinimumHeight(40)
    area.resize(1280, 400)
    notice.show_notice("94 frames accepted.")
    area.set_job_bars_in_use(True)
    qtbot.waitUntil(lambda: strip.height() == 40)

    assert notice.geometry().top() >= strip.y()
    assert strip.contentsRect().right() < notice.x()

    notice.clear()
    assert strip.contentsRect().width() == 1280


def test_a_notice_leaves_the_corner_of_the_strip_free(area: MainArea, notice: NoticeBar) -> None:
    job_bars = next(label for label in area.findChildren(QLabel) if label.text() == "strip")
    corner = QLabel("saved", job_bars)
    corner.setGeometry(700, 0, 100, 10)
    corner.show()

    area.keep_free(corner)
    notice.show_notice("The disk is full.")
    assert notice.width() == 700

    area.set_job_bars_in_use(True)
    assert notice.width() == 800


def test_a_notice_follows_the_width(area: MainArea, notice: NoticeBar) -> None:
    notice.show_notice("The disk is full.")
    area.resize(500, 400)

    assert notice.width() == 500


def test_a_long_notice_is_shown_whole(area: MainArea, notice: NoticeBar, qtbot: QtBot) -> None:
    notice.show_notice("The disk is full.")
    short = notice.height()
    area.resize(420, 400)
    notice.show_notice("The disk is full.", "Make room on it, or choose another one. " * 6)

    qtbot.waitUntil(lambda: notice.height() > 1.5 * short)


def test_nothing_is_in_the_way_until_there_is_something_to_say(
    area: MainArea, notice: NoticeBar
) -> None:
    assert not notice.isVisible()
