"""Fast copies: pieces of a video without re-encoding, which begin at a key frame."""

import contextlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from heapq import merge
from itertools import chain
from pathlib import Path
from typing import TypeAlias, TypeVar

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from storage.errors import UserError
from storage.files import file_written_beside, plain_write_errors
from storage.media.container import demuxed, main_video_stream, open_container
from storage.media.frame_table import FrameTable
from storage.media.packets import full_packets
from storage.media.streams import default_audio
from storage.progress import Progress

_FORMATS = {
    **{".mp4": "mp4", ".m4v": "mp4", ".mov": "mov", ".mkv": "matroska", ".webm": "webm"},
    **{".ts": "mpegts", ".mts": "mpegts", ".m2ts": "mpegts", ".wmv": "asf", ".asf": "asf"},
}
_ANY = ".mkv"  # takes the streams of kinds of file that are not written here
_LEAPS = (0, 1, 3, 10, 60)  # seconds before a place, where a demuxer lands behind it
AnyStream = TypeVar("AnyStream", VideoStream, AudioStream)
_Packet: TypeAlias = "Packet[VideoStream] | Packet[AudioStream]"
_EXACTLY = "Export an exact clip instead: it takes longer and always works."


@dataclass(frozen=True, slots=True)
class CopiedRange:
    """What a fast copy really holds: frames `[first, stop)` of its video."""

    path: Path
    first: int
    stop: int


def copy_ending(path: Path) -> str:
    """The ending of a fast copy of `path`: its own where that can be written, else Matroska's."""
    ending = path.suffix.lower()
    return ending if ending in _FORMATS else _ANY


def fast_copy(
    path: Path, table: FrameTable, first: int, stop: int, out: Path
) -> Generator[Progress, None, CopiedRange]:
    """Copy frames `[first, stop)` and the sound with them into `out`, without re-encoding.

    The copy begins at the key frame before and may end some frames later, as what is shown next
    may be stored first: the result says which frames it holds. The kind of file follows the
    ending of `out`: .mp4, .mov, .mkv, .webm, .ts and their like. Yields once a frame. Raises
    UserError if there is no key frame to begin with, the kind of file does not take what is in
    the video, or the disk refuses; then, and when cancelled, nothing is left.
    """
    if not 0 <= first < stop <= len(table):
        raise ValueError(f"frames {first} to {stop} of a video of {len(table)}")
    kind = _FORMATS.get(out.suffix.lower())
    if kind is None:
        advice = f"Use one of these: {', '.join(_FORMATS)}."
        raise UserError(f"{out.name} does not have a video file extension.", advice)
    key = _key(table, first)
    with file_written_beside(out) as part:
        end = yield from _copy(_PacketSource(path, table, key, stop), part, out, kind)
    return CopiedRange(out, int(table.seek_index[key]), end)


def _key(table: FrameTable, first: int) -> int:
    if table.numbers is not None:
        raise UserError("A file without usable time stamps cannot be copied in pieces.", _EXACTLY)
    key = int(np.searchsorted(table.seek_index, first, side="right")) - 1
    if key < 0 or table.seek_pts[key] != table.pts[table.seek_index[key]]:
        raise UserError("This range cannot be copied: no key frame precedes it.", _EXACTLY)
    return key


@dataclass(slots=True)
class _PacketSource:
    """The packets to copy, picture and sound each from an open file of its own."""

    path: Path
    table: FrameTable
    key: int
    stop: int  # of what is asked for; at last of what is copied

    @property
    def first(self) -> int:
        return int(self.table.seek_index[self.key])

    def seconds(self, index: int) -> Fraction:
        """A frame's time, or that of the video's end, on the container's clock."""
        end = index == len(self.table)
        return self.table.start + (self.table.duration if end else self.table.seconds(index))

    def pictures(self, container: InputContainer, stream: VideoStream) -> Iterator[_Packet]:
        """From the key frame on, in decoding order, until no frame is missing before the last."""
        done, highest = 0, self.first - 1
        for packet in self._from_key(container, stream):
            if packet.pts is None or packet.pts < self.table.seek_pts[self.key]:
                continue  # shown before the key frame, made from frames that are not copied
            done += 1
            highest = max(highest, int(np.searchsorted(self.table.pts, packet.pts)))
            yield packet  # shifted in time when it comes back
            if highest >= self.stop - 1 and done > highest - self.first:
                break
        self.stop = highest + 1

    def _from_key(self, container: InputContainer, stream: VideoStream) -> Iterator[_Packet]:
        """The packets from the key frame on, each with the time at which it is decoded.

        After a seek, files that do not store these times give them from the third packet or so on:
        so a packet that lacks it is looked for again from further before.
        """
        dts, base = int(self.table.seek_dts[self.key]), self.table.stream.time_base
        for leap in _LEAPS:
            container.seek(dts - int(leap / base), stream=stream)
            if (packets := self._at_key(container, stream, dts)) is not None:
                yield from packets
                return
        with open_container(self.path) as whole:  # from its start, without a seek
            packets = self._at_key(whole, main_video_stream(whole, self.path), dts, needs_dts=False)
            if packets is None:
                title = f"The first key frame was not found in {self.path.name}."
                raise UserError(title, _EXACTLY)
            yield from packets

    def _at_key(
        self, container: InputContainer, stream: VideoStream, dts: int, needs_dts: bool = True
    ) -> Iterator[_Packet] | None:
        """The packets from the key frame on; None where it is not met, or lacks a needed dts."""
        pts = int(self.table.seek_pts[self.key])
        packets = full_packets(demuxed(container, stream))
        for packet in packets:
            if packet.pts == pts and packet.is_keyframe:
                return chain([packet], packets) if packet.dts is not None or not needs_dts else None
            if packet.dts is not None and packet.dts > dts:
                return None
        return None

    def sound(self, container: InputContainer, stream: AudioStream) -> Iterator[_Packet]:
        """From the first frame's time on, without end."""
        start, base = self.seconds(self.first), stream.time_base or Fraction(1, 90_000)
        for leap in _LEAPS[1:]:
            container.seek(int((start - leap) / base), stream=stream)
            packet = next(demuxed(container, stream), None)
            if packet is None or packet.pts is None or _shown_at(packet) <= start:
                break
        for packet in demuxed(container, stream):
            if packet.pts is not None and _shown_at(packet) >= start:
                yield packet


def _copy(
    source: _PacketSource, part: Path, out: Path, kind: str
) -> Generator[Progress, None, int]:
    """Copy into `part`, which errors call `out`; returns the frame behind the last one copied."""
    with (
        open_container(source.path) as video_file,
        open_container(source.path) as audio_file,
        _opened(part, out, kind) as target,
    ):
        video, audio = main_video_stream(video_file, source.path), default_audio(audio_file)
        picture = _added(target, video, out, source.path)
        sound = None if audio is None else _added(target, audio, out, source.path)
        with _refusals(out, source.path):
            target.start_encoding()
        packets = [source.pictures(video_file, video)]
        if audio is not None:
            packets.append(source.sound(audio_file, audio))
        done, total = 0, source.stop - source.first
        for packet in merge(*packets, key=_decoded_at):
            if packet.stream is audio and _shown_at(packet) >= source.seconds(source.stop):
                break
            done += packet.stream is video
            _shift(packet, source.seconds(source.first))
            packet.stream = sound if sound and packet.stream is audio else picture
            with plain_write_errors(out):
                target.mux(packet)
            yield Progress(min(done, total), total)
    return source.stop


def _decoded_at(packet: _Packet) -> Fraction:
    return _shown_at(packet) if packet.dts is None else packet.dts * packet.time_base


def _shown_at(packet: _Packet) -> Fraction:
    return (packet.pts or 0) * packet.time_base


def _shift(packet: _Packet, start: Fraction) -> None:
    """Make `start`, seconds on the source's clock, the zero of the copy's."""
    ticks = round(start / packet.time_base)
    packet.pts = None if packet.pts is None else packet.pts - ticks
    packet.dts = None if packet.dts is None else packet.dts - ticks


def _added(target: OutputContainer, stream: AnyStream, out: Path, path: Path) -> AnyStream:
    with _refusals(out, path):
        return target.add_stream_from_template(stream, opaque=True)


@contextmanager
def _opened(part: Path, out: Path, kind: str) -> Iterator[OutputContainer]:
    with plain_write_errors(out):
        target = av.open(str(part), "w", format=kind)
    try:
        yield target
    except BaseException:
        with contextlib.suppress(av.FFmpegError):  # the first error is the one to tell
            target.close()
        raise
    with plain_write_errors(out):
        target.close()


@contextmanager
def _refusals(out: Path, path: Path) -> Iterator[None]:
    """Tell what kinds of picture or sound the kind of file does not take."""
    try:
        yield
    except (ValueError, av.FFmpegError) as error:
        if isinstance(error, OSError):
            raise
        title = f"A {out.suffix} file cannot hold the picture or the sound of this video."
        if copy_ending(path) != path.suffix.lower():  # nobody chose the kind of file
            title = f"{path.name} cannot be copied in pieces."
        raise UserError(title, "Cut the clip exactly instead, without a fast copy.") from error
