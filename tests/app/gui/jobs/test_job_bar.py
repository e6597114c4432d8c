from collections.abc import Callable, Generator, Iterator
from threading import Event

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.gui.jobs.job_bar import JobBars, Pace
from app.gui.jobs.jobs import Job, Jobs
from tests.finding import found
from widgets.window.job_bar import JobBar

Step = tuple[int, int]


class Time:
    """A clock that the test sets."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def pace(time: Time) -> Pace:
    return Pace(time)


def test_nothing_is_known_at_the_first_step(pace: Pace) -> None:
    assert pace.after(0, 100) == (0, None)


def test_rate_and_remaining_time_follow_from_the_steps(pace: Pace, time: Time) -> None:
    pace.after(0, 100)
    time.seconds = 2

    assert pace.after(50, 100) == (25, 2)


def test_what_an_earlier_run_left_took_no_time(pace: Pace, time: Time) -> None:
    pace.after(400, 1000)
    time.seconds = 2

    assert pace.after(500, 1000) == (50, 10)


def test_two_steps_in_a_blink_say_nothing(pace: Pace, time: Time) -> None:
    pace.after(0, 100)
    time.seconds = 0.1

    assert pace.after(50, 100) == (0, None)


def test_work_that_stands_still_has_no_rate(pace: Pace, time: Time) -> None:
    pace.after(40, 100)
    time.seconds = 5

    assert pace.after(40, 100) == (0, None)


def test_more_than_all_is_nothing_left(pace: Pace, time: Time) -> None:
    pace.after(0, 100)
    time.seconds = 1

    assert pace.after(120, 100) == (120, 0)


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    jobs.close()


@pytest.fixture
def strip(qtbot: QtBot) -> JobBars:
    strip = JobBars("Every change is saved")
    qtbot.addWidget(strip)
    strip.show()
    return strip


@pytest.fixture
def added(strip: JobBars, jobs: Jobs) -> Callable[[Generator[Step, None, None]], Job]:
    """Starts work and shows it in the strip."""

    def add(work: Generator[Step, None, None]) -> Job:
        job = jobs.start(work)
        strip.add("Counting", job, lambda step: step, "sheep")
        return job

    return add


def endless() -> Generator[Step, None, None]:
    """Reports as often as real work does; more would flood the event loop."""
    pulse = Event()
    while not pulse.wait(0.02):
        yield 30, 100


def says(strip: JobBars, words: str) -> bool:
    labels = strip.findChildren(QLabel)
    return any(words in label.text() for label in labels if label.isVisible())


def test_a_long_job_gets_a_bar_after_a_moment(
    strip: JobBars, added: Callable[..., Job], qtbot: QtBot
) -> None:
    added(endless())
    assert not found(strip, JobBar).isVisible()
    assert says(strip, "Every change is saved")

    qtbot.waitUntil(found(strip, JobBar).isVisible)
    assert says(strip, "Counting")
    assert not says(strip, "Every change is saved")


def test_a_short_job_never_shows(strip: JobBars, added: Callable[..., Job], qtbot: QtBot) -> None:
    job = added(iter_once())
    with qtbot.waitSignal(job.ended):
        pass
    qtbot.waitUntil(lambda: strip.findChild(JobBar) is None)

    assert says(strip, "Every change is saved")


def iter_once() -> Generator[Step, None, None]:
    yield 1, 1


def test_the_bar_says_how_far_the_job_is(
    strip: JobBars, added: Callable[..., Job], qtbot: QtBot
) -> None:
    added(endless())

    qtbot.waitUntil(lambda: says(strip, "30"))


def test_what_comes_before_counting_is_told_in_words(
    strip: JobBars, jobs: Jobs, qtbot: QtBot
) -> None:
    job = jobs.start(endless())
    strip.add("Counting", job, lambda step: step, "sheep", lambda step: "Opening the gate…")

    qtbot.waitUntil(lambda: says(strip, "Opening the gate…"))


def test_cancelling_stops_the_job_and_the_bar_goes(
    strip: JobBars, added: Callable[..., Job], qtbot: QtBot
) -> None:
    job = added(endless())
    qtbot.waitUntil(found(strip, JobBar).isVisible)
    button = found(found(strip, JobBar), QPushButton)
    with qtbot.waitSignal(job.ended):
        button.click()
        assert not button.isEnabled()

    qtbot.waitUntil(lambda: strip.findChild(JobBar) is None)
    assert says(strip, "Every change is saved")


def test_the_strip_does_not_grow_with_its_first_job(
    strip: JobBars, added: Callable[..., Job], qtbot: QtBot
) -> None:
    before = strip.sizeHint().expandedTo(strip.minimumSize()).height()
    added(endless())
    qtbot.waitUntil(found(strip, JobBar).isVisible)

    assert strip.sizeHint().expandedTo(strip.minimumSize()).height() == before
