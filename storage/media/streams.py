"""What a video file says about its picture and its sound."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.audio.stream import AudioStream as CodedSound
from av.buffer import Buffer
from av.container import InputContainer
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream as CodedStream

from storage.errors import UserError
from storage.media.container import MAX_SIDE, demuxed, main_video_stream, open_container
from storage.media.rates import meant_rate

_LOOK = 5000  # packets to look through for the first picture: minutes of a recording cut mid-way
_FIELDS_LOOK = 40  # packets of an interlaced stream, to see whether two make a frame
_PROGRESSIVE = 1  # of AVFieldOrder; 0 is unknown, all above are interlaced


@dataclass(frozen=True, slots=True)
class AudioStream:
    """The sound that goes with a video."""

    codec: str
    rate: int  # Hz
    channels: int


@dataclass(frozen=True, slots=True)
class VideoStream:
    """The moving picture of a file. `width` and `height` are display pixels."""

    codec: str
    width: int
    height: int
    coded_width: int  # as stored, before sample aspect and rotation
    coded_height: int
    sample_aspect: Fraction
    rotation: int  # degrees counter-clockwise that make the stored picture upright: 0, 90, 180, 270
    mirrored: bool  # flipped left to right after that rotation
    time_base: Fraction  # seconds a tick
    interlaced: bool
    colorspace: (
        int  # this and the next three: the numbers of ITU-T H.273; 2 (range: 0) says nothing
    )
    color_range: int
    color_primaries: int
    color_trc: int
    audio: AudioStream | None
    claimed_rate: Fraction | None = None  # frames a second that the file says it has

    @property
    def stored_size(self) -> tuple[int, int]:
        """Width and height of the stored pixels, turned upright: what programs with OpenCV see."""
        size = self.coded_width, self.coded_height
        return (size[1], size[0]) if self.rotation % 180 else size


@dataclass(frozen=True, eq=False)
class VideoProbe:
    """A first look into a video file."""

    container: str  # as FFmpeg calls the kind of file
    stream: VideoStream
    pictures: list[VideoFrame]  # the first that are shown: one, of interlaced streams some more
    nominal_rate: Fraction  # frames a second as the file claims, for files without time stamps
    reorders: bool  # the decoder may give frames in another order than it takes them
    paired_fields: bool  # every frame comes as two packets


def probe_video(path: Path) -> VideoProbe:
    """Open a video and decode its first picture.

    Raises UserError where the file is not a video or no picture of it can be decoded.
    """
    with open_container(path) as container:
        coded = main_video_stream(container, path)
        coded.codec_context.thread_type = "SLICE"  # frame threads would read some packets ahead
        pictures, packets = _first_pictures(container, coded)
        if not pictures:
            raise undecodable_error(path)
        return VideoProbe(
            container.format.name,
            _described(container, coded, pictures),
            pictures,
            coded.average_rate or coded.guessed_rate or Fraction(25),
            coded.codec_context.has_b_frames,
            packets >= _FIELDS_LOOK and len(pictures) * 3 < packets * 2,
        )


def undecodable_error(path: Path) -> UserError:
    """What to say of a video that looks like one and gives no picture."""
    return UserError(
        f"No picture of {path.name} can be decoded.",
        "The file is truncated, damaged or encrypted. Copy or export it again.",
    )


def _first_pictures(container: InputContainer, coded: CodedStream) -> tuple[list[VideoFrame], int]:
    """The first pictures shown and the number of packets that these were made of."""
    pictures: list[VideoFrame] = []
    start: int | None = (
        None  # pts of the first key frame: what is shown before lacks its references
    )
    packets = 0
    for packet in islice(demuxed(container, coded), _LOOK):
        if start is None and packet.is_keyframe:
            start = packet.pts
        packets += (
            bool(packet.size) and not packet.is_discard and (packets > 0 or packet.is_keyframe)
        )
        try:
            decoded = packet.decode()
        except av.FFmpegError:
            continue
        pictures += [f for f in decoded if start is None or f.pts is None or f.pts >= start]
        if pictures and (packets >= _FIELDS_LOOK or not _interlaced(coded, pictures)):
            break
    return pictures, packets


def _interlaced(coded: CodedStream, frames: list[VideoFrame]) -> bool:
    order = coded.codec_context.field_order
    return order > _PROGRESSIVE or any(frame.interlaced_frame for frame in frames)


def _described(
    container: InputContainer, coded: CodedStream, frames: list[VideoFrame]
) -> VideoStream:
    frame = frames[0]
    rotation, mirrored = orientation(frame)
    aspect = _sane_aspect(coded.sample_aspect_ratio, frame)
    width, height = max(1, round(frame.width * aspect)), frame.height
    if rotation in (90, 270):
        width, height = height, width
    return VideoStream(
        codec=coded.codec_context.codec.canonical_name,
        width=width,
        height=height,
        coded_width=frame.width,
        coded_height=frame.height,
        sample_aspect=aspect,
        rotation=rotation,
        mirrored=mirrored,
        time_base=coded.time_base or Fraction(1, 90_000),
        interlaced=_interlaced(coded, frames),
        colorspace=int(frame.colorspace),
        color_range=int(frame.color_range),
        color_primaries=int(frame.color_primaries),
        color_trc=int(frame.color_trc),
        audio=_audio(container),
        claimed_rate=_claimed_rate(coded),
    )


def _claimed_rate(coded: CodedStream) -> Fraction | None:
    claims = (coded.average_rate, coded.base_rate, coded.guessed_rate)
    return next((rate for claim in claims if (rate := meant_rate(claim))), None)


def _sane_aspect(aspect: Fraction | None, frame: VideoFrame) -> Fraction:
    """The width of a sample over its height; 1 where the file says nothing or nonsense."""
    if not aspect or not Fraction(1, 8) <= aspect <= 8 or frame.width * aspect > MAX_SIDE:
        return Fraction(1)
    return aspect


def orientation(frame: VideoFrame) -> tuple[int, bool]:
    """How to turn a stored picture upright: degrees counter-clockwise, then whether to mirror it.

    Read from the display matrix of the file; angles between are rounded to the nearest side.
    """
    side_data = cast("Mapping[str, Buffer]", frame.side_data)  # PyAV's stub knows one key alone
    matrix = side_data.get("DISPLAYMATRIX")
    if matrix is None:
        return 0, False
    a, b, _, c, d = np.frombuffer(memoryview(matrix), np.int32)[:5].tolist()
    mirrored = a * d - b * c < 0
    if mirrored:  # undo the flip of x, which comes last
        a, c = -a, -c
    if a == b == 0:
        return 0, mirrored
    return round(np.degrees(np.arctan2(-b, a)) / 90) % 4 * 90, mirrored


def default_audio(container: InputContainer) -> CodedSound | None:
    """The sound stream to hear: the first that the file marks as default, else the first."""
    streams = [s for s in container.streams.audio if s.codec_context and s.codec_context.rate > 0]
    default = (s for s in streams if s.disposition & Disposition.default)
    return next(default, streams[0] if streams else None)


def _audio(container: InputContainer) -> AudioStream | None:
    stream = default_audio(container)
    if stream is None:
        return None
    context = stream.codec_context
    return AudioStream(context.codec.canonical_name, context.rate, context.channels)
