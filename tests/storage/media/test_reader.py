from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import numpy as np
import psutil
import pytest

from storage.errors import UserError
from storage.media.closing import Closing
from storage.media.frame_table import FrameTable, scan_frames
from storage.media.reader import FrameReader, ReadCancelled
from tests.clips.bar_code import read_number
from tests.clips.checking import Check, check, number_in
from tests.clips.damage import cut_end
from tests.clips.shelf import DAMAGED, INTACT, Shelf
from tests.draining import drained

MIB = 1 << 20
TableOf = Callable[[str], FrameTable]


@pytest.fixture
def reader(shelf: Shelf, table_of: TableOf) -> Iterator[FrameReader]:
    with FrameReader(shelf.path("long_gop.mp4"), table_of("long_gop.mp4")) as reader:
        yield reader


def number(reader: FrameReader, index: int) -> int | None:
    return read_number(reader.read(index).luma(640, 360))


@pytest.mark.parametrize("name", INTACT)
def test_the_frame_asked_for_is_the_frame_got(shelf: Shelf, table_of: TableOf, name: str) -> None:
    found: Check = check(shelf.clip(name), table_of(name))

    assert found.wrong == 0
    assert found.marked == 0 or name == "joined.ts"  # where the two meet the file is damaged


@pytest.mark.parametrize("name", DAMAGED)
def test_a_frame_that_damage_reached_says_so(shelf: Shelf, table_of: TableOf, name: str) -> None:
    found: Check = check(shelf.clip(name), table_of(name))

    assert found.wrong == 0
    assert found.marked > 0


@pytest.mark.parametrize("name", ["edit_list_1080p.mp4", "edit_list_broadcast_1080p25.mp4"])
def test_real_clips_give_the_same_picture_by_every_way(footage: Path, name: str) -> None:
    path = footage / "containers" / name
    table = drained(scan_frames(path))
    with FrameReader(path, table) as straight, FrameReader(path, table) as jumping:
        for index in (0, 40):
            there = jumping.read(len(table) - 1 - index).index  # away from it
            assert there == len(table) - 1 - index
            expected = straight.read(index).luma(512, 288)
            assert (jumping.read(index).luma(512, 288) == expected).all()


def test_a_lost_frame_is_the_one_before_marked(shelf: Shelf, table_of: TableOf) -> None:
    with FrameReader(shelf.path("cut_short.mp4"), table_of("cut_short.mp4")) as reader:
        frame = reader.read(len(table_of("cut_short.mp4")) - 1)

    assert frame.damaged
    assert frame.shown == frame.index - 1


def test_holes_are_the_same_by_every_way(shelf: Shelf, table_of: TableOf) -> None:
    path, table = shelf.path("scribbled.mp4"), table_of("scribbled.mp4")
    with FrameReader(path, table) as straight:
        shown = [frame.shown for frame in straight.frames(0, len(table))]
    assert shown != list(range(len(table)))

    with FrameReader(path, table) as jumping:
        order = np.random.default_rng(1).permutation(len(table)).tolist()
        assert [jumping.read(i).shown for i in order] == [shown[i] for i in order]


@pytest.mark.parametrize("index", [0, 1, 24, 25, 26, 50, 74])
def test_deinterlacing_gives_the_same_picture_by_every_way(
    shelf: Shelf, table_of: TableOf, index: int
) -> None:
    path, table = shelf.path("interlaced.ts"), table_of("interlaced.ts")
    with FrameReader(path, table) as straight, FrameReader(path, table) as jumping:
        *_, expected = straight.frames(max(0, index - 30), index + 1)
        assert (jumping.read(index).bgra() == expected.bgra()).all()


def test_both_fields_may_be_seen_as_they_are(shelf: Shelf, table_of: TableOf) -> None:
    path, table = shelf.path("interlaced.ts"), table_of("interlaced.ts")
    with FrameReader(path, table) as whole, FrameReader(path, table, deinterlace=False) as fields:
        assert number_in(fields.read(40), table) == 40
        assert (whole.read(40).bgra() != fields.read(40).bgra()).any()


@pytest.mark.parametrize("index", [-1, 120])
def test_a_frame_outside_the_video_is_refused(reader: FrameReader, index: int) -> None:
    with pytest.raises(IndexError, match=f"frame {index} of a video of 120"):
        reader.read(index)


def test_a_frame_outlives_its_reader(shelf: Shelf, table_of: TableOf) -> None:
    with FrameReader(shelf.path("long_gop.mp4"), table_of("long_gop.mp4")) as reader:
        frame = reader.read(17)

    assert read_number(frame.luma(640, 360)) == 17
    assert frame.nbytes >= 640 * 360 * 3 // 2
    assert frame.seconds == 17 / 25


def test_a_cancelled_read_stops_and_the_reader_goes_on(reader: FrameReader) -> None:
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > 20

    with pytest.raises(ReadCancelled):
        reader.read(110, cancelled)

    assert [number(reader, i) for i in (80, 81, 110, 3)] == [80, 81, 110, 3]


@pytest.mark.parametrize("packets", range(0, 60, 7))
def test_no_moment_of_cancelling_leaves_a_wrong_frame(reader: FrameReader, packets: int) -> None:
    left = iter(range(packets))
    with pytest.raises(ReadCancelled):
        reader.read(57, lambda: next(left, None) is None)

    assert [number(reader, i) for i in (20, 21, 40, 57)] == [20, 21, 40, 57]


def test_two_readers_at_once_do_not_disturb_each_other(shelf: Shelf, table_of: TableOf) -> None:
    found: dict[int, list[int | None]] = {}

    def read(step: int) -> None:
        with FrameReader(shelf.path("offset.ts"), table_of("offset.ts")) as reader:
            found[step] = [number(reader, i) for i in range(0, 300, step)]

    threads = [Thread(target=read, args=(step,)) for step in (7, 31)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == {step: list(range(0, 300, step)) for step in (7, 31)}


def test_a_file_cut_short_meanwhile_is_told(
    shelf: Shelf, table_of: TableOf, tmp_path: Path
) -> None:
    path = cut_end(shelf.path("offset.ts"), tmp_path / "clip.ts", 0.5)

    with (
        FrameReader(path, table_of("offset.ts")) as reader,
        pytest.raises(UserError, match=r"clip\.ts has changed since it was opened"),
    ):
        reader.read(299)


def test_a_file_that_is_gone_is_told(table_of: TableOf, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="does not exist"):
        FrameReader(tmp_path / "gone.mp4", table_of("long_gop.mp4"))


def test_reading_thousands_of_frames_takes_no_more_memory(reader: FrameReader) -> None:
    process = psutil.Process()

    def read(rounds: int) -> int:
        for _ in range(rounds):
            for frame in reader.frames(0, 120):
                frame.luma(512, 288)
                frame.bgra()
        return process.memory_info().rss

    before = read(3)

    assert read(10) - before < 8 * MIB


class Door(Closing):
    def __init__(self) -> None:
        self.closed = 0

    def close(self) -> None:
        self.closed += 1


def test_a_with_closes_also_after_an_error() -> None:
    door = Door()
    with pytest.raises(KeyError), door as entered:
        raise KeyError

    assert entered is door
    assert door.closed == 1
