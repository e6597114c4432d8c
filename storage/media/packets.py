"""The packets of a video stream as a file holds them, read without decoding."""

from array import array
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from storage.media.container import demuxed, main_video_stream, open_container
from storage.media.pacing import Pacing

MISSING = int(np.iinfo(np.int64).min)  # a time stamp that the file does not give

_KEY, _HIDDEN, _CORRUPT = 1, 2, 4
_VP8_SHOWN = 0x10  # bit of a VP8 packet's first byte


@dataclass(frozen=True, eq=False)
class Packets:
    """All packets of the shown stream in file order, arrays of one length."""

    pts: NDArray[np.int64]  # ticks, MISSING where not given
    dts: NDArray[np.int64]
    duration: NDArray[np.int64]  # ticks, 0 where not given
    key: NDArray[np.bool_]
    hidden: NDArray[np.bool_]  # decoded for others' sake, never shown
    corrupt: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.pts)


def read_packets(path: Path) -> Generator[int, None, Packets]:
    """Read the time stamps of all packets; yields the bytes of the file gone through.

    Raises UserError where the file cannot be opened.
    """
    stamps, flags = array("q"), bytearray()
    pacing = Pacing()
    with open_container(path) as container:
        stream = main_video_stream(container, path)
        for packet in full_packets(demuxed(container, stream)):
            stamps.append(MISSING if packet.pts is None else packet.pts)
            stamps.append(MISSING if packet.dts is None else packet.dts)
            stamps.append(packet.duration or 0)
            flags.append(_flags(packet, stream))
            if pacing.due():
                yield packet.pos or 0
    return _arrays(stamps, flags)


def full_packets(packets: "Iterable[Packet[VideoStream]]") -> "Iterator[Packet[VideoStream]]":
    """Those packets that hold data: an empty one in mid-stream would end the decoding.

    A file cut short may end with nonsense instead of an end: what came before counts. A failing
    drive is no such end, and raises.
    """
    try:
        for packet in packets:
            if packet.size:
                yield packet
    except av.OSError:
        raise
    except av.FFmpegError:
        return


def tag(packet: "Packet[VideoStream]", number: int) -> None:
    """Give the frame made of `packet` a number; its decoder must have `copy_opaque` set.

    A new tuple each time: equal small ints are one object, which two packets cannot share.
    """
    packet.opaque = (number,)


def tag_of(frame: VideoFrame) -> int | None:
    """The number given to the packet of a decoded frame."""
    return frame.opaque[0] if isinstance(frame.opaque, tuple) else None


def _flags(packet: "Packet[VideoStream]", stream: VideoStream) -> int:
    hidden = packet.is_discard
    if stream.codec_context.name == "vp8":  # its hidden reference frames are packets of their own
        hidden |= not memoryview(packet)[0] & _VP8_SHOWN
    return _KEY * packet.is_keyframe | _HIDDEN * hidden | _CORRUPT * packet.is_corrupt


def _arrays(stamps: "array[int]", flags: bytearray) -> Packets:
    pts, dts, duration = np.array(stamps, np.int64).reshape(-1, 3).T.copy()
    bits = np.frombuffer(bytes(flags), np.uint8)
    key, hidden, corrupt = ((bits & bit) > 0 for bit in (_KEY, _HIDDEN, _CORRUPT))
    return Packets(pts, dts, duration, key, hidden, corrupt)
