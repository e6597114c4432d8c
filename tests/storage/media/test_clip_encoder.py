from collections.abc import Callable
from fractions import Fraction
from math import ceil
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from storage.errors import UserError
from storage.media.clip_encoder import clip_clock, cut_clip
from storage.media.encoding import LIMITED
from storage.media.frame_table import FrameTable
from storage.media.reader import FrameReader
from storage.progress import Progress
from tests.clips.shelf import INTACT, Shelf
from tests.clips.writing import Recipe, remux, write_clip
from tests.draining import drained
from tests.storage.media.reading import numbers, pictures, sound, table_of, times


def cut(
    shelf: Shelf, name: str, out: Path, first: int, stop: int
) -> tuple[FrameTable, Path, range]:
    """A clip of a clip: the source's table, the result, and the numbers it should show."""
    clip = shelf.clip(name)
    table = table_of(clip.path)
    stop = min(stop, len(table))
    drained(cut_clip(clip.path, table, first, stop, out))
    return table, out, range(clip.first + first, clip.first + stop)


@pytest.mark.parametrize("name", INTACT)
def test_clips_of_every_kind_hold_the_frames_asked_for(
    shelf: Shelf, tmp_path: Path, name: str
) -> None:
    first = min(11, shelf.clip(name).frames - 1)

    table, out, expected = cut(shelf, name, tmp_path / "a.mp4", first, first + 23)

    asked = range(first, first + len(expected))
    assert numbers(out, table) == [
        number % 75 if name == "joined.ts" else number for number in expected
    ]
    clock = clip_clock(table)
    assert times(out) == [clock.seconds(first, index) for index in asked]


@pytest.mark.parametrize("name", ["long_gop.mp4", "edit_list.mp4", "mid_gop.ts", "variable.mp4"])
@pytest.mark.parametrize("last", [1, 5])
def test_the_last_frames_can_be_cut(shelf: Shelf, tmp_path: Path, name: str, last: int) -> None:
    frames = shelf.clip(name).frames

    _, out, expected = cut(shelf, name, tmp_path / "a.mp4", frames - last, frames)

    assert numbers(out) == list(expected)


@pytest.mark.parametrize("name", ["scribbled.mp4", "lossy.ts", "cut_short.mp4"])
def test_damaged_videos_keep_count_and_times(shelf: Shelf, tmp_path: Path, name: str) -> None:
    table, out, _ = cut(shelf, name, tmp_path / "a.mp4", 0, 10**6)

    assert times(out) == [table.seconds(index) for index in range(len(table))]


def test_the_last_frame_is_shown_as_long_as_in_the_source(shelf: Shelf, tmp_path: Path) -> None:
    table, out, _ = cut(shelf, "variable.mp4", tmp_path / "a.mp4", 3, 31)

    with av.open(out) as file:
        stream = file.streams.video[0]
        assert stream.duration is not None
        assert stream.time_base is not None
        assert stream.duration * stream.time_base == table.seconds(31) - table.seconds(3)


@pytest.mark.parametrize("name", ["full_hd.mp4", "ten_bit.mov", "mpeg2.ts"])
def test_colour_tags_are_those_of_the_source(shelf: Shelf, tmp_path: Path, name: str) -> None:
    table, out, _ = cut(shelf, name, tmp_path / "a.mp4", 0, 3)

    assert tags(table_of(out)) == tags(table)


def tags(table: FrameTable) -> tuple[int, ...]:
    """The colour tags, a range that is not said being the limited one."""
    stream = table.stream
    spoken = stream.color_range or LIMITED
    return stream.colorspace, spoken, stream.color_primaries, stream.color_trc


def test_pixels_that_are_not_square_stay_so(shelf: Shelf, tmp_path: Path) -> None:
    _, out, _ = cut(shelf, "anamorphic.mp4", tmp_path / "a.mp4", 0, 3)

    assert (table_of(out).stream.width, table_of(out).stream.height) == (640, 360)
    assert pictures(out)[0].width == 480


@pytest.mark.parametrize("name", ["long_gop.mp4", "late_video.mp4", "late_sound.mp4", "offset.ts"])
def test_sound_is_cut_to_the_sample(shelf: Shelf, tmp_path: Path, name: str) -> None:
    clip = shelf.clip(name)
    table = table_of(clip.path)
    first, stop = table.index_at(0.7), table.index_at(2.3)
    start, end = table.seconds(first), table.seconds(stop)

    drained(cut_clip(clip.path, table, first, stop, tmp_path / "a.mp4"))

    with av.open(tmp_path / "a.mp4") as file:
        assert file.streams.audio[0].duration == round(end * 48_000) - round(start * 48_000)
    early = Fraction(12, 25) if name == "late_video.mp4" else 0  # zero is the first frame
    beep = (ceil(start + early) - early - start) * 48_000
    assert abs(onset(sound(tmp_path / "a.mp4")) - beep) < 60


def onset(heard: NDArray[np.float32]) -> int:
    """The first loud sample behind a silent one: a beep may be cut at the start."""
    silent = int(np.argmax(np.convolve(np.abs(heard), np.ones(480) / 480, "valid") < 0.01))
    return silent + int(np.argmax(np.abs(heard[silent:]) > 0.05))


def test_a_silent_video_gives_a_silent_clip(shelf: Shelf, tmp_path: Path) -> None:
    _, out, _ = cut(shelf, "one_gop.mp4", tmp_path / "a.mp4", 0, 3)

    assert table_of(out).stream.audio is None


def blacken(pixels: NDArray[np.uint8], index: int) -> None:
    pixels[100:200, 10 * index : 10 * index + 100] = 0


@pytest.mark.parametrize("name", ["long_gop.mp4", "ten_bit.mov", "offset.ts"])
def test_drawings_are_on_their_frames(shelf: Shelf, tmp_path: Path, name: str) -> None:
    clip = shelf.clip(name)
    table = table_of(clip.path)

    drained(cut_clip(clip.path, table, 20, 26, tmp_path / "a.mp4", blacken))

    assert numbers(tmp_path / "a.mp4") == list(range(20, 26))
    for index, frame in enumerate(pictures(tmp_path / "a.mp4"), 20):
        pixels = frame.to_ndarray(format="bgr24")
        assert pixels[110:190, 10 * index + 10 : 10 * index + 90].max() < 20
        assert pixels[110:190, 10 * index + 110].min() > 40


def test_colours_survive_the_way_through_pixels(shelf: Shelf, tmp_path: Path) -> None:
    clip = shelf.clip("full_hd.mp4")
    table = table_of(clip.path)

    drained(cut_clip(clip.path, table, 0, 2, tmp_path / "a.mp4", lambda pixels, index: None))

    before, after = (pictures(path)[0].to_ndarray() for path in (clip.path, tmp_path / "a.mp4"))
    assert abs(before.astype(int) - after).mean() < 1


def test_progress_counts_frames(shelf: Shelf, tmp_path: Path) -> None:
    clip = shelf.clip("one_gop.mp4")

    steps = list(cut_clip(clip.path, table_of(clip.path), 5, 8, tmp_path / "a.mp4"))

    assert steps == [Progress(done, 3) for done in (0, 1, 2, 3, 3, 3, 3)]


@pytest.mark.parametrize("steps", [1, 5, 12])
def test_cancelling_leaves_nothing(shelf: Shelf, tmp_path: Path, steps: int) -> None:
    clip = shelf.clip("long_gop.mp4")
    work = cut_clip(clip.path, table_of(clip.path), 0, 10, tmp_path / "a.mp4")
    for _ in range(steps):
        next(work)
    work.close()

    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_and_leaves_nothing(
    shelf: Shelf, tmp_path: Path, tiny_disk: Callable[[int], None]
) -> None:
    clip = shelf.clip("long_gop.mp4")
    table = table_of(clip.path)
    tiny_disk(4000)

    with pytest.raises(UserError, match=r"a\.mp4 could not be written"):
        drained(cut_clip(clip.path, table, 0, 60, tmp_path / "a.mp4"))

    assert list(tmp_path.iterdir()) == []


def test_a_video_that_is_gone_is_told_and_leaves_nothing(shelf: Shelf, tmp_path: Path) -> None:
    table = table_of(shelf.path("one_frame.mp4"))

    with pytest.raises(UserError, match=r"gone\.mp4 does not exist"):
        drained(cut_clip(tmp_path / "gone.mp4", table, 0, 1, tmp_path / "a.mp4"))

    assert list(tmp_path.iterdir()) == []


def test_no_frames_are_no_clip(shelf: Shelf, tmp_path: Path) -> None:
    clip = shelf.clip("one_frame.mp4")

    with pytest.raises(ValueError, match="frames 1 to 1 of a video of 1"):
        next(cut_clip(clip.path, table_of(clip.path), 1, 1, tmp_path / "a.mp4"))


def test_real_clips_are_cut_at_the_right_pictures(footage: Path, tmp_path: Path) -> None:
    for path in sorted(footage.glob("containers/*.mp4")):
        table = table_of(path)

        drained(cut_clip(path, table, 77, 80, tmp_path / path.name))

        around = small(path, 76, 81)
        for number, shown in enumerate(small(tmp_path / path.name, 0, 3), 1):
            differences = [np.abs(shown - picture).mean() for picture in around]
            assert differences[number] <= min(differences) + 0.2  # neighbours may be alike
            assert differences[number] < 3


def small(path: Path, first: int, stop: int) -> list[NDArray[np.int16]]:
    """The brightness of some frames, on a scale at which coding noise is gone."""
    with FrameReader(path, table_of(path)) as reader:
        frames = reader.frames(first, stop)
        return [frame.luma(320, 180).astype(np.int16) for frame in frames]


@pytest.mark.parametrize("again", ["", ".mp4", ".mov"])
@pytest.mark.parametrize(
    "rate", [Fraction(60), Fraction(30), Fraction(30_000, 1001), Fraction(90), Fraction(240)]
)
def test_clips_of_a_constant_rate_have_its_times(
    tmp_path: Path, rate: Fraction, again: str
) -> None:
    source = write_clip(tmp_path / "a.mkv", Recipe(60, rate=rate, height=180, b_frames=0))
    source = remux(source, source.with_suffix(again)) if again else source

    out = drained(cut_clip(source, table_of(source), 10, 50, tmp_path / "clip.mp4"))

    assert times(out) == [number / rate for number in range(40)]
    assert table_of(out).rate == rate
