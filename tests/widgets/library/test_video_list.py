from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from tests.widgets import dropping
from widgets.library.drop_area import DropArea
from widgets.library.video_card import VideoFacts
from widgets.library.video_list import VideoList

FACTS = VideoFacts("a", "final.mp4", "/videos", 90, 1920, 1080)
VIDEOS = [replace(FACTS, fingerprint=name) for name in "abc"]


@pytest.fixture
def videos(qtbot: QtBot) -> VideoList:
    videos = VideoList()
    qtbot.addWidget(videos)
    videos.resize(1280, 720)
    videos.show()
    return videos


def test_without_videos_it_invites(videos: VideoList) -> None:
    assert videos.findChildren(DropArea)[0].isVisible()


def test_with_videos_it_shows_them_in_order(videos: VideoList) -> None:
    videos.set_videos(VIDEOS)

    assert not videos.findChildren(DropArea)[0].isVisible()
    assert [card.facts.fingerprint for card in videos.cards] == ["a", "b", "c"]
    assert all(card.isVisible() for card in videos.cards)


def test_a_click_on_a_card_chooses_its_video(videos: VideoList, qtbot: QtBot) -> None:
    videos.set_videos(VIDEOS)

    with qtbot.waitSignal(videos.video_chosen) as chosen:
        QTest.mouseClick(videos.cards[1], Qt.MouseButton.LeftButton)
    assert chosen.args == ["b"]


def test_cards_that_have_gone_are_gone(videos: VideoList) -> None:
    videos.set_videos(VIDEOS)

    videos.set_videos(VIDEOS[:1])
    assert len(videos.cards) == 1
    videos.set_videos([])
    assert videos.findChildren(DropArea)[0].isVisible()


def test_a_late_thumbnail_of_a_removed_video_is_passed_over(
    videos: VideoList, picture: QImage
) -> None:
    videos.set_videos(VIDEOS[:1])

    videos.set_thumbnail("a", picture)
    videos.set_thumbnail("gone", picture)
    assert len(videos.cards) == 1


@pytest.mark.parametrize("known", [[], VIDEOS])
def test_a_file_can_be_dropped_anywhere(
    videos: VideoList, tmp_path: Path, known: list[VideoFacts]
) -> None:
    videos.set_videos(known)
    dropped: list[Path] = []
    videos.file_dropped.connect(dropped.append)

    dropping.drop(videos, dropping.files(tmp_path / "a.mp4"))
    assert dropped == [tmp_path / "a.mp4"]


def test_the_cards_have_the_whole_page(videos: VideoList) -> None:
    videos.set_videos(VIDEOS)

    scroll = videos.findChildren(QScrollArea)[0]
    assert scroll.height() > 500
