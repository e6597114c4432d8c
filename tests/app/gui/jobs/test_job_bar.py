from collections.abc import Callable, Generator, Iterator
from threading import Event

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.gui.jobs.job_bar import JobBars
from app.gui.jobs.jobs import Job, Jobs
from storage.progress import Progress
from tests.finding import find_child
from widgets.common.theme import apply_theme
from widgets.window.job_bar import JobBar

SHEEP = Progress(30, 100, "sheep")


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    jobs.close()


@pytest.fixture
def bars(qtbot: QtBot, qapp: QApplication) -> JobBars:
    apply_theme(qapp)
    bars = JobBars("All changes are saved")
    qtbot.addWidget(bars)
    bars.show()
    return bars


@pytest.fixture
def added(bars: JobBars, jobs: Jobs) -> Callable[[Generator[Progress, None, None]], Job]:
    """Starts work and shows it in the strip."""

    def add(work: Generator[Progress, None, None]) -> Job:
        job = jobs.start(work)
        bars.add("Counting", job)
        return job

    return add


def endless(step: Progress = SHEEP) -> Generator[Progress, None, None]:
    """Reports as often as real work does; more would flood the event loop."""
    pulse = Event()
    while not pulse.wait(0.02):
        yield step


def says(bars: JobBars, words: str) -> bool:
    labels = bars.findChildren(QLabel)
    return any(words in label.text() for label in labels if label.isVisible())


def test_a_long_job_gets_a_bar_after_a_moment(
    bars: JobBars, added: Callable[..., Job], qtbot: QtBot
) -> None:
    added(endless())
    assert not find_child(bars, JobBar).isVisible()
    assert says(bars, "All changes are saved")

    qtbot.waitUntil(find_child(bars, JobBar).isVisible)
    assert says(bars, "Counting")
    assert not says(bars, "All changes are saved")


def test_a_short_job_never_shows(bars: JobBars, added: Callable[..., Job], qtbot: QtBot) -> None:
    job = added(iter_once())
    with qtbot.waitSignal(job.ended):
        pass
    qtbot.waitUntil(lambda: bars.findChild(JobBar) is None)

    assert says(bars, "All changes are saved")


def iter_once() -> Generator[Progress, None, None]:
    yield Progress(1, 1)


def test_the_bar_says_how_far_the_job_is(
    bars: JobBars, added: Callable[..., Job], qtbot: QtBot
) -> None:
    added(endless())

    qtbot.waitUntil(lambda: says(bars, "30"))


def test_what_comes_before_counting_is_told_in_words(
    bars: JobBars, jobs: Jobs, qtbot: QtBot
) -> None:
    job = jobs.start(endless(Progress(0, 100, message="Opening the gate…")))
    bars.add("Counting", job)

    qtbot.waitUntil(lambda: says(bars, "Opening the gate…"))


def test_cancelling_stops_the_job_and_the_bar_goes(
    bars: JobBars, added: Callable[..., Job], qtbot: QtBot
) -> None:
    job = added(endless())
    qtbot.waitUntil(find_child(bars, JobBar).isVisible)
    button = find_child(find_child(bars, JobBar), QPushButton)
    with qtbot.waitSignal(job.ended):
        button.click()
        assert not button.isEnabled()

    qtbot.waitUntil(lambda: bars.findChild(JobBar) is None)
    assert says(bars, "All changes are saved")


def test_the_strip_does_not_grow_with_its_first_job(
    bars: JobBars, added: Callable[..., Job], qtbot: QtBot
) -> None:
    def height() -> int:
        return bars.sizeHint().expandedTo(bars.minimumSize()).height()

    before = height()
    added(endless())
    qtbot.waitUntil(find_child(bars, JobBar).isVisible)

    # what hides makes room when Qt has come to lay out the rest
    qtbot.waitUntil(lambda: height() == before)
