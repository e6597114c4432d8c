from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from storage.media.audio import AudioReader
from storage.media.frame_table import FrameTable, scan_frames
from tests.clips.shelf import Shelf
from tests.draining import drained
from tests.storage.media.reading import read_audio

RATE = 48_000
TableOf = Callable[[str], FrameTable]


def beeps(samples: NDArray[np.int16], rate: int = RATE) -> list[float]:
    """Seconds at which a beep begins."""
    loud = np.abs(samples[:, 0].astype(int)) > 3000
    begins = np.flatnonzero(
        loud & ~np.roll(np.convolve(loud, np.ones(4800), "full") > 0, 1)[: len(loud)]
    )
    return [round(begin / rate, 2) for begin in begins]


def whole(shelf: Shelf, table_of: TableOf, name: str, rate: int = RATE) -> NDArray[np.int16]:
    table = table_of(name)
    return read_audio(shelf.path(name), table, 0, len(table), rate)


@pytest.mark.parametrize(
    ("name", "heard"),
    [
        ("long_gop.mp4", [0.0, 1.0, 2.0, 3.0, 4.0]),
        ("late_sound.mp4", [1.0, 2.0]),
        ("late_video.mp4", [0.52, 1.52, 2.52]),  # the picture comes 0.48 s after the sound
        ("edit_list.mp4", [0.2, 1.2, 2.2]),  # 1.8 s are cut off
        ("offset.ts", [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]),
    ],
)
def test_sound_keeps_its_place_beside_the_picture(
    shelf: Shelf, table_of: TableOf, name: str, heard: list[float]
) -> None:
    assert beeps(whole(shelf, table_of, name)) == pytest.approx(heard, abs=0.011)


@pytest.mark.parametrize("rate", [48_000, 44_100, 16_000])
def test_a_range_has_as_many_samples_as_it_lasts(
    shelf: Shelf, table_of: TableOf, rate: int
) -> None:
    table = table_of("long_gop.mp4")

    samples = read_audio(shelf.path("long_gop.mp4"), table, 10, 35, rate)

    assert samples.shape == (rate, 2)
    assert samples.dtype == np.int16


def test_pieces_that_touch_make_the_whole(shelf: Shelf, table_of: TableOf) -> None:
    table = table_of("offset.ts")
    with AudioReader(shelf.path("offset.ts"), table) as reader:
        pieces = [reader.read(i, i + 10_000) for i in range(0, 200_000, 10_000)]
        jumped = reader.read(100_000, 110_000)

    assert (np.concatenate(pieces) == whole(shelf, table_of, "offset.ts")[:200_000]).all()
    assert np.abs(jumped.astype(int) - pieces[10]).max() < 100


def test_before_and_after_the_sound_is_silence(shelf: Shelf, table_of: TableOf) -> None:
    samples = whole(shelf, table_of, "late_sound.mp4")

    assert not samples[: RATE * 4 // 10].any()
    assert not samples[RATE * 27 // 10 :].any()
    assert samples.any()


def test_a_video_without_sound_is_silent(shelf: Shelf, table_of: TableOf) -> None:
    samples = whole(shelf, table_of, "one_gop.mp4")

    assert samples.shape == (3 * RATE, 2)
    assert not samples.any()


def test_sound_that_begins_before_the_picture_can_be_asked_for(
    shelf: Shelf, table_of: TableOf
) -> None:
    with AudioReader(shelf.path("late_video.mp4"), table_of("late_video.mp4")) as reader:
        early = reader.read(-RATE * 48 // 100, 0)

    assert beeps(early) == pytest.approx([0.0], abs=0.011)


def test_real_sound_is_as_long_as_the_picture(footage: Path) -> None:
    path = footage / "containers" / "nonzero_start_1080p30_audio.mp4"
    table = drained(scan_frames(path))

    samples = read_audio(path, table, 0, len(table))

    assert len(samples) == 93 * RATE // 30
    assert samples.any()
