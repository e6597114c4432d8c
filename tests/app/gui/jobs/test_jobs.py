from collections.abc import Generator, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QThreadPool
from pytestqt.qtbot import QtBot

from app.gui.jobs.jobs import Jobs, at_once
from tests.draining import drained


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    jobs.close()


def count(stop: int) -> Generator[int, None, str]:
    yield from range(stop)
    return "done"


def endless(log: list[str]) -> Generator[int, None, None]:
    try:
        while True:
            yield 0
    finally:
        log.append("cleaned up")


def broken() -> Generator[int, None, None]:
    yield 0
    raise ValueError("no")


def test_a_job_tells_its_progress_and_its_result(jobs: Jobs, qtbot: QtBot) -> None:
    job = jobs.start(count(3))
    told: list[object] = []
    job.progressed.connect(told.append)
    job.succeeded.connect(told.append)

    with qtbot.waitSignal(job.ended):
        pass

    assert told == [0, 1, 2, "done"]


def test_a_cancelled_job_cleans_up_and_tells_no_result(jobs: Jobs, qtbot: QtBot) -> None:
    log: list[str] = []
    job = jobs.start(endless(log))
    job.succeeded.connect(lambda _: log.append("succeeded"))
    job.failed.connect(lambda _: log.append("failed"))

    with qtbot.waitSignal(job.progressed):
        pass
    with qtbot.waitSignal(job.ended):
        job.cancel()

    assert log == ["cleaned up"]


def test_a_job_cancelled_while_its_result_is_on_the_way_tells_none(
    jobs: Jobs, qtbot: QtBot
) -> None:
    told: list[object] = []
    job = jobs.start(count(1))

    def cancel_late() -> None:
        pool = jobs.findChild(QThreadPool)
        assert isinstance(pool, QThreadPool)
        pool.waitForDone()
        job.cancel()

    job.progressed.connect(cancel_late)
    job.succeeded.connect(told.append)
    with qtbot.waitSignal(job.ended):
        pass

    assert told == []


def test_a_job_cancelled_before_it_starts_does_nothing(jobs: Jobs, qtbot: QtBot) -> None:
    log: list[str] = []
    job = jobs.start(endless(log))
    job.cancel()

    with qtbot.waitSignal(job.ended):
        pass

    assert log == []


def test_a_failure_is_told_once(jobs: Jobs, qtbot: QtBot) -> None:
    with qtbot.waitSignal(jobs.failed) as told:
        jobs.start(broken())

    assert isinstance(told.args[0], ValueError)


def test_closing_leaves_no_thread_at_work() -> None:
    log: list[str] = []
    jobs = Jobs()
    jobs.start(endless(log))

    jobs.close()

    assert log in ([], ["cleaned up"])


def untidy() -> Generator[int, None, None]:
    try:
        while True:
            yield 0
    finally:
        raise ValueError("the disk is gone")


def test_a_failure_while_cleaning_up_is_told_and_the_job_ends(jobs: Jobs, qtbot: QtBot) -> None:
    job = jobs.start(untidy())
    with qtbot.waitSignal(job.progressed):
        pass

    with qtbot.waitSignals([jobs.failed, job.ended]):
        job.cancel()


@pytest.mark.parametrize("started", ["before", "after"])
def test_no_job_begins_once_closed(started: str, qtbot: QtBot) -> None:
    log: list[str] = []
    jobs = Jobs()
    if started == "before":
        jobs.start(endless(log))
    jobs.close()
    if started == "after":
        jobs.start(endless(log))
    QCoreApplication.processEvents()

    assert log == []


def test_a_single_call_is_work_too() -> None:
    assert drained(at_once(lambda: 3)) == 3
