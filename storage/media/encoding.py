"""One way to write video: H.264 with AAC sound in an MP4, every frame at its exact time."""

import contextlib
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import av.error
import numpy as np
from av.audio.stream import AudioStream
from av.packet import Packet
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream
from numpy.typing import NDArray

RGB = 0
BT709 = 1
BT601 = 6
LIMITED = 1
FULL = 2
_HD_WIDTH, _SD_HEIGHT = 1280, 576  # mpv's rule
# numbers of H.273, as files carry them, to those of the scaler; the two differ
_SCALER_MATRIX = {BT709: 1, 4: 4, 5: 5, 6: 5, 7: 7, 9: 9, 10: 9}
_SOUND_RATES = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 64000, 88200, 96000)
# x264's macroblock tree reads memory it never wrote on CPUs with AVX-512: of one film written
# twelve times came nine different files; without the tree, one
_REPEATABLE = {"x264-params": "mbtree=0"}
_SOUND_BIT_RATE = 160_000


@dataclass(frozen=True, slots=True)
class Colour:
    """How numbers become colours, as the numbers of H.273; 2 is unspecified, 0 for the range."""

    matrix: int = BT709
    range: int = LIMITED
    primaries: int = BT709
    transfer: int = BT709

    @property
    def scaler_range(self) -> int:
        """The range as the scaler takes it, which knows no unspecified one."""
        return FULL if self.range == FULL else LIMITED

    def scaler_matrix(self, width: int, height: int) -> int:
        """The scaler's number of the matrix; untagged video is judged by its size."""
        untagged = 1 if is_hd(width, height) else 5
        return _SCALER_MATRIX.get(self.matrix, untagged)


def is_hd(width: int, height: int) -> bool:
    """Whether untagged video of this stored size is BT.709; smaller ones are BT.601."""
    return width >= _HD_WIDTH or height > _SD_HEIGHT


def made_of_rgb(picture: av.VideoFrame) -> bool:
    """Whether a decoded picture holds red, green and blue, or a palette of these."""
    return picture.format.is_rgb or picture.format.has_palette


@dataclass(frozen=True, slots=True)
class PictureFormat:
    """What all pictures of a file share. Sizes are pixels; an odd last row or column is cut off."""

    width: int
    height: int
    time_base: Fraction  # seconds of one tick
    rate: Fraction  # frames a second, a hint for the encoder; times are exact in any case
    sample_aspect: Fraction = Fraction(1)
    colour: Colour = Colour()

    @property
    def even_size(self) -> tuple[int, int]:
        """Width and height as they are written: 4:2:0 has no odd ones."""
        return self.width & ~1, self.height & ~1


def sound_rate_for(rate: int) -> int:
    """The rate at which sound of `rate` samples a second is written: its own if AAC has it."""
    return rate if rate in _SOUND_RATES else 48_000


class MovieWriter:
    """Writes pictures and sound to an MP4 file; complete only after `close` without an error.

    Pictures come in order of time, the first at 0; sound in pieces that join without a gap, the
    first sample at 0. Write them in turns of a second or so: what one runs ahead is held in
    memory. Leaving the `with` block by an exception closes the file without finishing it. If the
    disk refuses that is an OSError, which `file_written_beside` turns into words.

    The same pictures give a file of the same bytes only where `repeatable` is set; else single
    pixels differ by what no eye sees, for a smaller file.
    """

    def __init__(
        self,
        path: Path,
        pictures: PictureFormat,
        sound_rate: int | None = None,
        crf: int = 19,
        repeatable: bool = False,
    ) -> None:
        self._format = pictures
        self._reformatter = VideoReformatter()
        self._durations: dict[int, int] = {}  # of the pictures inside the encoder, by pts
        self._first_dts: int | None = None
        self._stop = 0  # end of the last picture, in ticks
        self._samples = 0
        self._file = av.open(str(path), "w", format="mp4", options=self._options())
        self._video = self._add_video(crf, repeatable)
        self._audio = None if sound_rate is None else self._add_audio(sound_rate)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self.close()
            return
        with contextlib.suppress(av.error.FFmpegError):  # the first error is the one to tell
            self._file.close()

    def write(self, picture: av.VideoFrame, pts: int, duration: int) -> None:
        """Add a decoded picture, shown from `pts` for `duration` ticks, and leave it as it is."""
        width, height = self._format.even_size
        if (picture.format.name, picture.width, picture.height) != ("yuv420p", width, height):
            picture = self._as_yuv420(picture)
        pts_before, base_before, type_before = picture.pts, picture.time_base, picture.pict_type
        self._encode(picture, pts, duration)
        picture.pts, picture.pict_type = pts_before, type_before
        if base_before:
            picture.time_base = base_before

    def _as_yuv420(self, picture: av.VideoFrame) -> av.VideoFrame:
        width, height = self._format.even_size
        if not made_of_rgb(picture):
            return self._reformatter.reformat(picture, width, height, "yuv420p")
        colour = self._format.colour
        matrix, range = colour.scaler_matrix(width, height), colour.scaler_range
        return self._reformatter.reformat(
            picture, width, height, "yuv420p", dst_colorspace=matrix, dst_color_range=range
        )

    def write_pixels(self, pixels: NDArray[np.uint8], pts: int, duration: int) -> None:
        """Add a picture of pixels (H, W, 3) BGR or (H, W, 4) BGRA, uint8, alpha ignored."""
        width, height = self._format.even_size
        cropped = pixels[:height, :width]
        layout = "bgr24" if pixels.shape[2] == 3 else "bgra"
        colour = self._format.colour
        picture = self._reformatter.reformat(
            av.VideoFrame.from_numpy_buffer(cropped, layout),
            format="yuv420p",
            dst_colorspace=colour.scaler_matrix(width, height),
            dst_color_range=colour.scaler_range,
        )
        self._encode(picture, pts, duration)

    def write_sound(self, samples: NDArray[np.int16]) -> None:
        """Add stereo samples (S, 2), int16, right behind those before."""
        if self._audio is None:
            raise ValueError("sound for a file that was opened without a sound rate")
        if not len(samples):
            return
        packed = np.ascontiguousarray(samples).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(packed, "s16", "stereo")
        frame.sample_rate = self._audio.rate
        frame.time_base = Fraction(1, self._audio.rate)
        frame.pts = self._samples
        self._samples += len(samples)
        self._file.mux(self._audio.encode(frame))

    def close(self) -> None:
        """Write what the encoders still hold, and finish the file."""
        self._file.mux(self._encoded(None))
        if self._audio is not None:
            self._file.mux(self._audio.encode(None))
        self._file.close()

    def _options(self) -> dict[str, str]:
        # the file's clock ticks milliseconds unless told, and would cut the last frame short
        ticks = min(self._format.time_base.denominator, 10_000_000)
        return {"movflags": "faststart", "movie_timescale": str(ticks)}

    def _add_video(self, crf: int, repeatable: bool) -> VideoStream:
        width, height = self._format.even_size
        stream = self._file.add_stream(
            "libx264",
            rate=self._format.rate.limit_denominator(1001) or Fraction(1),
            options={"preset": "veryfast", "crf": str(crf)} | (_REPEATABLE if repeatable else {}),
            width=width,
            height=height,
            time_base=self._format.time_base,
        )
        context = stream.codec_context
        context.sample_aspect_ratio = self._format.sample_aspect
        context.colorspace = self._format.colour.matrix
        context.color_range = self._format.colour.range
        context.color_primaries = self._format.colour.primaries
        context.color_trc = self._format.colour.transfer
        return stream

    def _add_audio(self, rate: int) -> AudioStream:
        stream = self._file.add_stream("aac", rate=rate, layout="stereo")
        stream.codec_context.bit_rate = _SOUND_BIT_RATE
        return stream

    def _encode(self, picture: av.VideoFrame, pts: int, duration: int) -> None:
        picture.pts, picture.time_base = pts, self._format.time_base
        picture.pict_type = 0  # else the encoder copies the source's key frames
        self._durations[pts] = duration
        self._stop = pts + duration
        self._file.mux(self._encoded(picture))

    def _encoded(self, picture: av.VideoFrame | None) -> "list[Packet[VideoStream]]":
        # durations, which the encoder guesses from the rate, are those asked for
        packets = self._video.encode(picture)
        for packet in packets:
            packet.duration = self._durations.pop(packet.pts or 0)
        if packets and self._first_dts is None:
            self._first_dts = packets[0].dts
        if picture is None and packets:
            # the file adds up its length in decoding order, where another frame is the last
            decoded = (packets[-1].dts or 0) - (self._first_dts or 0)
            packets[-1].duration = max(1, self._stop - decoded)
        return packets
