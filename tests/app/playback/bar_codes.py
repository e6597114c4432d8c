"""Videos whose frames carry their number as a bar code, so that a picture says which it is."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

BITS = 12
BOX = 16  # pixels


def coded_picture(number: int, width: int, height: int) -> NDArray[np.uint8]:
    """Luma (height, width): a row of boxes for the bits of `number`, their complement below."""
    luma = np.full((height, width), 90, np.uint8)
    for bit in range(BITS):
        one = bool(number >> bit & 1)
        columns = slice(bit * BOX, (bit + 1) * BOX)
        luma[:BOX, columns] = 235 if one else 16
        luma[BOX : 2 * BOX, columns] = 16 if one else 235
    return luma


def write_video(path: Path, frames: int, rate: int = 100, gop: int = 20) -> Path:
    """A small H.264 video with B-frames and a key frame every `gop` frames."""
    width, height = BITS * BOX, 96
    with av.open(path, "w") as container:
        stream = container.add_stream("libx264", rate=rate)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.time_base = Fraction(1, rate)
        stream.codec_context.gop_size = gop
        stream.options = {"preset": "veryfast", "sc_threshold": "0", "crf": "20"}
        for number in range(frames):
            planes = np.full((height * 3 // 2, width), 128, np.uint8)
            planes[:height] = coded_picture(number, width, height)
            frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def number_in(image: QImage) -> int:
    """The number that the picture carries; raises ValueError where the two rows disagree."""
    number = 0
    for bit in range(BITS):
        x = bit * BOX + BOX // 2
        one, zero = (image.pixelColor(x, y).green() > 120 for y in (BOX // 2, BOX * 3 // 2))
        if one == zero:
            raise ValueError(f"unreadable bit {bit}")
        number |= one << bit
    return number
