"""A part of the window works with its services alone, whatever it stands in (app.services)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.job_strip import JobStrip
from app.jobs import Jobs
from app.lost_videos import LostVideos
from app.notices import Notices
from app.services import Services
from app.settings import Settings
from app.writer import LibraryWriter
from storage.library.library import Library
from widgets.notice_bar import NoticeBar


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
