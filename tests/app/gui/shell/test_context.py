"""A part of the window works with its context alone, whatever it stands in."""

from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.gui.shell.context import WindowContext
from app.gui.start.missing_videos import MissingVideos


def test_a_lost_video_is_found_beside_any_widget(
    context: WindowContext, host: QWidget, clip: Path, qtbot: QtBot
) -> None:
    missing_videos = MissingVideos(context, host)

    with qtbot.waitSignal(context.navigation.video_offered) as offered:
        missing_videos.look_at("", clip)

    assert offered.args == [clip]
