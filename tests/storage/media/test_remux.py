from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from storage.errors import UserError
from storage.media.frame_table import FrameTable
from storage.media.remux import CopiedRange, fast_copy
from tests.clips.shelf import Shelf
from tests.draining import drained
from tests.storage.media.reading import numbers, sound, table_of, times

COPYABLE = (
    *("long_gop.mp4", "one_gop.mp4", "variable.mp4", "hevc_open_gop.mp4", "late_video.mp4"),
    *(
        "offset.ts",
        "wrap.ts",
        "mpeg2.ts",
        "packed.avi",
        "rotated.mp4",
        "ten_bit.mov",
        "full_hd.mp4",
    ),
)


def copy(
    shelf: Shelf, name: str, folder: Path, first: int, stop: int, ending: str = ".mov"
) -> tuple[FrameTable, CopiedRange]:
    clip = shelf.clip(name)
    table = table_of(clip.path)
    return table, drained(
        fast_copy(clip.path, table, first, min(stop, len(table)), folder / f"a{ending}")
    )


@pytest.mark.parametrize("name", COPYABLE)
def test_a_copy_holds_the_frames_that_it_says(shelf: Shelf, tmp_path: Path, name: str) -> None:
    table, copied = copy(shelf, name, tmp_path, 17, 27)

    held = range(copied.first, copied.stop)
    assert copied.first <= 17
    assert copied.stop >= 27
    assert numbers(copied.path) == list(held)
    assert times(copied.path) == [table.seconds(i) - table.seconds(held[0]) for i in held]


@pytest.mark.parametrize("ending", [".mp4", ".MKV", ".ts"])
def test_a_copy_may_be_of_another_kind(shelf: Shelf, tmp_path: Path, ending: str) -> None:
    _, copied = copy(shelf, "offset.ts", tmp_path, 17, 27, ending)

    assert numbers(copied.path) == list(range(copied.first, copied.stop))


def test_a_copy_begins_at_the_key_frame_before(shelf: Shelf, tmp_path: Path) -> None:
    _, copied = copy(shelf, "long_gop.mp4", tmp_path, 70, 80)

    assert copied.first == 60


def test_a_copy_may_reach_to_the_end(shelf: Shelf, tmp_path: Path) -> None:
    _, copied = copy(shelf, "mpeg2.ts", tmp_path, 50, 75)

    assert copied.stop == 75
    assert numbers(copied.path)[-1] == 74


@pytest.mark.parametrize("name", ["long_gop.mp4", "offset.ts"])
def test_the_sound_comes_along(shelf: Shelf, tmp_path: Path, name: str) -> None:
    table, copied = copy(shelf, name, tmp_path, 0, 60, ".mp4")

    heard = np.abs(sound(copied.path))
    start, end = (float(table.seconds(index)) for index in (copied.first, copied.stop))
    beep = round((1 - start) * 48_000)
    assert heard[beep - 3000 : beep - 1500].max() < 0.05
    assert heard[beep + 1500 : beep + 3000].max() > 0.2
    assert len(heard) / 48_000 == pytest.approx(end - start, abs=0.05)


def test_turned_pictures_stay_turned(shelf: Shelf, tmp_path: Path) -> None:
    _, copied = copy(shelf, "rotated.mp4", tmp_path, 0, 10)

    assert table_of(copied.path).stream.rotation == 90


@pytest.mark.parametrize("name", ["edit_list.mp4", "no_clock.h264"])
def test_a_piece_without_a_shown_key_frame_is_not_copied(
    shelf: Shelf, tmp_path: Path, name: str
) -> None:
    with pytest.raises(UserError, match="Export an exact clip instead"):
        copy(shelf, name, tmp_path, 3, 9)

    assert list(tmp_path.iterdir()) == []


def test_what_a_kind_of_file_does_not_take_is_told(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"a\.mp4 cannot hold"):
        copy(shelf, "ten_bit.mov", tmp_path, 0, 9, ".mp4")

    assert list(tmp_path.iterdir()) == []


def test_an_ending_of_no_video_is_told(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"Use one of these: \.mp4"):
        copy(shelf, "one_frame.mp4", tmp_path, 0, 1, ".txt")


def test_cancelling_leaves_nothing(shelf: Shelf, tmp_path: Path) -> None:
    clip = shelf.clip("long_gop.mp4")
    work = fast_copy(clip.path, table_of(clip.path), 0, 60, tmp_path / "a.mp4")
    next(work)
    work.close()

    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_and_leaves_nothing(
    shelf: Shelf, tmp_path: Path, tiny_disk: Callable[[int], None]
) -> None:
    shelf.clip("long_gop.mp4")
    tiny_disk(2000)

    with pytest.raises(UserError, match=r"a\.mp4 could not be written"):
        copy(shelf, "long_gop.mp4", tmp_path, 0, 60, ".mp4")

    assert list(tmp_path.iterdir()) == []


def test_damaged_packets_are_copied_as_they_are(shelf: Shelf, tmp_path: Path) -> None:
    _, copied = copy(shelf, "scribbled.mp4", tmp_path, 0, 60, ".mp4")

    with av.open(copied.path) as file:
        assert sum(packet.size > 0 for packet in file.demux(video=0)) == copied.stop
