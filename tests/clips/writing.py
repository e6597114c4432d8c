"""Encoding numbered pictures and sound into small files, by PyAV alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Disposition, Stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from tests.clips.bar_code import paint_number

SOUND_RATE = 48_000


@dataclass(frozen=True)
class Recipe:
    """What a clip is to be like; as it stands, 100 frames of 25p H.264 with B-frames, no sound."""

    frames: int = 100
    width: int = 640
    height: int = 360
    rate: Fraction = Fraction(25)
    stamps: Sequence[int] | None = None  # in `time_base`, instead of an even rate
    time_base: Fraction | None = None
    combed: bool = False  # odd lines of a later moment, as interlaced cameras take them
    codec: str = "libx264"
    pixels: str = "yuv420p"
    gop: int = 50
    b_frames: int = 3
    options: Mapping[str, str] = field(default_factory=dict)
    sound: tuple[float, float] | None = None  # seconds from, to
    delay: float = 0.0  # seconds by which the picture comes late
    aspect: Fraction | None = None
    rotation: int = 0  # degrees counter-clockwise
    mirrored: bool = False
    muxing: Mapping[str, str] = field(default_factory=dict)


def picture(number: int, width: int, height: int, shift: int = 0) -> NDArray[np.uint8]:
    """A numbered picture in yuv420p (height * 3 / 2, width): a soft field with a moving square.

    The square is `shift` pixels ahead.
    """
    yuv = np.full((height * 3 // 2, width), 128, np.uint8)
    yuv[:height] = np.linspace(60, 180, width).astype(np.uint8)
    left, top = (number * 7 + shift) % (width - 48), 40 + number * 3 % (height - 96)
    yuv[top : top + 48, left : left + 48] = 210
    paint_number(yuv, number)
    return yuv


def write_clip(path: Path, recipe: Recipe) -> Path:
    """Encode the numbers 0 to `frames` - 1, and a beep at every full second if there is sound."""
    with av.open(path, "w", options=dict(recipe.muxing)) as container:
        video = _video(container, recipe)
        sound = container.add_stream("aac", rate=SOUND_RATE) if recipe.sound else None
        packets = list(_video_packets(video, recipe))
        if sound and recipe.sound:
            packets += _sound_packets(sound, *recipe.sound)
        container.start_encoding()
        # the muxer writes what it gets: in order of time, as a recorder would
        for packet in sorted(packets, key=_decode_time):
            container.mux(packet)
    return path


def _decode_time(packet: "Packet[Stream]") -> Fraction:
    assert packet.dts is not None
    return Fraction(packet.dts * packet.time_base)


def _video(container: OutputContainer, recipe: Recipe) -> VideoStream:
    x264 = {"preset": "superfast", "crf": "26", "sc_threshold": "0"}
    options = (x264 if recipe.codec == "libx264" else {}) | dict(recipe.options)
    stream = container.add_stream(recipe.codec, rate=recipe.rate, options=options)
    assert isinstance(stream, VideoStream)
    context = stream.codec_context
    context.width, context.height, context.pix_fmt = recipe.width, recipe.height, recipe.pixels
    context.time_base = recipe.time_base or 1 / recipe.rate
    context.gop_size = recipe.gop
    context.max_b_frames = recipe.b_frames
    if recipe.aspect:
        context.sample_aspect_ratio = recipe.aspect
    if recipe.rotation or recipe.mirrored:
        stream.set_display_rotation(recipe.rotation, hflip=recipe.mirrored)
    return stream


def _video_packets(stream: VideoStream, recipe: Recipe) -> Iterator["Packet[Stream]"]:
    base = stream.codec_context.time_base
    late = round(recipe.delay / base)
    for number in range(recipe.frames):
        yuv = picture(number, recipe.width, recipe.height)
        if recipe.combed:
            later = picture(number, recipe.width, recipe.height, shift=24)
            yuv[1 : recipe.height : 2] = later[1 : recipe.height : 2]
        frame = VideoFrame.from_ndarray(yuv, "yuv420p").reformat(format=recipe.pixels)
        frame.pts = late + (recipe.stamps[number] if recipe.stamps else number)
        frame.time_base = base
        yield from stream.encode(frame)
    yield from stream.encode(None)


def _sound_packets(stream: AudioStream, begin: float, end: float) -> Iterator["Packet[Stream]"]:
    time = np.arange(round(begin * SOUND_RATE), round(end * SOUND_RATE)) / SOUND_RATE
    beep = np.where(time % 1 < 0.1, np.sin(2 * np.pi * 880 * time) * 0.5, 0).astype(np.float32)
    for first in range(0, len(beep), 1024):
        piece = np.stack([beep[first : first + 1024]] * 2)
        frame = AudioFrame.from_ndarray(piece, "fltp", "stereo")
        frame.sample_rate = SOUND_RATE
        frame.pts = round(begin * SOUND_RATE) + first
        yield from stream.encode(frame)
    yield from stream.encode(None)


def write_sound(path: Path, seconds: float, cover: bool = False) -> Path:
    """A file with sound alone, or with sound and a cover picture as music has."""
    with av.open(path, "w") as container:
        sound = container.add_stream("aac", rate=SOUND_RATE)
        packets = list(_sound_packets(sound, 0, seconds))
        if cover:
            image = container.add_stream("mjpeg", width=320, height=240, pix_fmt="yuvj420p")
            image.disposition = Disposition.attached_pic
            packets += image.encode(VideoFrame(320, 240, "yuvj420p"))
        container.mux(packets)
    return path


def remux(source: Path, path: Path, shift: Fraction = Fraction(0), **muxing: str) -> Path:
    """Copy the packets of a clip into another container, `shift` seconds later."""
    with av.open(source) as old, av.open(path, "w", options=muxing) as new:
        copies = {stream: new.add_stream_from_template(stream) for stream in old.streams}
        for packet in old.demux():
            if packet.dts is not None and packet.pts is not None:
                late = int(shift / packet.time_base)
                packet.pts, packet.dts = packet.pts + late, packet.dts + late
                packet.stream = copies[packet.stream]
                new.mux(packet)
    return path
