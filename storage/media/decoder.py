"""Decoding from a key frame on: one file, one decoder, one thread."""

from collections import deque
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import av
import numpy as np
from av.packet import Packet
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream

from storage.errors import UserError
from storage.media.container import demuxed, main_video_stream, open_container
from storage.media.deinterlacer import Decoded, Deinterlacer
from storage.media.frame_table import FrameTable
from storage.media.packets import full_packets, tag, tag_of
from storage.media.palettes import Palettes, palettes_of

Cancelled = Callable[[], bool]

_LEAPS = (0, 1, 3, 10, 60)  # seconds before the key frame, where a demuxer lands behind it
_LEAD_SECONDS = 0.5  # before the frame wanted, from where on every frame is decoded
_LEAD_PACKETS = 16


class ReadCancelled(Exception):
    """The picture is not wanted any more."""


class Decoder:
    """Gives the frames of a video from a chosen key frame on, each with its index in the table.

    Damaged packets give no frame; nothing else is left out, doubled or out of order.

    `ended` says that the last frame is out; `whole_from` is the first index from which no frame
    was skipped.
    """

    def __init__(self, path: Path, table: FrameTable, deinterlace: bool) -> None:
        self._path = path
        self._table = table
        self._by_stamps = table.numbers is None
        self._marks = table.pts if table.numbers is None else table.numbers
        self._order = np.argsort(self._marks)
        self._deinterlacer = Deinterlacer() if deinterlace and table.stream.interlaced else None
        self._palettes: Palettes | None = None
        self._threads = "AUTO"
        self._stack = ExitStack()
        self._open()

    def close(self) -> None:
        """Close the file."""
        self._ready.clear()
        self._stack.close()

    def disable_frame_threads(self) -> bool:
        """Open the file again without frame threads; False if that was done before.

        With them, PyAV loses what follows a damaged packet among the last ones of a file.
        """
        threads_before, self._threads = self._threads, "SLICE"
        if threads_before != self._threads:
            self._open()
        return threads_before != self._threads

    def key_before(self, index: int) -> int:
        """The number of the key frame to decode from, to get frame `index` as it should look."""
        if self._deinterlacer:
            index = max(0, index - 1)  # the frame before is needed for its lines
        return int(np.searchsorted(self._table.seek_index, index, side="right")) - 1

    def seek(self, key: int, cancelled: Cancelled) -> None:
        """Go to a key frame: it is what `next_frame` gives next, if it is not damaged.

        Raises UserError where the file does not hold that key frame any more.
        """
        packet = (self._find_stamp if self._by_stamps else self._find_number)(key, cancelled)
        if packet is None:
            raise UserError(
                f"{self._path.name} has changed since it was opened.",
                "It was changed or truncated. Open it again.",
            )
        self._floor = self._expected = self.whole_from = int(self._table.seek_index[key])
        if self._palettes is not None:
            mark = int(self._table.seek_pts[key]) if self._by_stamps else self._number
            self._palettes.give(packet, mark, self._by_stamps)
        self._decode(packet)

    def skip_until(self, index: int) -> None:
        """Leave out what no other frame needs until shortly before `index`."""
        wanted = max(0, index - 1) if self._deinterlacer else index
        lead = _LEAD_SECONDS / self._table.stream.time_base if self._by_stamps else _LEAD_PACKETS
        self._near = int(self._marks[wanted]) - int(lead)
        if self._by_stamps:
            wanted = int(np.searchsorted(self._marks, self._near))
        self.whole_from = max(self.whole_from, wanted)
        self._skipping = True
        self._codec.skip_frame = "NONREF"

    def next_frame(self, cancelled: Cancelled) -> Decoded | None:
        """The next frame, None at the end. Raises ReadCancelled between packets."""
        while not self._ready and not self.ended:
            if cancelled():
                raise ReadCancelled
            self._decode(self._next_packet())
        return self._ready.popleft() if self._ready else None

    def _open(self) -> None:
        self._stack.close()
        self._container = self._stack.enter_context(open_container(self._path))
        self._stream = main_video_stream(self._container, self._path)
        self._codec = self._stream.codec_context
        self._codec.thread_type = self._threads
        self._codec.copy_opaque = not self._by_stamps
        if self._codec.pix_fmt == "pal8":
            self._palettes = palettes_of(self._path)
        self._number = -1
        self._floor = self._expected = self.whole_from = 0
        self._restart()

    def _restart(self) -> None:
        """Take up reading where the container stands, with an empty decoder."""
        self._packets = full_packets(demuxed(self._container, self._stream))
        self._codec.flush_buffers()
        self._codec.skip_frame = "DEFAULT"
        self._skipping = self.ended = False
        self._doubtful = False
        self._ready: deque[Decoded] = deque()
        if self._deinterlacer:
            self._deinterlacer = Deinterlacer()

    def _next_packet(self) -> "Packet[VideoStream] | None":
        self._number += 1
        return next(self._packets, None)

    def _find_stamp(self, key: int, cancelled: Cancelled) -> "Packet[VideoStream] | None":
        """The packet of a key frame by its time stamps."""
        pts, dts = int(self._table.seek_pts[key]), int(self._table.seek_dts[key])
        base = self._table.stream.time_base
        for leap in _LEAPS:
            try:
                self._container.seek(dts - int(leap / base), stream=self._stream)
            except av.FFmpegError:
                break  # this kind of file knows no seeking
            self._restart()
            if packet := self._scan(pts, dts, cancelled):
                return packet
        self._open()
        return self._scan(pts, None, cancelled)

    def _scan(
        self, pts: int, dts: int | None, cancelled: Cancelled
    ) -> "Packet[VideoStream] | None":
        """The packet that shows at `pts`, None once one is decoded later than `dts`."""
        while packet := self._next_packet():
            if cancelled():
                raise ReadCancelled
            if packet.pts == pts and packet.is_keyframe:
                return packet
            if dts is not None and packet.dts is not None and packet.dts > dts:
                return None
        return None

    def _find_number(self, key: int, cancelled: Cancelled) -> "Packet[VideoStream] | None":
        """The packet of a key frame by counting from the start of the file."""
        assert self._table.seek_numbers is not None
        number = int(self._table.seek_numbers[key])
        if self._number >= number or self.ended:
            self._open()
        self._codec.flush_buffers()
        while packet := self._next_packet():
            if cancelled():
                raise ReadCancelled
            if self._number == number:
                return packet
        return None

    def _decode(self, packet: "Packet[VideoStream] | None") -> None:
        """Put a packet in, or the end, and keep what comes out for `next_frame`."""
        if packet is None:
            self.ended = True
        else:
            self._look_ahead(packet)
        try:
            frames = self._codec.decode(packet)
        except av.FFmpegError:
            frames = []  # a hole: the table has the frame, the file has lost it
            self._doubtful = True
        for frame in frames:
            index = self._index_of(frame)
            if index is not None:
                self._put(Decoded(index, frame, self._is_doubtful(index, frame)))
        if self.ended and self._deinterlacer:
            self._ready.extend(self._deinterlacer.flush())

    def _put(self, frame: Decoded) -> None:
        if self._deinterlacer:
            self._ready.extend(self._deinterlacer.put(frame))
        else:
            self._ready.append(frame)

    def _is_doubtful(self, index: int, frame: VideoFrame) -> bool:
        """Whether a picture may be wrong: damage lasts until the next key frame.

        Damage to a B-frame is its own; others are made from the rest.
        """
        damaged = frame.is_corrupt or bool(self._table.corrupt[index])
        if frame.key_frame:
            self._doubtful = False
        if damaged and frame.pict_type != PictureType.B:
            self._doubtful = True
        return damaged or self._doubtful

    def _index_of(self, frame: VideoFrame) -> int | None:
        """The index of a decoded frame; None if it is not shown, or lacks what it is made of."""
        mark = frame.pts if self._by_stamps else tag_of(frame)
        if mark is None:
            return None
        if self._expected < len(self._marks) and self._marks[self._expected] == mark:
            index = self._expected
        else:
            position = int(np.searchsorted(self._marks, mark, sorter=self._order))
            if position == len(self._marks) or self._marks[self._order[position]] != mark:
                return None
            index = int(self._order[position])
        self._expected = index + 1
        return index if index >= self._floor else None

    def _look_ahead(self, packet: "Packet[VideoStream]") -> None:
        mark = packet.pts if self._by_stamps else self._number
        if not self._by_stamps:
            tag(packet, self._number)
        if self._skipping and (mark is None or mark >= self._near):
            self._skipping = False
            self._codec.skip_frame = "DEFAULT"
