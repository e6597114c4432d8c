from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from widgets.library.video_card import VideoCard, VideoFacts, progress_text

FACTS = VideoFacts("abc", "final.mp4", "/videos/2024", 5400, 1920, 1080, 0.5, 0.1)


@pytest.fixture
def card(qtbot: QtBot) -> VideoCard:
    card = VideoCard(FACTS)
    qtbot.addWidget(card)
    card.show()
    return card


def test_a_click_chooses_the_video(card: VideoCard, qtbot: QtBot) -> None:
    with qtbot.waitSignal(card.chosen) as chosen:
        QTest.mouseClick(card, Qt.MouseButton.LeftButton)

    assert chosen.args == ["abc"]


def test_a_click_can_be_taken_back_by_leaving(card: VideoCard, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(card.chosen):
        QTest.mousePress(card, Qt.MouseButton.LeftButton)
        QTest.mouseRelease(card, Qt.MouseButton.LeftButton, pos=QPoint(-20, -20))


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_the_keyboard_chooses_it_too(card: VideoCard, qtbot: QtBot, key: Qt.Key) -> None:
    with qtbot.waitSignal(card.chosen):
        QTest.keyClick(card, key)


def test_delete_only_asks(card: VideoCard, qtbot: QtBot) -> None:
    with qtbot.waitSignal(card.removal_asked) as asked:
        QTest.keyClick(card, Qt.Key.Key_Delete)

    assert asked.args == ["abc"]


def test_its_menu_offers_both(card: VideoCard, qtbot: QtBot) -> None:
    open_, remove = card.actions()

    with qtbot.waitSignal(card.chosen):
        open_.trigger()
    with qtbot.waitSignal(card.removal_asked):
        remove.trigger()


def test_focus_missing_file_and_thumbnail_are_seen(
    card: VideoCard, picture: QImage, qtbot: QtBot
) -> None:
    missing = VideoCard(replace(FACTS, missing=True))
    qtbot.addWidget(missing)
    before = card.grab().toImage()

    card.set_thumbnail(picture)
    assert card.grab().toImage() != before
    assert missing.grab().toImage() != before


def test_a_screen_reader_hears_what_is_on_the_card(card: VideoCard) -> None:
    assert card.accessibleName() == (
        "final.mp4, 1:30:00, 50\u202f% analysed  ·  10\u202f% reviewed"
    )


@pytest.mark.parametrize(
    ("analysed", "reviewed", "text"),
    [
        (0, 0, "Not analysed yet"),
        (0, 0.2, "0\u202f% analysed  ·  20\u202f% reviewed"),
        (1, 0, "100\u202f% analysed  ·  0\u202f% reviewed"),
    ],
)
def test_progress_in_words(analysed: float, reviewed: float, text: str) -> None:
    assert progress_text(replace(FACTS, analysed=analysed, reviewed=reviewed)) == text
