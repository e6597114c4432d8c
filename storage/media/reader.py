"""Frame i of a video, exactly: the same picture however it is reached."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from storage.media.closing import Closing
from storage.media.container import file_errors
from storage.media.decoder import Cancelled, Decoder, ReadCancelled
from storage.media.deinterlacer import Decoded
from storage.media.frame_table import FrameTable
from storage.media.picture import PictureConverter
from storage.media.streams import undecodable_error

__all__ = ["Frame", "FrameReader", "ReadCancelled", "never_cancelled"]

_NEAR = 12  # frames further on that are decoded rather than sought


def never_cancelled() -> bool:
    """False: for reads that are never cancelled."""
    return False


class Frame:
    """One picture of a video.

    `shown` is the frame that the picture is of: below `index` where the file has lost that frame,
    above it only where nothing before can be decoded. `picture` is what
    was decoded, for `storage.media` alone.
    """

    __slots__ = ("_converter", "_size", "damaged", "index", "picture", "seconds", "shown")

    def __init__(
        self, index: int, decoded: Decoded, table: FrameTable, converter: PictureConverter
    ) -> None:
        self.index = index
        self.shown = decoded.index
        self.seconds = float(table.seconds(index))
        self.picture = decoded.picture
        self.damaged = decoded.doubtful or decoded.index != index
        self._size = table.stream.width, table.stream.height
        self._converter = converter

    @property
    def nbytes(self) -> int:
        """Bytes of memory that the decoded picture holds."""
        return sum(plane.buffer_size for plane in self.picture.planes)

    def bgra(self, width: int | None = None, height: int | None = None) -> NDArray[np.uint8]:
        """Blue, green, red, 255 as (height, width, 4), at display size unless told otherwise.

        Upright and with square pixels. Rows may be padded: `strides[0]` is the length of a line.
        The array is the caller's to keep and to write to.
        """
        return self._converter.bgra(self.picture, width or self._size[0], height or self._size[1])

    def luma(self, width: int, height: int) -> NDArray[np.uint8]:
        """The Y plane as stored, scaled to (height, width), upright. Not to be written to."""
        return self._converter.luma(self.picture, width, height)


class FrameReader(Closing):
    """Reads the frames of one video. To be used by one thread; the frames may travel."""

    def __init__(self, path: Path, table: FrameTable, deinterlace: bool = True) -> None:
        self._path = path
        self._table = table
        self._converter = PictureConverter(table.stream)
        self._decoder = Decoder(path, table, deinterlace)
        self._last: Decoded | None = None  # decoded last, not after the one wanted
        self._next: Decoded | None = None  # decoded already, after the one wanted

    def close(self) -> None:
        """Close the file. Frames already read stay good."""
        self._last = self._next = None
        self._decoder.close()

    def read(self, index: int, cancelled: Cancelled = never_cancelled) -> Frame:
        """Frame `index`; where it is lost, the nearest one before it, and `shown` says which.

        `cancelled` is asked between two packets; when true, ReadCancelled is raised and the reader
        stays usable. Raises UserError where the file is gone or nothing of it can be decoded.
        """
        if not 0 <= index < len(self._table):
            raise IndexError(f"frame {index} of a video of {len(self._table)}")
        with file_errors(self._path):
            decoded = self._find(index, cancelled)
        return Frame(index, decoded, self._table, self._converter)

    def frames(
        self, first: int, stop: int, cancelled: Cancelled = never_cancelled
    ) -> Iterator[Frame]:
        """Frames `[first, stop)`, each as `read` gives it."""
        for index in range(first, stop):
            yield self.read(index, cancelled)

    def _find(self, index: int, cancelled: Cancelled) -> Decoded:
        if not self._can_decode_on_to(index):
            self._seek(self._decoder.key_before(index), cancelled)
        if self._last is None or index - self._last.index > _NEAR:
            self._decoder.skip_until(index)
        self._advance(index, cancelled)
        if self._last and self._last.index == index:
            return self._last
        if self._decoder.ended and self._decoder.disable_frame_threads():
            self._last = self._next = None
            return self._find(index, cancelled)
        return self._nearest(index, cancelled)

    def _can_decode_on_to(self, index: int) -> bool:
        """Whether decoding on is the shortest way."""
        if self._last is None or index < self._last.index:
            return False
        key_before = self._decoder.key_before
        return index - self._last.index <= _NEAR or key_before(index) == key_before(
            self._last.index
        )

    def _seek(self, key: int, cancelled: Cancelled) -> None:
        self._last = self._next = None  # what a cancelled search leaves behind is not to be used
        self._decoder.seek(key, cancelled)

    def _advance(self, index: int, cancelled: Cancelled) -> None:
        """Decode until `_last` is the last frame there is up to `index`, and no further."""
        while self._last is None or self._last.index < index:
            self._next = self._next or self._decoder.next_frame(cancelled)
            if self._next is None or self._next.index > index:
                return
            self._last, self._next = self._next, None

    def _nearest(self, index: int, cancelled: Cancelled) -> Decoded:
        """The last frame before one that is lost, however far back; else the first after it."""
        key = self._decoder.key_before(index)
        while key >= 0 and (self._last is None or self._last.index < self._decoder.whole_from):
            self._seek(key, cancelled)
            self._advance(index, cancelled)
            key -= 1
        decoded = self._last or self._next
        if decoded is None:
            raise undecodable_error(self._path)
        return decoded
