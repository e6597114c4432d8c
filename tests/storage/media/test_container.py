"""Hostile files: one clear error each."""

import struct
from pathlib import Path

import cv2
import numpy as np
import pytest

from storage.errors import UserError
from storage.media.audio import AudioReader
from storage.media.container import MAX_SIDE
from storage.media.file_kinds import refusal_of
from storage.media.frame_table import scan_frames
from tests.clips.damage import add_stream
from tests.clips.shelf import Shelf
from tests.clips.writing import Recipe, write_clip
from tests.draining import drained

PLAY_LIST = "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nclip.mp4\n#EXT-X-ENDLIST\n"
CONTENTS = {
    "ten bytes": b"0123456789",
    "text": b"Not a video at all.\n" * 500,
    "zeros": bytes(100_000),
    "play list": PLAY_LIST.encode(),
    "list of files": b"ffconcat version 1.0\nfile clip.mp4\n",
    "subtitles": b"1\n00:00:01,000 --> 00:00:02,000\nServe\n",
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(200),
}


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_what_is_no_video_is_told_by_its_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(content)

    with pytest.raises(UserError, match=r"clip\.mp4") as told:
        drained(scan_frames(path))
    assert told.value.advice


def test_an_empty_file_is_said_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / "clip.mp4").touch()

    with pytest.raises(UserError, match=r"clip\.mp4 is empty"):
        drained(scan_frames(tmp_path / "clip.mp4"))


def test_a_folder_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is a folder"):
        drained(scan_frames(tmp_path))


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="does not exist"):
        drained(scan_frames(tmp_path / "gone.mp4"))


@pytest.mark.parametrize("name", ["sound.mp4", "cover.mp4"])
def test_sound_alone_is_no_video_even_with_a_cover_picture(shelf: Shelf, name: str) -> None:
    with pytest.raises(UserError, match="contains only sound"):
        drained(scan_frames(shelf.path(name)))


def test_a_name_like_an_address_is_a_name(shelf: Shelf, tmp_path: Path) -> None:
    path = tmp_path / "concat:a.mp4"
    path.write_bytes(shelf.path("one_frame.mp4").read_bytes())

    assert len(drained(scan_frames(path))) == 1


@pytest.mark.parametrize(
    ("size", "told"),
    # FFmpeg itself refuses so many pixels, before it says how many
    [((2 * MAX_SIDE, 100), f"too large: {2 * MAX_SIDE} by 100"), ((20_000, 9_000), r"forged\.avi")],
)
def test_a_forged_picture_size_is_refused(tmp_path: Path, size: tuple[int, int], told: str) -> None:
    field = struct.Struct("<ii")
    path = write_clip(tmp_path / "forged.avi", Recipe(2, codec="rawvideo", b_frames=0))
    path.write_bytes(path.read_bytes().replace(field.pack(640, 360), field.pack(*size)))

    with pytest.raises(UserError, match=told):
        drained(scan_frames(path))


def test_a_play_list_named_as_such_is_refused(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "clip.mp4").write_bytes(shelf.path("one_frame.mp4").read_bytes())
    (tmp_path / "list.m3u8").write_text(PLAY_LIST)

    with pytest.raises(UserError, match=r"list\.m3u8"):
        drained(scan_frames(tmp_path / "list.m3u8"))


def test_opening_videos_leaves_no_file_open(shelf: Shelf) -> None:
    open_files = Path("/proc/self/fd")
    if not open_files.is_dir():
        pytest.skip("this system does not tell")
    before = len(list(open_files.iterdir()))
    for _ in range(3):
        drained(scan_frames(shelf.path("one_frame.mp4")))

    assert len(list(open_files.iterdir())) == before


@pytest.mark.parametrize("share", [0.5, 0.6, 0.75, 0.9])
@pytest.mark.parametrize("kind", [0xE0, 0xC0, 0xBD])
def test_a_stream_that_begins_late_changes_nothing(
    shelf: Shelf, tmp_path: Path, share: float, kind: int
) -> None:
    plain = shelf.clip("offset.ts")
    path = add_stream(plain.path, tmp_path / "late.ts", share, kind)
    path = add_stream(path, path, share, kind, 0x301)

    table = drained(scan_frames(path))

    assert len(table) == plain.frames
    assert np.array_equal(table.pts, drained(scan_frames(plain.path)).pts)


def test_sound_goes_on_behind_a_stream_that_begins_late(shelf: Shelf, tmp_path: Path) -> None:
    plain = shelf.path("offset.ts")
    late = add_stream(plain, tmp_path / "late.ts", 0.6)

    heard = []
    for path in (plain, late):
        with AudioReader(path, drained(scan_frames(path))) as reader:
            heard.append(reader.read(0, 48_000 * 6))

    assert np.array_equal(heard[0], heard[1])
    assert heard[0].any()


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
