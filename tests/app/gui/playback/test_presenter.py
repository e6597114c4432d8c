import pytest
from pytestqt.qtbot import QtBot

from app.gui.playback.clock import PlaybackClock
from app.gui.playback.presenter import Presenter
from app.gui.playback.stream import Stream
from tests.app.gui.playback.streams import feed, stream


class FakeTime:
    """A time source that goes on when the test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class ReviewView:
    """A projector on a clock of its own, and what it has presented."""

    def __init__(self, playing: Stream) -> None:
        self.time = FakeTime()
        self.clock = PlaybackClock(self.time)
        self.presenter = Presenter(self.clock)
        self.frames: list[int] = []
        self.dropped: list[int] = []
        self.ended: list[bool] = []
        self.presenter.presented.connect(lambda picture: self.frames.append(picture.index))
        self.presenter.dropped.connect(self.dropped.append)
        self.presenter.ended.connect(lambda: self.ended.append(True))
        self.presenter.load(playing)

    def at(self, seconds: float) -> list[int]:
        """The frames presented since the last call, `seconds` after play began."""
        self.time.seconds = seconds
        self.presenter.show_due()
        frames, self.frames[:] = list(self.frames), []
        return frames


def test_every_frame_is_presented_at_its_time(qtbot: QtBot) -> None:
    playing = stream()
    feed(playing, 5)
    screen = ReviewView(playing)
    screen.presenter.run()

    assert [screen.at(t) for t in (0.05, 0.11, 0.15, 0.21)] == [[], [1], [], [2]]


def test_after_a_hitch_the_newest_is_presented_and_the_others_are_counted(qtbot: QtBot) -> None:
    playing = stream()
    feed(playing, 5)
    screen = ReviewView(playing)
    screen.presenter.run()

    assert screen.at(0.45) == [4]
    assert screen.dropped == [3]


def test_above_normal_speed_nothing_counts_as_dropped(qtbot: QtBot) -> None:
    playing = stream(speed=2)
    feed(playing, 5)
    screen = ReviewView(playing)
    screen.presenter.run()

    assert screen.at(0.2) == [4]
    assert screen.dropped == []


def test_the_clock_waits_for_the_first_picture(qtbot: QtBot) -> None:
    playing = stream()
    screen = ReviewView(playing)
    screen.presenter.run()

    assert screen.at(5) == []
    feed(playing, 3)
    assert screen.at(5) == []
    assert screen.at(5.11) == [1]
    assert screen.dropped == []


def test_going_dry_in_between_does_not_stop_the_clock(qtbot: QtBot) -> None:
    playing = stream()
    feed(playing, 1)
    screen = ReviewView(playing)
    screen.presenter.run()
    assert screen.at(0.35) == [1]

    feed(playing, 3)

    assert screen.at(0.36) == [3]
    assert screen.dropped == [1]


def test_the_clock_waits_at_the_joint_of_a_loop(qtbot: QtBot) -> None:
    playing = stream(loop=(0, 3))
    feed(playing, 2)
    screen = ReviewView(playing)
    screen.presenter.run()
    assert [screen.at(t) for t in (0.11, 0.21, 3)] == [[1], [2], []]

    feed(playing, 3)

    assert [screen.at(t) for t in (3.01, 3.12, 3.22)] == [[0], [1], [2]]
    assert screen.dropped == []


def test_backwards_the_clock_waits_for_each_picture(qtbot: QtBot) -> None:
    playing = stream(start=9, speed=-1)
    feed(playing, 1)
    screen = ReviewView(playing)
    screen.presenter.run()
    assert [screen.at(t) for t in (0.11, 2)] == [[8], []]

    feed(playing, 2)

    assert [screen.at(t) for t in (2.01, 2.12)] == [[7], [6]]


@pytest.mark.parametrize("start", [18, 19])
def test_it_ends_with_the_last_picture(qtbot: QtBot, start: int) -> None:
    playing = stream(start=start)
    feed(playing, 2)
    screen = ReviewView(playing)
    screen.presenter.run()

    screen.at(0.11)

    assert screen.ended == [True]


def test_stopped_it_presents_nothing(qtbot: QtBot) -> None:
    playing = stream()
    feed(playing, 5)
    screen = ReviewView(playing)
    screen.presenter.run()
    screen.at(0.11)

    screen.presenter.stop()

    assert screen.at(0.4) == []


def test_after_a_stop_it_goes_on_from_the_picture_on_screen(qtbot: QtBot) -> None:
    playing = stream()
    feed(playing, 5)
    screen = ReviewView(playing)
    screen.presenter.run()
    screen.at(0.19)
    screen.presenter.stop()
    screen.time.seconds = 60

    screen.presenter.run()

    assert [screen.at(t) for t in (60.05, 60.11)] == [[], [2]]


def test_a_change_of_speed_goes_on_from_where_the_clock_is(qtbot: QtBot) -> None:
    playing = stream()
    feed(playing, 5)
    screen = ReviewView(playing)
    screen.presenter.run()
    screen.at(0.15)

    assert screen.presenter.set_speed(0.5)

    assert [screen.at(t) for t in (0.21, 0.26)] == [[], [2]]


def test_a_stream_does_not_turn_round(qtbot: QtBot) -> None:
    screen = ReviewView(stream())

    assert not screen.presenter.set_speed(-1)


def test_a_picture_that_is_ready_can_be_taken_while_stopped(qtbot: QtBot) -> None:
    playing = stream()
    feed(playing, 5)
    screen = ReviewView(playing)

    taken = screen.presenter.take(2)

    assert taken is not None
    assert taken.index == 2
    assert screen.presenter.take(1) is None
