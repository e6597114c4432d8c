"""Single frames as PNG and JPEG files."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from storage.files import write_bytes
from storage.media.reader import Frame

JPEG_QUALITY = 95


def write_png(frame: Frame, path: Path) -> None:
    """Write `frame` at display size as a PNG file. Raises UserError if the disk refuses."""
    write_bytes(path, png_bytes(frame.bgra()))


def png_bytes(pixels: NDArray[np.uint8]) -> bytes:
    """A PNG file of pixels (H, W, 3) BGR or (H, W, 4) BGRA, alpha left out."""
    return _encoded(".png", pixels, [])


def jpeg_bytes(pixels: NDArray[np.uint8], quality: int = JPEG_QUALITY) -> bytes:
    """A JPEG file of pixels (H, W, 3) BGR or (H, W, 4) BGRA, alpha left out; quality 1 to 100."""
    return _encoded(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])


def _encoded(kind: str, pixels: NDArray[np.uint8], options: list[int]) -> bytes:
    # encoded in memory: cv2 writes no file whose path the system's code page does not have
    done, data = cv2.imencode(kind, np.ascontiguousarray(pixels[:, :, :3]), options)
    if not done:
        raise ValueError(f"a picture of shape {pixels.shape} could not be encoded as {kind}")
    return data.tobytes()
