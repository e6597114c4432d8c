from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from storage.errors import UserError
from storage.files import file_written_beside
from storage.media.encoding import Colour, MovieWriter, PictureFormat, sound_rate_for

TICK = Fraction(1, 90_000)
UNEVEN = [0, 3003, 6006, 12012, 12500, 30000, 33000, 36000]  # pts of a variable rate
LAST = 4000
SMALL = PictureFormat(320, 240, TICK, Fraction(30))
ORANGE = (40, 130, 230)  # blue, green, red


def write(path: Path, pictures: PictureFormat = SMALL, colour: tuple[int, ...] = ORANGE) -> Path:
    """Write a picture of one colour for each of the uneven times."""
    pixels = np.full((pictures.height, pictures.width, 3), colour, np.uint8)
    with MovieWriter(path, pictures) as movie:
        for pts, stop in zip(UNEVEN, [*UNEVEN[1:], UNEVEN[-1] + LAST], strict=True):
            movie.write_pixels(pixels, pts, stop - pts)
    return path


def decoded_frames(path: Path) -> list[av.VideoFrame]:
    with av.open(str(path)) as file:
        return list(file.decode(video=0))


def times(frames: list[av.VideoFrame]) -> list[Fraction]:
    return [(frame.pts or 0) * (frame.time_base or TICK) for frame in frames]


def tags(frame: av.VideoFrame) -> Colour:
    return Colour(frame.colorspace, frame.color_range, frame.color_primaries, frame.color_trc)


def test_every_picture_is_shown_at_its_exact_time(tmp_path: Path) -> None:
    frames = decoded_frames(write(tmp_path / "a.mp4"))

    assert times(frames) == [pts * TICK for pts in UNEVEN]


def test_the_last_picture_is_shown_as_long_as_asked(tmp_path: Path) -> None:
    with av.open(str(write(tmp_path / "a.mp4"))) as file:
        stream = file.streams.video[0]

        assert stream.duration == UNEVEN[-1] + LAST


def test_a_time_base_of_milliseconds_stays_exact(tmp_path: Path) -> None:
    ms = PictureFormat(320, 240, Fraction(1, 1000), Fraction(30))

    frames = decoded_frames(write(tmp_path / "a.mp4", ms))

    assert times(frames) == [Fraction(pts, 1000) for pts in UNEVEN]


@pytest.mark.parametrize(
    "colour", [Colour(), Colour(6, 1, 6, 6), Colour(5, 2, 5, 6), Colour(9, 1, 9, 14)]
)
def test_colour_tags_and_colours_survive(tmp_path: Path, colour: Colour) -> None:
    frame = decoded_frames(
        write(tmp_path / "a.mp4", PictureFormat(320, 240, TICK, Fraction(30), colour=colour))
    )[0]

    assert tags(frame) == colour
    assert np.abs(frame.to_ndarray(format="bgr24")[100, 100].astype(int) - ORANGE).max() <= 3


@pytest.mark.parametrize(
    ("width", "height", "matrix"),
    [(720, 576, 5), (1280, 720, 1), (1280, 536, 1), (1279, 576, 5), (720, 1280, 1), (960, 540, 5)],
)
def test_untagged_pictures_are_judged_by_their_size(width: int, height: int, matrix: int) -> None:
    assert Colour(matrix=2).scaler_matrix(width, height) == matrix


def test_pictures_that_stand_for_hours_are_written(tmp_path: Path) -> None:
    slow = PictureFormat(320, 240, TICK, Fraction(1, 7200))

    assert len(decoded_frames(write(tmp_path / "a.mp4", slow))) == len(UNEVEN)


def test_odd_sizes_lose_a_row_and_a_column(tmp_path: Path) -> None:
    frame = decoded_frames(write(tmp_path / "a.mp4", PictureFormat(321, 241, TICK, Fraction(30))))[
        0
    ]

    assert (frame.width, frame.height) == (320, 240)


def test_the_shape_of_pixels_is_kept(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", PictureFormat(320, 240, TICK, Fraction(30), Fraction(64, 45)))

    with av.open(str(path)) as file:
        assert file.streams.video[0].sample_aspect_ratio == Fraction(64, 45)


def test_decoded_pictures_of_other_kinds_are_converted(tmp_path: Path) -> None:
    deep = av.VideoFrame.from_ndarray(np.full((240, 320, 3), 128, np.uint8), "rgb24")
    with MovieWriter(tmp_path / "a.mp4", SMALL) as movie:
        movie.write(deep.reformat(format="yuv422p10le"), 0, 3000)

    assert len(decoded_frames(tmp_path / "a.mp4")) == 1


def tone(samples: int) -> np.ndarray[tuple[int, int], np.dtype[np.int16]]:
    wave = 8000 * np.sin(np.arange(samples) * 2 * np.pi * 440 / 44_100)
    return np.stack([wave, wave], axis=1).astype(np.int16)


def test_sound_starts_at_its_first_sample_and_none_is_lost(tmp_path: Path) -> None:
    sound = tone(44_100)
    sound[:20_000] = 0
    with MovieWriter(tmp_path / "a.mp4", SMALL, 44_100) as movie:
        movie.write_pixels(np.zeros((240, 320, 3), np.uint8), 0, 90_000)
        for first in range(0, 44_100, 10_000):
            movie.write_sound(sound[first : first + 10_000])

    with av.open(str(tmp_path / "a.mp4")) as file:
        heard = np.concatenate([frame.to_ndarray()[0] for frame in file.decode(audio=0)])
        assert file.streams.audio[0].duration == 44_100
    assert abs(int(np.argmax(np.abs(heard) > 0.05)) - 20_000) < 40


def test_sound_for_a_silent_file_is_refused(tmp_path: Path) -> None:
    with (
        pytest.raises(ValueError, match="without a sound rate"),
        MovieWriter(tmp_path / "a.mp4", SMALL) as movie,
    ):
        movie.write_sound(tone(10))


@pytest.mark.parametrize(
    ("rate", "written"), [(44_100, 44_100), (48_000, 48_000), (37_800, 48_000)]
)
def test_sound_keeps_its_rate_where_aac_has_it(rate: int, written: int) -> None:
    assert sound_rate_for(rate) == written


def noise(path: Path) -> None:
    random = np.random.default_rng(1)
    with file_written_beside(path) as part, MovieWriter(part, SMALL) as movie:
        for pts in range(0, 300_000, 3000):
            movie.write_pixels(random.integers(0, 255, (240, 320, 3), np.uint8), pts, 3000)


def test_a_full_disk_is_told(tmp_path: Path, tiny_disk: Callable[[int], None]) -> None:
    tiny_disk(100_000)

    with pytest.raises(UserError, match=r"a\.mp4 could not be written"):
        noise(tmp_path / "a.mp4")
