"""The pictures of a chunk as a detector wants them: small, with the pre-roll in front."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from storage.media.frame_table import FrameTable
from storage.media.reader import Frame, FrameReader
from storage.records import CHUNK

Pictures = NDArray[np.uint8]


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


def blocks_of(
    frames: Iterable[Pictures | None], preroll: int, first: int = 0
) -> Iterator[FrameBlock]:
    """The blocks of the chunks that begin in consecutive `frames`, the first of which is `first`.

    `frames` are pictures of the size and colours that the detector wants, and None where one is
    lost. The last `preroll` in front of each chunk are its pre-roll; the last chunk may be short.
    ValueError if a first chunk but that of frame 0 has too short a pre-roll: what is found in it
    would depend on where the stream was cut.
    """
    start = -(-first // CHUNK) * CHUNK
    if start and start - first < preroll:
        raise ValueError(f"{start - first} frames before frame {start}, where {preroll} are needed")
    stop, pictures, numbers = start, list[Pictures](), list[int]()
    for stop, frame in enumerate(frames, first + 1):
        if frame is not None:
            pictures.append(frame)
            numbers.append(stop - 1)
        if stop > start and stop % CHUNK == 0:
            yield _block(stop - CHUNK, stop, preroll, pictures, numbers)
            pictures, numbers = pictures[-preroll - 1 :], numbers[-preroll - 1 :]
    if stop > start and stop % CHUNK:
        yield _block(stop // CHUNK * CHUNK, stop, preroll, pictures, numbers)


def _block(
    first: int, stop: int, preroll: int, pictures: Sequence[Pictures], numbers: Sequence[int]
) -> FrameBlock:
    """The pictures of `[first - preroll, stop)`, of which these `numbers` are there."""
    frames = np.array(numbers, np.intp)
    begin = int(np.searchsorted(frames, first - preroll))
    stack = np.stack(pictures[begin:]) if pictures[begin:] else np.zeros((0, 1, 1), np.uint8)
    return FrameBlock(first, stop, stack, frames[begin:])


def resized_picture(frame: Frame, size: tuple[int, int], colour: bool) -> Pictures:
    """A frame as detectors see it, of this width and height: grey, or (height, width, 3) RGB."""
    if not colour:
        return frame.luma(*size)
    return np.asarray(cv2.cvtColor(frame.bgra(*size), cv2.COLOR_BGRA2RGB), np.uint8)
