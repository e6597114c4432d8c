"""The sound of a range of frames, to the sample, on the clock of the picture."""

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Discard
from numpy.typing import NDArray

from storage.media.closing import Closing
from storage.media.container import demuxed, file_errors, open_container
from storage.media.frame_table import FrameTable
from storage.media.streams import default_audio

Samples = NDArray[np.int16]

# Seconds decoded before the first sample wanted: codecs overlap their frames, and where a file has
# no index the demuxer lands too late. None is the start of the file.
_LEADS = (Fraction(1, 2), Fraction(5), Fraction(60), None)
_SLACK = Fraction(1, 50)  # seconds; containers round times, only a larger jump is a real gap


class AudioReader(Closing):
    """Reads the sound of one video as 16-bit stereo. To be used by one thread.

    Samples are numbered from the moment the first frame is shown, so sound that the file has before
    that has numbers below 0. Reading on where the last piece ended needs no seek.
    """

    def __init__(self, path: Path, table: FrameTable, rate: int = 48_000) -> None:
        self._path = path
        self._table = table
        self._rate = rate
        self._stack = ExitStack()
        self._container: InputContainer | None = None
        self._pieces: Iterator[tuple[int, Samples]] = iter(())
        self._piece: tuple[int, Samples] | None = None  # the one that the next read begins in
        self._at: int | None = None  # where the last read ended
        if table.stream.audio is not None:
            self._container = self._stack.enter_context(open_container(path))

    def close(self) -> None:
        """Close the file."""
        self._pieces = iter(())
        self._stack.close()

    def sample_at(self, index: int) -> int:
        """The first sample of a frame; of the number of frames: the end of the last one."""
        table = self._table
        seconds = table.seconds(index) if index < len(table) else table.duration
        return round(seconds * self._rate)

    def read(self, first: int, stop: int) -> Samples:
        """Samples `[first, stop)` as (n, 2); silence where the file has no sound."""
        samples = np.zeros((stop - first, 2), np.int16)
        if self._container is None or first == stop:
            return samples
        with file_errors(self._path):
            if self._at != first:
                self._seek(self._container, first)
            self._fill(samples, first, stop)
        self._at = stop
        return samples

    def _seek(self, container: InputContainer, first: int) -> None:
        for lead in _LEADS:
            start = None if lead is None else Fraction(first, self._rate) - lead
            self._pieces = _pieces(container, start, self._table.start, self._rate)
            self._piece = next(self._pieces, None)
            if self._piece and self._piece[0] <= first:
                return

    def _fill(self, samples: Samples, first: int, stop: int) -> None:
        while self._piece and self._piece[0] < stop:
            begin, piece = self._piece
            end = begin + len(piece)
            low, high = max(begin, first), min(end, stop)
            if low < high:
                samples[low - first : high - first] = piece[low - begin : high - begin]
            if end > stop:
                return
            self._piece = next(self._pieces, None)


def _pieces(
    container: InputContainer, start: Fraction | None, origin: Fraction, rate: int
) -> Iterator[tuple[int, Samples]]:
    """Pieces of sound from `start` seconds after `origin` on, with their first sample's number."""
    stream = default_audio(container)
    if stream is None:
        return
    for unused in container.streams:
        unused.discard = Discard.default if unused is stream else Discard.all
    base = stream.time_base or Fraction(1, rate)
    begin = stream.start_time or 0 if start is None else int((origin + start) / base)
    with suppress(av.FFmpegError):  # a kind of file that knows no seeking is read as it stands
        container.seek(begin, stream=stream)
    line = _SampleLine(origin, rate)
    for frame in _decoded(container, stream):
        yield from line.put(frame)
    yield from line.flush()


class _SampleLine:
    """Decoded sound laid out on one line of samples: gaps stay gaps, rounded stamps make none."""

    def __init__(self, zero: Fraction, rate: int) -> None:
        self._zero = zero
        self._rate = rate
        self._resampler: AudioResampler | None = None
        self._kind: tuple[str, str, int] | None = None
        self._expected = Fraction(0)  # seconds at which the next decoded frame should start
        self._position = 0  # the next sample

    def put(self, frame: AudioFrame) -> Iterator[tuple[int, Samples]]:
        """Add decoded sound; gives pieces at the wanted rate, each with its first sample."""
        kind = frame.format.name, frame.layout.name, frame.sample_rate
        time = self._expected
        if frame.pts is not None and frame.time_base is not None:
            time = frame.pts * frame.time_base - self._zero
        if kind != self._kind or abs(time - self._expected) > _SLACK:
            yield from self.flush()
            self._resampler, self._kind = AudioResampler("s16", "stereo", self._rate), kind
            self._expected, self._position = time, round(time * self._rate)
        self._expected += Fraction(frame.samples, frame.sample_rate)
        yield from self._pull(frame)

    def flush(self) -> Iterator[tuple[int, Samples]]:
        """The samples that the resampler still holds."""
        yield from self._pull(None)
        self._resampler = self._kind = None

    def _pull(self, frame: AudioFrame | None) -> Iterator[tuple[int, Samples]]:
        if self._resampler is None:
            return
        for piece in self._resampler.resample(frame):
            samples = np.frombuffer(memoryview(piece.planes[0]), np.int16).reshape(-1, 2)
            yield self._position, samples[: piece.samples]
            self._position += piece.samples


def _decoded(container: InputContainer, stream: AudioStream) -> Iterator[AudioFrame]:
    for packet in demuxed(container, stream):
        try:
            yield from packet.decode()
        except av.FFmpegError:
            continue  # a damaged piece of sound is silence
