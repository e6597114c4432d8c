import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from widgets.notice_bar import NoticeBar
from widgets.stage import Stage


@pytest.fixture
def notice() -> NoticeBar:
    return NoticeBar()


@pytest.fixture
def pages() -> QWidget:
    return QWidget()


@pytest.fixture
def stage(qtbot: QtBot, pages: QWidget, notice: NoticeBar) -> Stage:
    stage = Stage(pages, QWidget(), notice)
    qtbot.addWidget(stage)
    stage.resize(1280, 720)
    stage.show()
    return stage


def test_a_notice_moves_nothing(stage: Stage, pages: QWidget, notice: NoticeBar) -> None:
    before = pages.geometry()

    notice.show_notice("No range is marked.", "Mark its first and its last frame.")
    stage.grab()
    assert pages.geometry() == before


def test_a_notice_covers_no_more_than_its_words_need(
    stage: Stage, notice: NoticeBar, qtbot: QtBot
) -> None:
    notice.show_notice("No range is marked.", "Mark its first and its last frame.")

    qtbot.waitUntil(lambda: notice.width() == stage.width())
    assert 40 <= notice.height() <= 64


def test_a_narrower_window_gives_its_notice_more_lines(
    stage: Stage, notice: NoticeBar, qtbot: QtBot
) -> None:
    notice.show_notice("No range is marked.", "What to do, and what else to do. " * 6)
    wide = notice.height()

    stage.resize(500, 720)
    qtbot.waitUntil(lambda: notice.width() == 500)
    assert notice.height() > wide
