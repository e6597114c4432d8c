from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest

from storage.media.frame_table import FrameTable
from storage.media.ordering import has_usable_stamps, order_by_decoding
from storage.media.packets import MISSING, Packets, read_packets
from tests.clips.shelf import Shelf
from tests.draining import drained

BASE = Fraction(1, 25)
TableOf = Callable[[str], FrameTable]


def packets(pts: list[int], dts: list[int], keys: tuple[int, ...] = (0,)) -> Packets:
    key = np.isin(np.arange(len(pts)), keys)
    flags = np.zeros(len(pts), np.bool_)
    stamps = np.array(pts, np.int64), np.array(dts, np.int64)
    return Packets(*stamps, np.ones(len(pts), np.int64), key, flags, flags)


def test_stamps_of_their_own_tell_the_frames_apart() -> None:
    assert has_usable_stamps(packets([0, 3, 1, 2], [-1, 0, 1, 2]), BASE)


@pytest.mark.parametrize(
    "untold",
    [
        packets([0, 3, 1, 1], [-1, 0, 1, 2]),
        packets([0, MISSING, MISSING, 3], [0, 1, 2, 3]),
        packets([100, 101, 0, 1], [100, 101, 0, 1]),
        packets([0, 1, 2], [0, 1, 2], keys=()),
    ],
    ids=["doubled", "missing", "clock that starts again", "no key frame"],
)
def test_stamps_that_do_not_tell_are_not_trusted(untold: Packets) -> None:
    assert not has_usable_stamps(untold, BASE)


def test_a_stamp_lost_in_many_does_no_harm() -> None:
    stamps = list(range(100))

    assert has_usable_stamps(packets([*stamps[:50], MISSING, *stamps[51:]], stamps), BASE)


@pytest.mark.parametrize("name", ["no_clock.h264", "joined.ts", "packets_only.avi"])
def test_where_stamps_do_not_tell_packets_are_numbered(table_of: TableOf, name: str) -> None:
    table = table_of(name)

    assert table.numbers is not None
    assert (np.diff(table.pts) > 0).all()
    assert table.rate == 25


def test_decoding_finds_the_same_frames_as_good_stamps(shelf: Shelf, table_of: TableOf) -> None:
    path, table = shelf.path("long_gop.mp4"), table_of("long_gop.mp4")
    seen = drained(read_packets(path))

    order = drained(order_by_decoding(path, seen, table.stream.time_base, Fraction(25)))

    assert order.by_stamps
    assert order.pts.tolist() == table.pts.tolist()
