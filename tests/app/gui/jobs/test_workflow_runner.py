from collections.abc import Generator, Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.gui.jobs.job_bar import JobBars
from app.gui.jobs.jobs import Jobs
from app.gui.jobs.notifications import Notice, Notifications
from app.gui.jobs.workflow_runner import WorkflowRunner
from storage.progress import Progress
from widgets.window.job_bar import JobBar
from widgets.window.notice_bar import NoticeBar


def count(to: int) -> Generator[Progress, None, int]:
    for done in range(to):
        yield Progress(done, to, "sheep")
    return to


@pytest.fixture
def bar(qtbot: QtBot) -> NoticeBar:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    return bar


@pytest.fixture
def bars(qtbot: QtBot) -> QWidget:
    bars = JobBars("", "")
    qtbot.addWidget(bars)
    return bars


@pytest.fixture
def runner(bar: NoticeBar, bars: JobBars, qapp: object) -> Iterator[WorkflowRunner]:
    jobs = Jobs()
    yield WorkflowRunner(jobs, bars, Notifications(bar, ""))
    jobs.close()


def test_work_has_a_bar_and_its_result_a_notice(
    runner: WorkflowRunner, bar: NoticeBar, bars: JobBars, qtbot: QtBot
) -> None:
    job = runner.run("Counting", count(3), lambda sheep: Notice(f"{sheep} sheep.", kind="done"))
    assert bars.findChildren(JobBar)

    with qtbot.waitSignal(job.ended):
        pass
    assert bar.text == "3 sheep."


def test_a_result_that_is_seen_anyway_has_no_notice(
    runner: WorkflowRunner, bar: NoticeBar, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(runner.run("Counting", count(3)).ended):
        pass

    assert bar.isHidden()


def test_work_that_is_cancelled_says_nothing(
    runner: WorkflowRunner, bar: NoticeBar, qtbot: QtBot
) -> None:
    job = runner.run("Counting", count(3), lambda sheep: Notice("Counted."))
    job.cancel()

    with qtbot.waitSignal(job.ended):
        pass
    assert bar.isHidden()
