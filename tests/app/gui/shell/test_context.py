"""A part of the window works with its services alone, whatever it stands in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.gui.jobs.job_bar import JobStrip
from app.gui.jobs.jobs import Jobs
from app.gui.jobs.library_writer import LibraryWriter
from app.gui.jobs.notifications import Notices
from app.gui.shell.context import Services
from app.gui.shell.settings import Settings
from app.gui.start.missing_videos import LostVideos
from storage.library.library import Library
from widgets.window.notice_bar import NoticeBar


@pytest.fixture
def services(library: Library, settings: Settings, qtbot: QtBot) -> Iterator[Services]:
    bar, strip = NoticeBar(), JobStrip("", "")
    qtbot.addWidget(bar)
    qtbot.addWidget(strip)
    jobs, writer = Jobs(), LibraryWriter(library)
    yield Services(library, writer, jobs, strip, Notices(bar, ""), settings)
    jobs.close()
    writer.close()


def test_a_lost_video_is_found_beside_any_widget(
    services: Services, clip: Path, qtbot: QtBot
) -> None:
    anything = QWidget()
    qtbot.addWidget(anything)
    lost = LostVideos(services, anything)

    with qtbot.waitSignal(lost.found) as found:
        lost.look_at("", clip)

    assert found.args == [clip]
