import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.widgets.export_formats import export_video
from widgets.export.export_videos import ExportVideos


@pytest.fixture
def videos(qtbot: QtBot) -> ExportVideos:
    videos = ExportVideos()
    qtbot.addWidget(videos)
    videos.set_videos([export_video("a"), export_video("b"), export_video("c", missing=True)], "ac")
    videos.show()
    return videos


def test_a_video_whose_file_is_missing_cannot_be_ticked(videos: ExportVideos) -> None:
    assert [video.id for video in videos.chosen] == ["a"]


def test_space_ticks_the_current_one(videos: ExportVideos, qtbot: QtBot) -> None:
    videos.setCurrentRow(1)
    with qtbot.waitSignal(videos.ticked):
        QTest.keyClick(videos, Qt.Key.Key_Space)

    assert [video.id for video in videos.chosen] == ["a", "b"]


def test_other_videos_are_shown_without_a_word(videos: ExportVideos, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(videos.ticked):
        videos.set_videos([export_video("d")], ["d"])

    assert [video.id for video in videos.chosen] == ["d"]


def test_a_library_without_a_video_says_what_to_do(qtbot: QtBot) -> None:
    videos = ExportVideos()
    qtbot.addWidget(videos)
    videos.set_videos([], [])

    assert "Open one first" in videos.item(0).text()
    assert videos.chosen == []
