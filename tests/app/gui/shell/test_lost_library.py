"""The window says that nothing is saved any more, and keeps what was."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.gui.jobs.job_bar import JobBars
from app.gui.jobs.library_writer import LibraryWriter
from app.gui.jobs.notifications import Notifications
from app.gui.shell.lost_library import LostLibrary
from app.gui.shell.settings import Settings
from storage.errors import UserError
from storage.library.database import rows
from storage.library.library import Library, open_library
from tests.storage.library.losing import WAYS
from widgets.common.plain_text import PlainLabel
from widgets.window.notice_bar import NoticeBar


class Bars:
    """What a window has of it."""

    def __init__(self, library: Library, qtbot: QtBot) -> None:
        self.jobs = JobBars("All changes are saved")
        self.notices = NoticeBar()
        qtbot.addWidget(self.jobs)
        qtbot.addWidget(self.notices)
        self.writer = LibraryWriter(library, self.jobs)
        told = Notifications(self.notices, "", self.jobs)
        self.lost = LostLibrary(self.writer, told, self.jobs, Settings(), self.jobs)

    def texts(self) -> str:
        idle = [label.text() for label in self.jobs.findChildren(PlainLabel)]
        return " ".join([*idle, self.notices.text])


@pytest.mark.parametrize("lose", WAYS, ids=lambda lose: lose.__name__)
def test_a_lost_library_is_told_and_can_be_copied(
    library: Library, lose: Callable[[Path], None], qtbot: QtBot, tmp_path: Path
) -> None:
    bars = Bars(library, qtbot)
    with qtbot.waitCallback() as ready:
        bars.writer.submit(bars.jobs, lambda db: rows(db, "select 1"), ready)
    lose(library.folder)
    answers: list[object] = []
    with qtbot.waitSignal(bars.writer.failed):
        bars.writer.submit(bars.jobs, lambda db: rows(db, "select 1"), answers.append)
    qtbot.waitUntil(lambda: "Changes are not saved" in bars.texts())
    (tmp_path / "rescue").mkdir()
    bars.lost.save(tmp_path / "rescue")
    qtbot.waitUntil(lambda: "A copy of the library was saved" in bars.texts())
    bars.writer.close()

    assert answers == []
    assert open_library(tmp_path / "rescue").device == library.device


def test_other_errors_are_told_as_ever(library: Library, qtbot: QtBot) -> None:
    bars = Bars(library, qtbot)
    bars.writer.failed.emit(UserError("The disk is full.", "Make room."))
    bars.writer.close()

    assert "The disk is full." in bars.texts()
    assert "All changes are saved" in bars.texts()
