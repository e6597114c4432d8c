"""A part of the window works with its context alone, whatever it stands in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.gui.jobs.job_bar import JobBars
from app.gui.jobs.jobs import Jobs
from app.gui.jobs.library_writer import LibraryWriter
from app.gui.jobs.notifications import Notifications
from app.gui.jobs.workflow_runner import WorkflowRunner
from app.gui.shell.action_table import ActionTable
from app.gui.shell.context import WindowContext
from app.gui.shell.navigation import Navigation
from app.gui.shell.settings import Settings
from app.gui.start.missing_videos import MissingVideos
from storage.library.library import Library
from widgets.window.notice_bar import NoticeBar


@pytest.fixture
def context(library: Library, settings: Settings, qtbot: QtBot) -> Iterator[WindowContext]:
    bar, bars = NoticeBar(), JobBars("", "")
    qtbot.addWidget(bar)
    qtbot.addWidget(bars)
    jobs, writer = Jobs(), LibraryWriter(library)
    notifications = Notifications(bar, "")
    yield WindowContext(
        library,
        writer,
        jobs,
        WorkflowRunner(jobs, bars, notifications),
        notifications,
        settings,
        ActionTable(settings.keys()),
        Navigation(),
    )
    jobs.close()
    writer.close()


def test_a_lost_video_is_found_beside_any_widget(
    context: WindowContext, clip: Path, qtbot: QtBot
) -> None:
    anything = QWidget()
    qtbot.addWidget(anything)
    missing_videos = MissingVideos(context, anything)

    with qtbot.waitSignal(context.navigation.video_offered) as offered:
        missing_videos.look_at("", clip)

    assert offered.args == [clip]
