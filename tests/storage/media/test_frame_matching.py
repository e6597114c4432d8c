"""Pictures taken at other rates find their frames again."""

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from storage.errors import UserError
from storage.media.encoding import MovieWriter, PictureFormat
from storage.media.frame_matching import FrameMatches, match_pictures
from storage.media.frame_table import FrameTable, scan_frames
from storage.media.images import jpeg_bytes
from storage.media.reader import FrameReader
from tests.clips.shelf import Shelf
from tests.draining import drained


@pytest.fixture(params=["long_gop.mp4", "variable.mp4"])
def clip(request: pytest.FixtureRequest, shelf: Shelf) -> Path:
    return shelf.path(request.param)


def extracted_pictures(
    clip: Path, table: FrameTable, frames: list[int], folder: Path
) -> list[Path]:
    """JPEG files of `frames` at half size, by other hands: smaller, and compressed harder."""
    paths = []
    with FrameReader(clip, table) as reader:
        for number, frame in enumerate(frames):
            paths.append(folder / f"img_{number:04d}.jpg")
            small = cv2.resize(reader.read(frame).bgra(), (320, 180), interpolation=cv2.INTER_AREA)
            paths[-1].write_bytes(jpeg_bytes(small.astype(np.uint8), 80))
    return paths


def matched(clip: Path, table: FrameTable, pictures: list[Path]) -> FrameMatches:
    return drained(match_pictures(pictures, clip, table))


def test_pictures_at_another_rate_find_their_frames(clip: Path, tmp_path: Path) -> None:
    table = drained(scan_frames(clip))
    frames = [round(number * 0.83) for number in range(100) if number * 0.83 < len(table) - 1]

    found = matched(clip, table, extracted_pictures(clip, table, frames, tmp_path))

    assert list(found.frames) == frames
    assert found.fits


def test_a_piece_of_the_video_is_found(shelf: Shelf, tmp_path: Path) -> None:
    clip = shelf.path("long_gop.mp4")
    table = drained(scan_frames(clip))

    found = matched(clip, table, extracted_pictures(clip, table, list(range(40, 60, 3)), tmp_path))

    assert found.frames == tuple(range(40, 60, 3))


def test_darker_copies_are_found(shelf: Shelf, tmp_path: Path) -> None:
    clip = shelf.path("long_gop.mp4")
    table = drained(scan_frames(clip))
    pictures = extracted_pictures(clip, table, [5, 50, 90], tmp_path)
    for path in pictures:
        dark = cv2.imread(str(path))
        assert dark is not None
        path.write_bytes(jpeg_bytes((dark * 0.7 + 10).astype(np.uint8)))

    assert matched(clip, table, pictures).frames == (5, 50, 90)


def test_pictures_of_something_else_are_far_off(shelf: Shelf, tmp_path: Path) -> None:
    clip = shelf.path("long_gop.mp4")
    noise = np.random.default_rng(1).integers(0, 255, (20, 32, 3), np.uint8)
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg_bytes(cv2.resize(noise, (640, 360)).astype(np.uint8)))

    assert not matched(clip, drained(scan_frames(clip)), [path]).fits


def players(path: Path, seed: int) -> Path:
    """A video of one court on which five people walk about, otherwise for each `seed`."""
    walk = np.random.default_rng(seed)
    court = np.full((180, 320, 3), 90, np.uint8)
    places = walk.integers(0, (280, 130), (5, 2))
    with MovieWriter(path, PictureFormat(320, 180, Fraction(1, 25), Fraction(25))) as movie:
        for frame in range(40):
            picture = court.copy()
            places = np.clip(places + walk.integers(-9, 10, (5, 2)), 0, (280, 130))
            for x, y in places:
                picture[y : y + 50, x : x + 40] = 220
            movie.write_pixels(picture, frame, 1)
    return path


def test_another_rally_on_the_same_court_does_not_fit(tmp_path: Path) -> None:
    here, there = players(tmp_path / "a.mp4", 1), players(tmp_path / "b.mp4", 2)
    table = drained(scan_frames(there))
    pictures = extracted_pictures(there, table, list(range(5, 35, 3)), tmp_path)

    assert matched(there, table, pictures).fits
    assert not matched(here, drained(scan_frames(here)), pictures).fits


def test_what_is_no_picture_is_told(shelf: Shelf, tmp_path: Path) -> None:
    clip = shelf.path("one_frame.mp4")
    (tmp_path / "a.jpg").write_text("a diary")

    with pytest.raises(UserError, match=r"a\.jpg is not a picture"):
        matched(clip, drained(scan_frames(clip)), [tmp_path / "a.jpg"])
