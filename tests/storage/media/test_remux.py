from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from storage.errors import UserError
from storage.media.frame_table import FrameTable
from storage.media.remux import CopiedRange, copy_ending, fast_copy
from tests.clips.shelf import Shelf
from tests.clips.writing import Recipe, write_clip
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
    with pytest.raises(UserError, match=r"A \.mp4 file cannot hold"):
        copy(shelf, "ten_bit.mov", tmp_path, 0, 9, ".mp4")

    assert list(tmp_path.iterdir()) == []


def test_a_video_that_no_file_takes_in_pieces_is_named(tmp_path: Path) -> None:
    path = tmp_path / "replay.gif"
    with av.open(path, "w") as file:
        stream = file.add_stream("gif", rate=25)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "rgb8"
        for level in (0, 80, 200):
            picture = av.VideoFrame.from_ndarray(np.full((48, 64, 3), level, np.uint8))
            file.mux(stream.encode(picture.reformat(format="rgb8")))
        file.mux(stream.encode(None))

    table = table_of(path)
    with pytest.raises(UserError, match=r"replay\.gif cannot be copied in pieces") as told:
        drained(fast_copy(path, table, 0, 2, tmp_path / f"out{copy_ending(path)}"))
    assert "Cut the clip exactly" in told.value.advice


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


MATROSKA = {
    "two.mkv": Recipe(120, gop=30, b_frames=2),
    "sound.mkv": Recipe(120, gop=30, b_frames=3, sound=(0, 4.8)),
    "long.mkv": Recipe(300, gop=150, b_frames=3, rate=Fraction(30)),
    "short.mkv": Recipe(120, gop=12, b_frames=2, rate=Fraction(60_000, 1001)),
    "hevc.mkv": Recipe(
        90,
        codec="libx265",
        options={"preset": "ultrafast", "x265-params": "keyint=30:bframes=4:log-level=0"},
    ),
    "mpeg2.mkv": Recipe(90, codec="mpeg2video", gop=15, b_frames=2, options={"b": "2M"}),
}


@pytest.fixture(scope="module", params=MATROSKA)
def matroska(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("matroska")
    return write_clip(folder / request.param, MATROSKA[request.param])


@pytest.mark.parametrize("ending", [".mkv", ".mp4"])
@pytest.mark.parametrize("first", [0, 17, 31, 45, 61, 80])
def test_matroska_with_b_frames_is_copied_from_anywhere(
    matroska: Path, tmp_path: Path, first: int, ending: str
) -> None:
    table, out = table_of(matroska), tmp_path / f"a{ending}"

    copied = drained(fast_copy(matroska, table, first, first + 9, out))

    assert copied.first in table.seek_index
    assert copied.first <= first
    assert numbers(out) == list(range(copied.first, copied.stop))
    assert copied.stop >= first + 9


KINDS = {
    "a.vob": Recipe(60, codec="mpeg2video", gop=15, b_frames=2, options={"b": "2M"}),
    "a.mpg": Recipe(60, codec="mpeg1video", gop=15, b_frames=2, options={"b": "2M"}),
    "a.mxf": Recipe(60, codec="mpeg2video", gop=15, b_frames=2, options={"b": "2M"}),
    "a.flv": Recipe(60, gop=15, b_frames=2),
    "a.wmv": Recipe(60, codec="wmv2", gop=15, b_frames=0, options={"b": "2M"}),
    "a.3gp": Recipe(60, gop=15, b_frames=2),
    "a.asf": Recipe(60, codec="mpeg4", gop=15, b_frames=0, options={"b": "2M"}),
    "a.avi": Recipe(60, codec="mjpeg", pixels="yuvj420p", b_frames=0),
}


@pytest.mark.parametrize("name", KINDS)
def test_what_has_no_kind_of_file_of_its_own_is_copied_into_matroska(
    tmp_path: Path, name: str
) -> None:
    source = write_clip(tmp_path / name, KINDS[name])
    out = tmp_path / f"copy{copy_ending(source)}"

    copied = drained(fast_copy(source, table_of(source), 31, 40, out))

    assert out.suffix in (".mkv", source.suffix)
    assert numbers(out) == list(range(copied.first, copied.stop))


@pytest.mark.parametrize("name", ["no_clock.h264", "packets_only.avi"])
def test_a_file_without_stamps_is_cut_exactly_instead(
    shelf: Shelf, tmp_path: Path, name: str
) -> None:
    with pytest.raises(UserError, match="without usable time stamps") as refusal:
        copy(shelf, name, tmp_path, 3, 9, copy_ending(shelf.path(name)))

    assert "Export an exact clip instead" in refusal.value.advice


@pytest.mark.parametrize(
    ("name", "ending"), [("a.MP4", ".mp4"), ("b.mov", ".mov"), ("c.MTS", ".mts"), ("d", ".mkv")]
)
def test_a_copy_stays_in_its_kind_of_file(name: str, ending: str) -> None:
    assert copy_ending(Path(name)) == ending
