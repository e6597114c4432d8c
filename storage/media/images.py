"""Single frames as PNG and JPEG files."""

from pathlib import Path
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from storage.errors import UserError
from storage.files import write_bytes
from storage.foreign_files import read_at_most
from storage.media.reader import Frame

ImageKind = Literal["jpeg", "png"]
JPEG_QUALITY = 95
_MAX_FILE = 40 << 20  # bytes of a picture of others
_MAX_PIXELS = 100_000_000
_PNG = b"\x89PNG\r\n\x1a\n"


def write_png(frame: Frame, path: Path) -> None:
    """Write `frame` at display size as a PNG file. Raises UserError if the disk refuses."""
    write_bytes(path, png_bytes(frame.bgra()))


def png_bytes(pixels: NDArray[np.uint8]) -> bytes:
    """A PNG file of pixels (H, W, 3) BGR or (H, W, 4) BGRA, alpha left out."""
    return _encoded(".png", pixels, [])


def jpeg_bytes(pixels: NDArray[np.uint8], quality: int = JPEG_QUALITY) -> bytes:
    """A JPEG file of pixels (H, W, 3) BGR or (H, W, 4) BGRA, alpha left out; quality 1 to 100."""
    return _encoded(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])


def picture_bytes(frame: Frame, kind: ImageKind) -> bytes:
    """`frame` at display size as a file of that kind."""
    return png_bytes(frame.bgra()) if kind == "png" else jpeg_bytes(frame.bgra())


def grey_picture(path: Path) -> NDArray[np.uint8] | None:
    """The JPEG or PNG file at `path` in grey, (H, W); None where it is no such picture.

    Raises UserError if it cannot be read or is too large to be one of a video.
    """
    return _decoded(path, cv2.IMREAD_GRAYSCALE)


def colour_picture(path: Path) -> NDArray[np.uint8] | None:
    """The JPEG or PNG file at `path` in RGB, (H, W, 3); None where it is no such picture.

    Raises UserError if it cannot be read or is too large to be one of a video.
    """
    decoded = _decoded(path, cv2.IMREAD_COLOR)
    return None if decoded is None else np.ascontiguousarray(decoded[:, :, ::-1])


def _decoded(path: Path, flags: int) -> NDArray[np.uint8] | None:
    try:
        data = read_at_most(path, _MAX_FILE)
    except OSError as error:
        advice = f"{error.strerror or error}. Leave it out, or choose another folder."
        raise UserError(f"{path} could not be read.", advice) from error
    size = picture_size(data)
    if size is None:
        return None
    if len(data) > _MAX_FILE or size[0] * size[1] > _MAX_PIXELS:
        raise UserError(
            f"{path} is too large for a picture.", "It cannot be a frame of a video. Leave it out."
        )
    try:
        decoded = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    except cv2.error:
        return None
    return None if decoded is None else decoded.astype(np.uint8)


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Width and height that the head of a JPEG or PNG file names; None where it is neither.

    Read before a file is decoded: a few bytes may stand for more pixels than fit into memory.
    """
    if data.startswith(_PNG) and data[12:16] == b"IHDR" and len(data) >= 24:
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    return _jpeg_size(data) if data.startswith(b"\xff\xd8") else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """The size in the first frame header (ITU-T T.81, B.2.2) of a JPEG file."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xFF:  # a byte that fills
            at += 1
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = data[at + 5 : at + 7], data[at + 7 : at + 9]
            return int.from_bytes(width, "big"), int.from_bytes(height, "big")
        else:
            at += 2 + max(length, 2)
    return None


def _encoded(kind: str, pixels: NDArray[np.uint8], options: list[int]) -> bytes:
    # encoded in memory: cv2 writes no file whose path the system's code page does not have
    encoded, data = cv2.imencode(kind, np.ascontiguousarray(pixels[:, :, :3]), options)
    if not encoded:
        raise ValueError(f"a picture of shape {pixels.shape} could not be encoded as {kind}")
    return data.tobytes()
