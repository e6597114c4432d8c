"""A number painted into a picture so that any damage to it shows."""

import numpy as np
from numpy.typing import NDArray

BITS = 16
BOX = 16  # pixels a side; a multiple of the codecs' blocks keeps the boxes sharp


def paint_number(luma: NDArray[np.uint8], number: int) -> None:
    """Paint `number` top left: a row of boxes for its bits, below it a row of their complement."""
    for bit in range(BITS):
        white = number >> bit & 1
        columns = slice(bit * BOX, (bit + 1) * BOX)
        luma[:BOX, columns] = 235 if white else 16
        luma[BOX : 2 * BOX, columns] = 16 if white else 235


def read_number(luma: NDArray[np.uint8]) -> int | None:
    """The number painted into a picture, None if the rows do not agree: damaged or blended."""
    boxes = luma[: 2 * BOX, : BITS * BOX].reshape(2, BOX, BITS, BOX)[:, 4:12, :, 4:12]
    bits, complement = boxes.mean(axis=(1, 3)) > 120
    if (bits == complement).any():
        return None
    return int(sum(1 << bit for bit in range(BITS) if bits[bit]))
