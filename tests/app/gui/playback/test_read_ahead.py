from collections.abc import Callable, Iterator
from threading import Condition, Event, Thread
from threading import enumerate as threads

import pytest

from app.gui.playback.read_ahead import ReadAhead
from storage.media.reader import ReadCancelled


def never() -> bool:
    return False


def numbers(count: int) -> Callable[[Callable[[], bool]], Iterator[int]]:
    return lambda cancelled: iter(range(count))


def test_items_come_in_order_and_then_none() -> None:
    with ReadAhead(numbers(5), room=2, wake=Condition()) as ahead:
        taken = [ahead.take(never) for _ in range(6)]

    assert taken == [0, 1, 2, 3, 4, None]


def test_it_reads_no_further_ahead_than_there_is_room() -> None:
    read: list[int] = []
    full = Event()

    def items(cancelled: Callable[[], bool]) -> Iterator[int]:
        for number in range(100):
            read.append(number)
            if number == 4:
                full.set()
            yield number

    with ReadAhead(items, room=3, wake=Condition()) as ahead:
        ahead.take(never)
        assert full.wait(5)

    # one taken, three waiting, one in hand
    assert read == [0, 1, 2, 3, 4]


def test_an_error_comes_after_the_items_before_it() -> None:
    def items(cancelled: Callable[[], bool]) -> Iterator[int]:
        yield 1
        raise ValueError("2 is missing")

    with ReadAhead(items, room=3, wake=Condition()) as ahead:
        assert ahead.take(never) == 1
        with pytest.raises(ValueError, match="2 is missing"):
            ahead.take(never)


def test_leaving_it_stops_a_long_read() -> None:
    def items(cancelled: Callable[[], bool]) -> Iterator[int]:
        while not cancelled():
            pass
        raise ReadCancelled
        yield

    with ReadAhead(items, room=3, wake=Condition()):
        pass

    assert "read-ahead" not in [thread.name for thread in threads()]


def test_a_newer_request_ends_the_waiting() -> None:
    wake, newer, stop = Condition(), Event(), Event()

    def items(cancelled: Callable[[], bool]) -> Iterator[int]:
        stop.wait(10)
        yield 1

    def request() -> None:
        with wake:
            newer.set()
            wake.notify_all()
        stop.set()

    with ReadAhead(items, room=3, wake=wake) as ahead:
        requesting = Thread(target=request)
        requesting.start()
        with pytest.raises(ReadCancelled):
            ahead.take(newer.is_set)
        requesting.join()
