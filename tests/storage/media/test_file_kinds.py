"""Files that are no videos, as people choose them."""

import struct
from pathlib import Path

import cv2
import numpy as np
import pytest

from storage.errors import UserError
from storage.media.file_kinds import refusal_of
from storage.media.frame_table import scan_frames
from tests.clips.shelf import Shelf
from tests.draining import drained


def refused(path: Path) -> UserError:
    """What opening `path` is refused with."""
    with pytest.raises(UserError) as caught:
        drained(scan_frames(path))
    return caught.value


def boxes(path: Path) -> list[tuple[bytes, bytes]]:
    """The kind and the bytes of each box of an MP4 file."""
    data, place, found = path.read_bytes(), 0, []
    while place < len(data):
        (size,) = struct.unpack(">I", data[place : place + 4])
        found.append((data[place + 4 : place + 8], data[place : place + size]))
        place += size
    return found


@pytest.mark.parametrize("cut", ["no index", "in the middle of the pictures", "large box"])
def test_a_recording_that_was_not_finished_is_told(shelf: Shelf, tmp_path: Path, cut: str) -> None:
    parts = [data for kind, data in boxes(shelf.path("one_frame.mp4")) if kind != b"moov"]
    data = b"".join(parts)
    if cut == "in the middle of the pictures":
        data = data[:-20]
    if cut == "large box":  # as cameras begin it, before they know how long it will be
        data = parts[0] + struct.pack(">I4sQ", 1, b"mdat", 1 << 40) + bytes(500)
    (tmp_path / "GX010042.MP4").write_bytes(data)

    error = refused(tmp_path / "GX010042.MP4")
    assert error.title == "GX010042.MP4 has no index: the recording was not finished."
    assert "Copy the file again" in error.advice


@pytest.mark.parametrize("ending", ["png", "jpg", "bmp", "tiff", "webp", "jp2"])
def test_a_picture_is_called_one(tmp_path: Path, ending: str) -> None:
    picture = np.zeros((60, 80, 3), np.uint8)
    picture[20:40, 30:50] = 200
    cv2.imwrite(str(tmp_path / f"ball.{ending}"), picture)

    assert refused(tmp_path / f"ball.{ending}").title == f"ball.{ending} is a picture, not a video."


@pytest.mark.parametrize(
    "text",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nclip.ts\n#EXT-X-ENDLIST\n",
        "\ufeff#EXTM3U\r\nhttp://example.org/live.ts\r\n",
        "ffconcat version 1.0\nfile clip.mp4\n",
        "[playlist]\nFile1=clip.mp4\n",
    ],
)
def test_a_play_list_is_called_one(tmp_path: Path, text: str) -> None:
    (tmp_path / "live.m3u8").write_text(text)

    assert refused(tmp_path / "live.m3u8").title.startswith("live.m3u8 is a play list")


def test_a_web_page_is_called_one(tmp_path: Path) -> None:
    (tmp_path / "match.mp4").write_text("<!DOCTYPE html><html><body>Sign in</body></html>" * 50)

    assert "is a web page" in refused(tmp_path / "match.mp4").title


@pytest.mark.parametrize("data", [b"", b"0123456789", bytes(9000), b"Not a video.\n" * 99])
def test_of_other_files_nothing_is_said(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.mp4").write_bytes(data)

    assert refusal_of(tmp_path / "a.mp4") is None
    assert refusal_of(tmp_path / "gone.mp4") is None


def test_a_video_has_its_index(shelf: Shelf) -> None:
    assert refusal_of(shelf.path("one_frame.mp4")) is None
