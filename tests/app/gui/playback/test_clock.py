import pytest

from app.gui.playback.clock import PlaybackClock


class FakeTime:
    """A time source that goes on when the test says so."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds

    def pass_by(self, seconds: float) -> None:
        self.seconds += seconds


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def clock(time: FakeTime) -> PlaybackClock:
    return PlaybackClock(time)


def test_a_new_clock_stands_at_zero(clock: PlaybackClock, time: FakeTime) -> None:
    time.pass_by(5)

    assert clock.position() == 0


@pytest.mark.parametrize(("rate", "position"), [(1, 12), (8, 26), (0.25, 10.5), (-1, 8), (-4, 2)])
def test_it_runs_at_its_rate(
    clock: PlaybackClock, time: FakeTime, rate: float, position: float
) -> None:
    clock.start(10, rate)

    time.pass_by(2)

    assert clock.position() == position


def test_asked_late_or_early_it_says_the_time_that_it_is(
    clock: PlaybackClock, time: FakeTime
) -> None:
    clock.start(0, 1)

    times = []
    for wait in (0.01, 0.0, 0.07, 30):
        time.pass_by(wait)
        times.append(clock.position())

    assert times == pytest.approx([0.01, 0.01, 0.08, 30.08])


def test_it_stands_still_while_its_time_source_does(clock: PlaybackClock, time: FakeTime) -> None:
    clock.start(3, 1)

    time.pass_by(0)

    assert clock.position() == 3


def test_a_pause_keeps_the_position(clock: PlaybackClock, time: FakeTime) -> None:
    clock.start(0, 2)
    time.pass_by(1)

    clock.pause()
    time.pass_by(60)

    assert clock.position() == 2


def test_a_change_of_rate_goes_on_from_where_it_is(clock: PlaybackClock, time: FakeTime) -> None:
    clock.start(0, 1)
    time.pass_by(4)

    clock.start(clock.position(), -2)
    time.pass_by(1)

    assert clock.position() == 2


def test_seeking_a_running_clock_keeps_it_running(clock: PlaybackClock, time: FakeTime) -> None:
    clock.start(0, 2)
    time.pass_by(1)

    clock.seek(100)
    time.pass_by(1)

    assert clock.position() == 102


def test_seeking_a_paused_clock_keeps_it_paused(clock: PlaybackClock, time: FakeTime) -> None:
    clock.seek(100)
    time.pass_by(1)

    assert clock.position() == 100
