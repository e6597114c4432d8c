"""Which packets of a file are frames, in which order they are shown, and where seeks can land."""

from collections.abc import Generator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from storage.media.container import demuxed, main_video_stream, open_container
from storage.media.pacing import Pacing
from storage.media.packets import MISSING, Packets, full_packets, tag, tag_of

_SAMPLE = 100  # packets
_MISSING_SHARE = 0.02  # of time stamps: a damaged stream loses some, a stream without has none


@dataclass(frozen=True, eq=False)
class Order:
    """The packets that are frames, as numbers in file order, and the key frames to seek to."""

    frames: NDArray[np.int64]  # (N,) packet of each frame, in presentation order
    pts: NDArray[np.int64]  # (N,) rising strictly
    time_base: Fraction  # of `pts`
    keys: NDArray[np.int64]  # (M,) packets to start decoding from
    first: NDArray[np.int64]  # (M,) the first frame that is decoded from each, rising
    by_stamps: bool  # a packet's pts tells which frame it is; else only its number does


def has_usable_stamps(packets: Packets, time_base: Fraction) -> bool:
    """Whether the time stamps alone give each frame a time of its own in one running order."""
    pts, dts = packets.pts[~packets.hidden], packets.dts[packets.dts != MISSING]
    missing = np.count_nonzero(pts == MISSING)
    if not (packets.key & (packets.pts != MISSING)).any() or missing > _MISSING_SHARE * len(pts):
        return False
    doubled = len(np.unique(pts[pts != MISSING])) < len(pts) - missing
    turned_back = (np.diff(dts) * time_base.numerator < -time_base.denominator).any()
    return not doubled and not turned_back  # recordings joined end to end start their clock again


def in_coding_order(packets: Packets) -> bool:
    """Whether the stamps rise through the file although its frames need each other.

    Either there are no B-frames, or the stamps say when to decode a frame, not when to show it.
    """
    pts = packets.pts[packets.pts != MISSING]
    return not packets.key.all() and bool((np.diff(pts) > 0).all())


def decodes_in_order(path: Path) -> bool:
    """Whether the first frames of a video leave the decoder with stamps that rise."""
    stamps: list[int] = []
    with open_container(path) as container:
        stream = main_video_stream(container, path)
        for packet in islice(full_packets(demuxed(container, stream)), _SAMPLE):
            try:
                stamps += [frame.pts for frame in packet.decode() if frame.pts is not None]
            except av.FFmpegError:
                continue
    return stamps == sorted(stamps)


def order_by_stamps(packets: Packets, time_base: Fraction) -> Order:
    """The sorted pts of all packets that are shown and not before the first key frame."""
    stamped = packets.pts != MISSING
    keys = np.flatnonzero(packets.key & stamped)
    shown = stamped & ~packets.hidden & (packets.pts >= packets.pts[keys[0]])
    frames = np.flatnonzero(shown)
    frames = frames[np.argsort(packets.pts[frames])]
    keys = keys[np.argsort(packets.pts[keys], kind="stable")]
    pts = packets.pts[frames]
    return Order(frames, pts, time_base, keys, np.searchsorted(pts, packets.pts[keys]), True)


def order_by_decoding(
    path: Path, packets: Packets, time_base: Fraction, rate: Fraction
) -> Generator[int, None, Order]:
    """The order in which the frames come out of the decoder; yields bytes of the file gone through.

    For streams without time stamps, with doubled ones, with a clock that starts again, or whose
    frames come as two packets. `rate`, frames a second, is used where the stamps say nothing.
    """
    frames = yield from _decoded_packets(path)
    keys = np.flatnonzero(packets.key[frames])
    if len(frames) and (not len(keys) or keys[0] > 0):
        first = np.concatenate([[0], keys])
        numbers = np.concatenate([[0], frames[keys]])  # nothing to start from but the file's start
    else:
        first, numbers = keys, frames[keys]
    pts = packets.pts[frames]
    if (pts != MISSING).all() and (np.diff(pts) > 0).all():
        return Order(frames, pts, time_base, numbers, first, not len(keys) or bool(keys[0] == 0))
    pts, time_base = _made_up_stamps(packets, frames, time_base, rate)
    return Order(frames, pts, time_base, numbers, first, False)


def _decoded_packets(path: Path) -> Generator[int, None, NDArray[np.int64]]:
    """The number of the packet that each frame was made of, as frames leave the decoder."""
    numbers: dict[int | None, None] = {}  # a frame that comes twice counts once
    pacing = Pacing()
    with open_container(path) as container:
        stream = main_video_stream(container, path)
        codec = stream.codec_context
        codec.options = codec.options | {"skip_loop_filter": "all"}  # nobody will see the pictures
        codec.copy_opaque = True
        for number, packet in enumerate(full_packets(demuxed(container, stream))):
            tag(packet, number)
            try:
                numbers |= dict.fromkeys(map(tag_of, packet.decode()))
            except av.FFmpegError:
                continue
            if pacing.due():
                yield packet.pos or 0
        numbers |= dict.fromkeys(map(tag_of, codec.decode(None)))
    return np.array([number for number in numbers if number is not None], np.int64)


def _made_up_stamps(
    packets: Packets, frames: NDArray[np.int64], time_base: Fraction, rate: Fraction
) -> tuple[NDArray[np.int64], Fraction]:
    """Time stamps that rise strictly, as near to what the file says as that allows."""
    pts, dts = packets.pts[frames], packets.dts
    if (dts != MISSING).all() and (np.diff(dts) > 0).all():
        return np.sort(dts[frames]), time_base  # as many moments to decode as to show
    if (pts == MISSING).any():
        return np.arange(len(frames)), 1 / rate
    steps = np.diff(pts)
    typical = max(1, int(np.median(steps[steps > 0]))) if (steps > 0).any() else 1
    steps = np.where(steps > 0, steps, typical)  # where the clock starts again, time goes on
    return pts[0] + np.concatenate([[0], np.cumsum(steps)]), time_base
