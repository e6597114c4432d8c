"""What a file is that FFmpeg cannot open as a video, where its first bytes tell, and what to do."""

from pathlib import Path
from typing import BinaryIO

from storage.errors import UserError

_HEAD = 4096  # bytes
_PICTURES = (
    b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"BM", b"II*\0", b"MM\0*", b"\0\0\1\0", b"8BPS",
    b"\x76\x2f\x31\x01", b"\0\0\0\x0cjP  ",
)  # fmt: skip
_LISTS = (b"#extm3u", b"ffconcat", b"[playlist]", b"<?wpl", b"<asx")
_BOXES = (b"ftyp", b"mdat", b"wide", b"free", b"skip", b"moov", b"pnot")  # first in MP4 and MOV
_MAX_BOXES = 100_000  # of a fragmented recording


def refusal_of(path: Path) -> UserError | None:
    """Why the file at `path` is no video that can be opened; None where its bytes do not tell."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            unfinished = head[4:8] in _BOXES and not _has_index(file)
    except OSError:
        return None
    if unfinished:
        return UserError(
            f"{path.name} has no index: the recording was not finished.",
            "The camera or recorder stopped before it wrote the index. Copy the file again, or let "
            "the camera or a repair program complete it.",
        )
    if head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return UserError(f"{path.name} is a picture, not a video.", "Choose a video file.")
    text = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if text.startswith(_LISTS):
        return UserError(
            f"{path.name} is a play list: it only names videos.",
            "Choose the video file itself. Save a stream as one file first.",
        )
    if text.startswith((b"<!doctype html", b"<html")):
        return UserError(
            f"{path.name} is a web page, not a video.",
            "The download failed, or needs a login. Download the video again.",
        )
    return None


def _has_index(file: BinaryIO) -> bool:
    """Whether one of the boxes of an MP4 or MOV file is its index, or that of a fragment."""
    place = 0
    for _ in range(_MAX_BOXES):
        file.seek(place)
        start = file.read(16)
        if len(start) < 8:
            return False
        if start[4:8] in (b"moov", b"moof"):
            return True
        size = int.from_bytes(start[:4], "big")
        if size == 1 and len(start) == 16:
            size = int.from_bytes(start[8:], "big")
        if size < 8:  # 0: to the end of the file
            return False
        place += size
    return True
