from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage.media.cache import CachedReader
from storage.media.frame_table import FrameTable
from storage.media.reader import FrameReader, ReadCancelled
from tests.clips.bar_code import read_number
from tests.clips.shelf import Shelf

MIB = 1 << 20
PICTURE = 640 * 360 * 3 // 2
TableOf = Callable[[str], FrameTable]


@pytest.fixture
def clip(shelf: Shelf, table_of: TableOf) -> tuple[Path, FrameTable]:
    return shelf.path("one_gop.mp4"), table_of("one_gop.mp4")


@pytest.fixture
def cached(clip: tuple[Path, FrameTable]) -> Iterator[CachedReader]:
    with CachedReader(*clip) as cached:
        yield cached


def number(reader: CachedReader | FrameReader, index: int) -> int | None:
    return read_number(reader.read(index).luma(640, 360))


def packets_for(reader: CachedReader, index: int) -> int:
    """How many packets are decoded to read a frame."""
    packets = 0

    def count() -> bool:
        nonlocal packets
        packets += 1
        return False

    reader.read(index, count)
    return packets


def test_all_ways_through_a_video_give_the_right_frames(cached: CachedReader) -> None:
    way = [*range(40, 130), *range(129, -1, -1), 7, 99, 98, 97, 3, 149, 148, 100, *range(95, 110)]

    assert [number(cached, index) for index in way] == way


def test_steps_back_decode_once_a_segment(cached: CachedReader) -> None:
    cached.read(120)

    fills = [packets_for(cached, index) > 0 for index in range(119, 19, -1)]

    assert fills.count(True) == 3


def test_what_was_just_played_is_still_there(cached: CachedReader) -> None:
    for index in range(100):
        cached.read(index)

    assert sum(packets_for(cached, index) for index in range(99, -1, -1)) == 0


@pytest.mark.parametrize("frames", [1, 10, 60, 120])
def test_the_budget_holds_in_both_directions(clip: tuple[Path, FrameTable], frames: int) -> None:
    budget = frames * PICTURE + MIB
    with CachedReader(*clip, budget_bytes=budget) as cached:
        for index in (*range(150), *range(149, 99, -1)):
            assert number(cached, index) == index
            assert cached.nbytes <= budget


def test_a_cancelled_step_back_can_be_taken_again(cached: CachedReader) -> None:
    cached.read(100)
    left = iter(range(30))

    with pytest.raises(ReadCancelled):
        cached.read(99, lambda: next(left, None) is None)

    assert [number(cached, index) for index in (99, 98, 60, 101)] == [99, 98, 60, 101]


def test_closing_forgets_the_frames(clip: tuple[Path, FrameTable]) -> None:
    with CachedReader(*clip) as cached:
        cached.read(0)
        assert cached.nbytes >= PICTURE

    assert cached.nbytes == 0
