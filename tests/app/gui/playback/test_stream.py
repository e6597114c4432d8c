from threading import Thread

import pytest

from app.gui.playback.stream import DuePicture
from storage.media.reader import ReadCancelled
from tests.app.gui.playback.streams import blank, feed, stream


def indexes(items: list[DuePicture]) -> list[int]:
    return [item.due.index for item in items]


def test_only_what_is_due_is_taken() -> None:
    playing = stream()
    feed(playing, 5)

    assert indexes(playing.take_due(0.35)) == [1, 2, 3]
    assert indexes(playing.take_due(0.35)) == []


def test_backwards_a_frame_is_due_when_the_clock_has_come_down_to_its_end() -> None:
    playing = stream(start=10, speed=-1)
    feed(playing, 5)

    assert indexes(playing.take_due(0.85)) == [9, 8]


def test_a_full_ring_waits_until_something_is_taken() -> None:
    playing = stream(room=2)
    feeding = Thread(target=feed, args=(playing, 3))
    feeding.start()

    taken: list[int] = []
    while len(taken) < 3:
        taken += indexes(playing.take_due(10))
    feeding.join()

    assert taken == [1, 2, 3]


def test_a_newer_request_ends_the_waiting_for_room() -> None:
    playing = stream(room=1)
    feed(playing, 1)
    due = playing.next_due()
    assert due is not None

    with pytest.raises(ReadCancelled):
        playing.put(DuePicture(due, blank(due.index)), lambda: True)


def test_a_picture_further_on_can_be_taken_and_those_before_it_go() -> None:
    playing = stream()
    feed(playing, 5)

    taken = playing.take(3)

    assert taken is not None
    assert taken.due.index == 3
    assert indexes(playing.take_due(10)) == [4, 5]


def test_asking_for_a_frame_that_is_not_there_takes_nothing() -> None:
    playing = stream()
    feed(playing, 2)

    assert playing.take(7) is None
    assert indexes(playing.take_due(10)) == [1, 2]


def test_whoever_found_it_empty_is_told_once() -> None:
    playing = stream()
    assert playing.head() is None

    assert feed(playing, 1)
    assert not feed(playing, 1)


def test_whoever_found_it_empty_is_told_of_the_end() -> None:
    playing = stream(start=19)
    assert playing.head() is None

    assert feed(playing, 1)
    assert playing.finished


def test_it_is_finished_only_when_the_last_picture_is_taken() -> None:
    playing = stream(start=18)
    feed(playing, 2)

    assert not playing.finished
    playing.take_due(10)
    assert playing.finished


def test_frames_long_gone_are_left_out_but_now_and_then_one_is_not() -> None:
    playing = stream(clock=lambda: 1.5)
    dues = [due for due in (playing.next_due() for _ in range(5)) if due is not None]

    left_out = [playing.leaves_out(due) for due in dues]

    assert left_out == [False, True, True, True, True]
    assert playing.take_late() == 4
    assert playing.take_late() == 0


def test_frames_that_the_course_passes_over_count_as_late() -> None:
    playing = stream(keys=(0, 12), clock=lambda: 1.2)

    due = playing.next_due()

    assert due is not None
    assert (due.index, playing.take_late()) == (12, 11)
