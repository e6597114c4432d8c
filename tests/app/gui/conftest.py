"""What tests of a part of the window share: its context, without the window."""

from collections.abc import Iterator

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
from storage.library.library import Library
from widgets.window.notice_bar import NoticeBar


@pytest.fixture
def bar(qtbot: QtBot) -> NoticeBar:
    """Where the context's notices are shown."""
    bar = NoticeBar()
    qtbot.addWidget(bar)
    return bar


@pytest.fixture
def context(
    library: Library, settings: Settings, bar: NoticeBar, qtbot: QtBot
) -> Iterator[WindowContext]:
    """What a part of the window works with."""
    bars = JobBars("", "")
    qtbot.addWidget(bars)
    jobs, writer = Jobs(), LibraryWriter(library)
    notifications = Notifications(bar, "")
    jobs.failed.connect(notifications.show_error)
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


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    """Any widget, in the place of the window."""
    host = QWidget()
    qtbot.addWidget(host)
    host.show()
    return host
