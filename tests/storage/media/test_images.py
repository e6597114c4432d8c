from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from storage.errors import UserError
from storage.media.encoding import MovieWriter, PictureFormat
from storage.media.frame_table import scan_frames
from storage.media.images import jpeg_bytes, png_bytes, write_png
from storage.media.reader import Frame, FrameReader
from tests.draining import drained

RANDOM = np.random.default_rng(7)


@pytest.fixture
def frame(tmp_path: Path) -> Frame:
    path = tmp_path / "a.mp4"
    with MovieWriter(path, PictureFormat(160, 120, Fraction(1, 30), Fraction(30))) as movie:
        movie.write_pixels(np.full((120, 160, 3), (40, 130, 230), np.uint8), 0, 1)
    with FrameReader(path, drained(scan_frames(path))) as reader:
        return reader.read(0)


def decoded(data: bytes) -> NDArray[np.uint8]:
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    assert picture is not None
    return picture.astype(np.uint8)


@pytest.mark.parametrize("channels", [3, 4])
def test_a_png_holds_every_pixel(channels: int) -> None:
    pixels = RANDOM.integers(0, 256, (30, 50, channels), np.uint8)

    assert np.array_equal(decoded(png_bytes(pixels)), pixels[:, :, :3])


def test_padded_rows_do_not_matter() -> None:
    pixels = RANDOM.integers(0, 256, (30, 64, 4), np.uint8)[:, :50]

    assert np.array_equal(decoded(png_bytes(pixels)), pixels[:, :, :3])


def test_a_jpeg_is_close() -> None:
    pixels = np.full((30, 50, 3), (40, 130, 230), np.uint8)

    assert np.abs(decoded(jpeg_bytes(pixels)).astype(int) - pixels).max() <= 3


def test_a_frame_is_written_under_any_name(tmp_path: Path, frame: Frame) -> None:
    write_png(frame, tmp_path / "Ballwechsel 球 ü.png")

    picture = decoded((tmp_path / "Ballwechsel 球 ü.png").read_bytes())
    assert picture.shape == (120, 160, 3)
    assert np.abs(picture[60, 80].astype(int) - (40, 130, 230)).max() <= 3


def test_a_missing_folder_is_told(tmp_path: Path, frame: Frame) -> None:
    with pytest.raises(UserError, match="folder does not exist"):
        write_png(frame, tmp_path / "none" / "a.png")
