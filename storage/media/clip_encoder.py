"""Clips: pieces of a video, cut at exactly the frames asked for."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from storage.files import file_written_beside
from storage.media.audio import AudioReader
from storage.media.container import main_video_stream, open_container
from storage.media.encoding import (
    BT601,
    BT709,
    LIMITED,
    RGB,
    Colour,
    MovieWriter,
    PictureFormat,
    is_hd,
    made_of_rgb,
    sound_rate_for,
)
from storage.media.frame_table import FrameTable
from storage.media.reader import Frame, FrameReader
from storage.media.streams import VideoStream
from storage.progress import Progress

Draw = Callable[[NDArray[np.uint8], int], None]
_FEWEST_TICKS = 10_000  # a second: sound ends where the picture does to a tenth of a millisecond
_SOUND_BLOCK = 1  # seconds of sound written ahead of their pictures


def cut_clip(
    path: Path, table: FrameTable, first: int, stop: int, out: Path, draw: Draw | None = None
) -> Generator[Progress, None, Path]:
    """Encode frames `[first, stop)` of a video as the MP4 file `out`, at their own times.

    The sound is cut at the sample where the first frame begins and the last one ends. Interlaced
    pictures become whole ones, turned ones upright. `draw` may
    paint on each picture, given as BGRA (H, W, 4) at display size, and its frame's index. A frame
    that does not decode shows the one before it. Yields once a frame. The result is decoded and
    checked before it is called `out`; after an error or a cancelled job nothing is left. Raises
    UserError if the video cannot be read or the disk refuses.
    """
    if not 0 <= first < stop <= len(table):
        raise ValueError(f"frames {first} to {stop} of a video of {len(table)}")
    with file_written_beside(out) as part:
        yield from _encode(path, table, first, stop, part, draw)
        yield from _check(part, table, first, stop)
    return out


def _encode(
    path: Path, table: FrameTable, first: int, stop: int, part: Path, draw: Draw | None
) -> Generator[Progress, None, None]:
    painted = draw is not None or not _as_stored(table.stream)
    clock = clip_clock(table)
    audio = table.stream.audio
    rate = None if audio is None else sound_rate_for(audio.rate)
    block = max(1, round(table.typical_rate * _SOUND_BLOCK))
    yield Progress(0, stop - first)
    with (
        FrameReader(path, table) as reader,
        AudioReader(path, table, rate or 48_000) as sound,
        MovieWriter(part, _format_of(reader.read(first), table, painted), rate) as movie,
    ):
        for frame in reader.frames(first, stop):
            done = frame.index - first
            if rate and done % block == 0:
                end = min(frame.index + block, stop)
                movie.write_sound(sound.read(sound.sample_at(frame.index), sound.sample_at(end)))
            pts, duration = clock.ticks(first, frame.index), clock.duration(frame.index)
            if painted:
                movie.write_pixels(_painted(frame, draw), pts, duration)
            else:
                movie.write(frame.picture, pts, duration)
            yield Progress(done + 1, stop - first)


def _painted(frame: Frame, draw: Draw | None) -> NDArray[np.uint8]:
    pixels = frame.bgra()
    if draw is not None:
        draw(pixels, frame.index)
    return pixels


def _as_stored(stream: VideoStream) -> bool:
    """Whether decoded pictures can be encoded as they are, without going through pixels."""
    is_turned = stream.rotation or stream.mirrored
    return not is_turned and stream.coded_width % 2 == 0 and stream.coded_height % 2 == 0


@dataclass(frozen=True, eq=False)
class ClipClock:
    """The times of a clip's frames, in ticks of `time_base`, the first one's 0.

    Of constant rate they are whole steps of it, whatever a container of milliseconds made of them.
    """

    table: FrameTable
    time_base: Fraction
    step: int  # ticks of a frame; 0 where the rate varies

    def ticks(self, first: int, index: int) -> int:
        """When frame `index` of the video is shown in a clip that begins with `first`."""
        if self.step:
            return (index - first) * self.step
        return int(self.table.pts[index] - self.table.pts[first])

    def duration(self, index: int) -> int:
        """How long frame `index` of the video is shown."""
        return self.step or int(self.table.durations[index])

    def seconds(self, first: int, index: int) -> Fraction:
        """As `ticks`, in seconds."""
        return self.ticks(first, index) * self.time_base


def clip_clock(table: FrameTable) -> ClipClock:
    """The clock of clips of a video."""
    if table.rate is None:
        return ClipClock(table, table.stream.time_base, 0)
    finer = 1
    while table.rate.numerator * finer < _FEWEST_TICKS:
        finer *= 2
    return ClipClock(
        table, Fraction(1, table.rate.numerator * finer), table.rate.denominator * finer
    )


def _format_of(frame: Frame, table: FrameTable, painted: bool) -> PictureFormat:
    return picture_format(table, painted, made_of_rgb(frame.picture))


def picture_format(table: FrameTable, painted: bool, rgb: bool = False) -> PictureFormat:
    """What clips of a video look like: as it is stored, or `painted` at display size.

    Clips are never of RGB: those of a video that is get the matrix of its size, and say so.
    """
    stream = table.stream
    matrix, range = stream.colorspace, stream.color_range
    if rgb or matrix == RGB:
        matrix = BT709 if is_hd(stream.coded_width, stream.coded_height) else BT601
        range = LIMITED
    return PictureFormat(
        width=stream.width if painted else stream.coded_width,
        height=stream.height if painted else stream.coded_height,
        time_base=clip_clock(table).time_base,
        rate=table.rate or Fraction(table.typical_rate),
        sample_aspect=Fraction(1) if painted else stream.sample_aspect,
        colour=Colour(matrix, range, stream.color_primaries, stream.color_trc),
    )


def _check(part: Path, table: FrameTable, first: int, stop: int) -> Generator[Progress, None, None]:
    """Decode what was written: a clip with a frame too few is worse than none."""
    times = []
    with open_container(part) as container:
        for frame in container.decode(main_video_stream(container, part)):
            times.append((frame.pts or 0) * (frame.time_base or Fraction(0)))
            yield Progress(stop - first, stop - first)
    clock = clip_clock(table)
    asked = [clock.seconds(first, index) for index in (first, stop - 1)]
    if len(times) != stop - first or [times[0], times[-1]] != asked:
        raise RuntimeError(f"{part} has {len(times)} frames at {times[:1]} to {times[-1:]}")
