"""A reader that remembers, so that stepping back and reverse play need not seek for every frame."""

from collections import OrderedDict
from pathlib import Path

from storage.media.closing import Closing
from storage.media.decoder import Cancelled
from storage.media.frame_table import FrameTable
from storage.media.reader import Frame, FrameReader, never_cancelled

_SEGMENT = 50  # frames decoded in one go when going back, fewer where they are very large
_STEP_BACK = 12  # frames; farther back is a jump, after which nobody need go on backwards
_MIB = 1 << 20

Segment = dict[int, Frame]


class CachedReader(Closing):
    """Reads frames like FrameReader and keeps them as decoded, up to a budget of memory.

    Frames are kept by segments; the segment used longest ago goes first. Going back decodes a whole
    segment up to the frame wanted, in one pass. To be used by one thread.
    """

    def __init__(self, path: Path, table: FrameTable, budget_bytes: int = 512 * _MIB) -> None:
        self._reader = FrameReader(path, table)
        self._budget = budget_bytes
        self._segments: OrderedDict[int, Segment] = OrderedDict()  # the one used last is last
        self._bytes = 0
        self._last = -1
        stored = table.stream.coded_width * table.stream.coded_height * 3 // 2  # bytes, about
        self._length = min(max(budget_bytes // (3 * stored), 1), _SEGMENT)

    def close(self) -> None:
        """Close the file and forget all frames. Frames already read stay good."""
        self._segments.clear()
        self._bytes = 0
        self._reader.close()

    @property
    def nbytes(self) -> int:
        """Bytes of memory that the kept pictures hold."""
        return self._bytes

    def read(self, index: int, cancelled: Cancelled = never_cancelled) -> Frame:
        """Frame `index`, exactly as `FrameReader.read` gives it, errors and all."""
        frame = self._kept(index)
        if frame is None and 0 < self._last - index <= _STEP_BACK:
            self._fill_up_to(index, cancelled)
            frame = self._kept(index)
        if frame is None:
            frame = self._reader.read(index, cancelled)
            self._keep(frame)
        self._last = index
        return frame

    def _kept(self, index: int) -> Frame | None:
        number = index // self._length
        frame = self._segments.get(number, {}).get(index)
        if frame is not None:
            self._segments.move_to_end(number)
        return frame

    def _fill_up_to(self, index: int, cancelled: Cancelled) -> None:
        """Decode the segment of `index`, from its start to there."""
        for before in range(index // self._length * self._length, index + 1):
            if self._kept(before) is None:
                self._keep(self._reader.read(before, cancelled))

    def _keep(self, frame: Frame) -> None:
        number = frame.index // self._length
        self._segments.setdefault(number, {})[frame.index] = frame
        self._segments.move_to_end(number)
        self._bytes += frame.nbytes
        while self._bytes > self._budget and len(self._segments) > 1:
            _, oldest = self._segments.popitem(last=False)
            self._bytes -= sum(frame.nbytes for frame in oldest.values())
