from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from storage.media.frame_table import (
    FrameTable,
    scan_frames,
    table_from_bytes,
    table_to_bytes,
)
from storage.progress import Progress
from tests.clips.shelf import INTACT, Shelf
from tests.draining import drained

TableOf = Callable[[str], FrameTable]
# without late_stream.ts, at whose end plain PyAV stumbles
WITHOUT = ("no_clock.h264", "joined.ts", "packets_only.avi", "late_stream.ts")
WITH_STAMPS = [name for name in INTACT if name not in WITHOUT]
RATES = {
    "long_gop.mp4": Fraction(25),
    "milliseconds.mkv": Fraction(60_000, 1001),
    "variable.mp4": None,
    "offset.ts": Fraction(50),
    "edit_list.mp4": Fraction(25),
    "one_frame.mp4": Fraction(25),
}
REAL = {  # frames, rate
    "broadcast_1080p30_audio.mp4": (123, Fraction(30)),
    "nonzero_start_1080p30_audio.mp4": (93, Fraction(30)),
    "edit_list_1080p.mp4": (164, Fraction(30_000, 1001)),
    "edit_list_broadcast_1080p25.mp4": (224, Fraction(25)),
}


def decoded_stamps(path: Path) -> list[int | None]:
    with av.open(path) as container:
        return [frame.pts for frame in container.decode(video=0)]


@pytest.mark.parametrize("name", WITH_STAMPS)
def test_the_table_lists_what_is_really_decoded(shelf: Shelf, table_of: TableOf, name: str) -> None:
    table = table_of(name)

    assert len(table) == shelf.clip(name).frames
    assert table.pts.tolist() == decoded_stamps(shelf.path(name))


@pytest.mark.parametrize(("name", "frames"), [("no_clock.h264", 75), ("joined.ts", 150)])
def test_frames_without_stamps_are_counted(table_of: TableOf, name: str, frames: int) -> None:
    table = table_of(name)

    assert len(table) == frames
    assert table.rate == 25


@pytest.mark.parametrize(("name", "frames"), [("lossy.ts", 277), ("cut_short.mp4", 71)])
def test_a_damaged_file_has_the_frames_that_are_left(
    table_of: TableOf, name: str, frames: int
) -> None:
    assert len(table_of(name)) == frames


@pytest.mark.parametrize(("name", "rate"), RATES.items())
def test_the_rate_is_exact_or_said_to_vary(
    table_of: TableOf, name: str, rate: Fraction | None
) -> None:
    assert table_of(name).rate == rate


def test_a_variable_rate_is_told_by_its_median(table_of: TableOf) -> None:
    assert 40 < table_of("variable.mp4").typical_rate < 60


def test_the_clock_starts_where_the_container_says(table_of: TableOf) -> None:
    assert table_of("offset.ts").start == 3600
    assert table_of("wrap.ts").start == -3
    assert table_of("offset.ts").seconds(0) == 0


def test_times_are_exact_and_rise(table_of: TableOf) -> None:
    table = table_of("milliseconds.mkv")

    assert [Fraction(t).limit_denominator(1000) for t in table.times] == [
        table.seconds(i) for i in range(len(table))
    ]
    assert table.duration == table.seconds(119) + Fraction(17, 1000)


@pytest.mark.parametrize("name", ["milliseconds.mkv", "variable.mp4", "wrap.ts"])
def test_the_frame_at_its_own_time_is_itself(table_of: TableOf, name: str) -> None:
    table = table_of(name)

    assert [table.index_at(float(table.seconds(i))) for i in range(100)] == list(range(100))


@pytest.mark.parametrize(("seconds", "index"), [(-5, 0), (0.0399, 0), (0.0401, 1), (99, 119)])
def test_the_frame_on_screen_is_the_last_begun(
    table_of: TableOf, seconds: float, index: int
) -> None:
    assert table_of("long_gop.mp4").index_at(seconds) == index


def test_a_frame_outside_the_video_has_no_time(table_of: TableOf) -> None:
    with pytest.raises(IndexError, match="frame 120 of a video of 120"):
        table_of("long_gop.mp4").seconds(120)


def test_a_hole_lets_the_frame_before_stay_longer(table_of: TableOf) -> None:
    table = table_of("variable.mp4")

    assert int(table.durations.max()) * table.stream.time_base > Fraction(9, 10)


@pytest.mark.parametrize("name", ["edit_list.mp4", "joined.ts", "one_frame.mp4"])
def test_a_table_survives_as_bytes(table_of: TableOf, name: str) -> None:
    table = table_of(name)

    again = table_from_bytes(table_to_bytes(table))

    assert again.stream == table.stream
    for field, value in vars(table).items():
        if isinstance(value, np.ndarray):
            assert getattr(again, field).tolist() == value.tolist(), field


@pytest.mark.parametrize("data", [b"", b"TLFT" + bytes(50), bytes(1000)])
def test_bytes_that_are_no_table_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        table_from_bytes(data)


def test_scanning_reports_bytes_up_to_the_size_of_the_file(shelf: Shelf) -> None:
    reports = list(scan_frames(shelf.path("long_gop.mp4")))

    size = shelf.path("long_gop.mp4").stat().st_size
    assert reports[0] == Progress(0, size, "bytes")
    assert reports[-1] == Progress(size, size, "bytes")


def test_scanning_may_be_broken_off(shelf: Shelf) -> None:
    work = scan_frames(shelf.path("offset.ts"))
    next(work)

    work.close()

    assert next(work, None) is None


@pytest.mark.parametrize(("name", "facts"), REAL.items())
def test_real_clips_open_with_the_frames_that_are_shown(
    footage: Path, name: str, facts: tuple[int, Fraction]
) -> None:
    table = drained(scan_frames(footage / "containers" / name))

    assert (len(table), table.rate) == facts
    assert table.stream.audio is not None
