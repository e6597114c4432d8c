"""The pictures of a chunk as a detector wants them: small, with those just before."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from storage.media.frame_table import FrameTable
from storage.media.reader import Frame, FrameReader


@dataclass(frozen=True, eq=False)
class FrameBlock:
    """The real pictures of frames `[first, stop)`, and of the pre-roll in front of them."""

    first: int
    stop: int
    pictures: NDArray[np.uint8]  # (number, height, width), or (number, height, width, 3) RGB
    frames: NDArray[np.intp]  # (number,): whose they are; a lost frame has no picture here


class FrameBlockReader:
    """Reads blocks of one video; a block that follows the last one costs no second decoding.

    The pictures are the same however a block is reached. To be used by one thread at a time.
    """

    def __init__(
        self,
        reader: FrameReader,
        table: FrameTable,
        size: tuple[int, int],
        preroll: int,
        cancelled: Callable[[], bool],
        colour: bool = False,
    ) -> None:
        self._reader = reader
        self._frames = len(table)
        self._size = size
        self._preroll = preroll
        self._cancelled = cancelled
        self._colour = colour
        shape = (0, size[1], size[0], 3) if colour else (0, size[1], size[0])
        self._last = FrameBlock(0, 0, np.zeros(shape, np.uint8), np.zeros(0, np.intp))
        self.read_so_far = 0  # frames, without pre-rolls; may be looked at by other threads

    def read(self, first: int, stop: int) -> FrameBlock:
        """The block of `[first, stop)`. ReadCancelled, or UserError if the file is unreadable."""
        start = max(first - self._preroll, 0)
        kept = (self._last.frames >= start) & (self._last.stop == first)
        pictures, frames = list(self._last.pictures[kept]), list(self._last.frames[kept])
        for frame in self._reader.frames(
            first if self._last.stop == first else start, stop, self._cancelled
        ):
            # a lost frame shows its neighbour's picture, in which the ball is not where it was
            if frame.shown == frame.index:
                pictures.append(resized_picture(frame, self._size, self._colour))
                frames.append(frame.index)
            self.read_so_far += frame.index >= first
        stack = np.stack(pictures) if pictures else self._last.pictures[:0]
        self._last = FrameBlock(first, stop, stack, np.array(frames, np.intp))
        return self._last


def resized_picture(frame: Frame, size: tuple[int, int], colour: bool) -> NDArray[np.uint8]:
    """A frame as detectors see it, of this width and height: grey, or (height, width, 3) RGB."""
    if not colour:
        return frame.luma(*size)
    return np.asarray(cv2.cvtColor(frame.bgra(*size), cv2.COLOR_BGRA2RGB), np.uint8)
