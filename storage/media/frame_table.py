"""The frame table: which frames a video has, in the order they are shown, and when."""

from collections.abc import Generator
from dataclasses import asdict, dataclass, fields, replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from storage.media.ordering import (
    Order,
    decodes_in_order,
    has_usable_stamps,
    in_coding_order,
    order_by_decoding,
    order_by_stamps,
)
from storage.media.packets import MISSING, Packets, read_packets
from storage.media.packing import pack, unpack
from storage.media.rates import exact_rate
from storage.media.streams import AudioStream, VideoStream, probe_video, undecodable_error
from storage.progress import Progress, map_steps

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class FrameTable:
    """The frames of a video in presentation order; a frame's identity is its index here.

    `pts` rises strictly. Where a file has no usable time stamps, `numbers` holds for each frame
    the number of its packet in the file, which then identifies it, and `pts` is counted out.
    """

    stream: VideoStream
    pts: NDArray[np.int64]  # (N,) ticks of `stream.time_base`
    durations: NDArray[np.int64]  # (N,) ticks to the next frame
    key: NDArray[np.bool_]  # (N,)
    corrupt: NDArray[np.bool_]  # (N,) marked as damaged by the container
    seek_index: NDArray[np.int64]  # (M,) first frame decoded from each key frame, hidden ones too
    seek_pts: NDArray[np.int64]  # (M,) stamps of the key frames' packets as the file has them
    seek_dts: NDArray[np.int64]  # (M,)
    numbers: NDArray[np.int64] | None = None  # (N,) packet of each frame
    seek_numbers: NDArray[np.int64] | None = None  # (M,) packet of each key frame

    def __len__(self) -> int:
        return len(self.pts)

    @property
    def start(self) -> Fraction:
        """Seconds on the container's clock at which the first frame is shown."""
        return int(self.pts[0]) * self.stream.time_base

    @property
    def duration(self) -> Fraction:
        """Seconds from the first frame to the end of the last."""
        last = len(self) - 1
        return self.seconds(last) + int(self.durations[last]) * self.stream.time_base

    def seconds(self, index: int) -> Fraction:
        """Media time of a frame, exact, counted from the first shown frame."""
        if not 0 <= index < len(self):
            raise IndexError(f"frame {index} of a video of {len(self)}")
        return int(self.pts[index] - self.pts[0]) * self.stream.time_base

    @cached_property
    def times(self) -> NDArray[np.float64]:
        """Media time of all frames in seconds, each the float nearest to `seconds`."""
        base = self.stream.time_base
        ticks: NDArray[np.int64] = self.pts - self.pts[0]
        return ticks * base.numerator / base.denominator

    def index_at(self, seconds: float | Fraction) -> int:
        """The frame on screen at a media time; the first or last one outside the video."""
        index = int(np.searchsorted(self.times, float(seconds), side="right")) - 1
        return min(max(index, 0), len(self) - 1)

    @cached_property
    def rate(self) -> Fraction | None:
        """Exact frames a second; None if the rate is variable."""
        claimed = self.stream.claimed_rate
        return exact_rate(self.pts, self.stream.time_base, int(self.durations[-1]), claimed)

    @cached_property
    def typical_rate(self) -> float:
        """Frames a second to reckon with where no exact rate is needed; above 0."""
        if self.rate is not None:
            return float(self.rate)
        return float(1 / (float(np.median(self.durations)) * self.stream.time_base))


def scan_frames(path: Path) -> Generator[Progress, None, FrameTable]:
    """Make the frame table of a video; yields some 50 times a second.

    Reads every packet's time stamps without decoding. Only where these do not tell the frames
    apart is the file decoded once. Raises UserError where the file holds no video to be read.
    """
    probe = probe_video(path)
    size = path.stat().st_size
    yield Progress(0, size, "bytes")
    packets = yield from _progress(read_packets(path), 0, size)
    base = probe.stream.time_base
    by_stamps = has_usable_stamps(packets, base) and not probe.paired_fields
    if by_stamps and probe.reorders and (probe.container == "avi" or in_coding_order(packets)):
        by_stamps = decodes_in_order(path)
    if by_stamps:
        order = order_by_stamps(packets, base)
    else:
        decoding = order_by_decoding(path, packets, base, probe.nominal_rate)
        order = yield from _progress(decoding, size, 2 * size)
    if not len(order.frames):
        raise undecodable_error(path)
    yield Progress(size, size, "bytes")
    return _table(probe.stream, packets, order)


def _progress(
    work: Generator[int, None, T], before: int, total: int
) -> Generator[Progress, None, T]:
    """Turn byte positions into progress."""
    return map_steps(work, lambda position: Progress(min(before + position, total), total, "bytes"))


def _table(stream: VideoStream, packets: Packets, order: Order) -> FrameTable:
    keys = order.keys
    return FrameTable(
        stream=replace(stream, time_base=order.time_base),
        pts=order.pts,
        durations=_durations(packets, order, stream),
        key=packets.key[order.frames],
        corrupt=packets.corrupt[order.frames],
        seek_index=order.first,
        seek_pts=packets.pts[keys],
        seek_dts=np.where(packets.dts[keys] == MISSING, packets.pts[keys], packets.dts[keys]),
        numbers=None if order.by_stamps else order.frames,
        seek_numbers=None if order.by_stamps else keys,
    )


def _durations(packets: Packets, order: Order, stream: VideoStream) -> NDArray[np.int64]:
    """How long each frame stays on screen, in ticks.

    The last one's packet is asked only where the rate varies: editors let it end with the sound.
    """
    steps = np.diff(order.pts)
    ticks = int(packets.duration[order.frames[-1]]) * stream.time_base / order.time_base
    duration = round(ticks)
    if rate := exact_rate(order.pts, order.time_base, duration, stream.claimed_rate):
        last = round(1 / (rate * order.time_base))
    else:
        last = duration or (int(np.median(steps)) if len(steps) else 1)
    return np.append(steps, max(1, last))


_VERSION = 1  # of the bytes below; others are refused, and the video scanned again
_FLAGS = ("key", "corrupt")
_FRACTIONS = ("sample_aspect", "time_base", "claimed_rate")


def table_to_bytes(table: FrameTable) -> bytes:
    """A compact form of a frame table, for the library to keep."""
    arrays = {field.name: getattr(table, field.name) for field in fields(table)}
    facts = asdict(arrays.pop("stream"))
    return pack(
        _VERSION,
        facts | {name: str(facts[name]) for name in _FRACTIONS if facts[name] is not None},
        {name: array.astype(np.int64) for name, array in arrays.items() if array is not None},
    )


def table_from_bytes(data: bytes) -> FrameTable:
    """The table of `table_to_bytes`. Raises ValueError where it is none or of another version."""
    facts, arrays = unpack(_VERSION, data)
    try:
        key, corrupt = (arrays.pop(name).astype(np.bool_) for name in _FLAGS)
        facts |= {name: Fraction(facts[name]) for name in _FRACTIONS if facts.get(name)}
        audio = facts.pop("audio")
        stream = VideoStream(audio=AudioStream(**audio) if audio else None, **facts)
        return FrameTable(stream=stream, key=key, corrupt=corrupt, **arrays)
    except (KeyError, TypeError) as error:
        raise ValueError(f"no frame table: {error}") from error
