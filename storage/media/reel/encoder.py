"""Reels: pieces of videos joined into one MP4, by the plan that the preview shows."""

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from storage.files import file_written_beside
from storage.media.audio import AudioReader, Samples
from storage.media.container import main_video_stream, open_container
from storage.media.encoding import MovieWriter, PictureFormat
from storage.media.reader import FrameReader
from storage.media.reel.plan import SOUND_RATE, FramePart, ReelPiece, ReelPlan
from storage.progress import Progress

Picture = NDArray[np.uint8]
DrawPiece = Callable[[Picture, int, int], None]
"""Paints on a BGRA picture (H, W, 4) of a piece, given the piece's number and its frame."""

_FADE = 0.005  # seconds at a hard cut: a jump would click
_BLOCK = 1  # seconds of sound written ahead of their pictures


def render_reel(
    plan: ReelPlan, size: tuple[int, int], out: Path, draw: DrawPiece | None = None
) -> Generator[Progress, None, Path]:
    """Encode a reel of `size` (width, height) as the MP4 file `out`.

    Pictures of another shape are shown whole, with black beside them. Sound goes over in dissolves
    with equal power, and fades for 5 ms at cuts. Yields once a frame. The result is counted before
    it is called `out`; after an error or a cancelled job nothing is left. Raises UserError if a
    video cannot be read or the disk refuses.
    """
    if not len(plan):
        raise ValueError("a reel without pieces")
    with file_written_beside(out) as part:
        yield from _encode(plan, size, part, draw)
        yield from _check(plan, part)
    return out


def reel_picture(
    pictures: Iterator[tuple[FramePart, Picture]] | list[tuple[FramePart, Picture]],
) -> Picture:
    """One picture of those that a reel frame is made of, all of one size."""
    (first, picture), *others = pictures
    for shown, other in others:
        blended = cv2.addWeighted(picture, first.weight, other, shown.weight, 0.0)
        picture = np.asarray(blended, np.uint8)
    return picture


class ReelReader:
    """Reads the frames of a reel; to be used by one thread, and read mostly forwards."""

    def __init__(
        self, plan: ReelPlan, size: tuple[int, int], draw: DrawPiece | None = None
    ) -> None:
        self._plan = plan
        self._size = size
        self._draw = draw
        self._readers: dict[int, FrameReader] = {}

    def close(self) -> None:
        """Close all files."""
        for reader in self._readers.values():
            reader.close()
        self._readers.clear()

    def read(self, frame: int) -> Picture:
        """Reel frame `frame` as BGRA (height, width, 4)."""
        shown = self._plan.at(frame)
        self._keep({part.piece for part in shown})
        return reel_picture([(part, self._picture(part)) for part in shown])

    def _picture(self, shown: FramePart) -> Picture:
        piece = self._plan.pieces[shown.piece]
        stream = piece.table.stream
        width, height = self._size
        scale = min(Fraction(width, stream.width), Fraction(height, stream.height))
        inner = max(1, round(stream.width * scale)), max(1, round(stream.height * scale))
        picture = self._readers[shown.piece].read(shown.index).bgra(*inner)
        if self._draw is not None:
            self._draw(picture, shown.piece, shown.index)
        if inner == self._size:
            return picture
        whole = np.zeros((height, width, 4), np.uint8)
        whole[..., 3] = 255
        top, left = (height - inner[1]) // 2, (width - inner[0]) // 2
        whole[top : top + inner[1], left : left + inner[0]] = picture
        return whole

    def _keep(self, pieces: set[int]) -> None:
        """Open the files that are needed now, and close the others."""
        for number in [number for number in self._readers if number not in pieces]:
            self._readers.pop(number).close()
        for number in pieces - self._readers.keys():
            piece = self._plan.pieces[number]
            self._readers[number] = FrameReader(piece.path, piece.table)


class ReelSound:
    """Mixes the sound of a reel, by its own samples; to be used by one thread."""

    def __init__(self, plan: ReelPlan) -> None:
        self._plan = plan
        self._readers: dict[int, AudioReader] = {}

    def close(self) -> None:
        """Close all files."""
        self._close(set(self._readers))

    def read(self, first: int, stop: int) -> Samples:
        """Samples `[first, stop)` of the reel as (n, 2)."""
        mixed = np.zeros((stop - first, 2), np.float32)
        for number, piece in enumerate(self._plan.pieces):
            begin, end = (
                self._plan.sample(at(number)) for at in (self._plan.begin, self._plan.end)
            )
            low, high = max(first, begin), min(stop, end)
            if low >= high or piece.slow != 1 or piece.table.stream.audio is None:
                continue
            source = self._source(number, piece)
            start = source.sample_at(piece.first) - begin
            samples = source.read(start + low, start + high)
            gain = self._gain(number, np.arange(low, high))
            mixed[low - first : high - first] += samples * gain[:, None]
            if high == end:
                self._close({number})
        return np.clip(np.rint(mixed), -32_768, 32_767).astype(np.int16)

    def _source(self, number: int, piece: ReelPiece) -> AudioReader:
        if number not in self._readers:
            self._readers[number] = AudioReader(piece.path, piece.table, SOUND_RATE)
        return self._readers[number]

    def _close(self, pieces: set[int]) -> None:
        for number in pieces & self._readers.keys():
            self._readers.pop(number).close()

    def _gain(self, number: int, samples: NDArray[np.int64]) -> NDArray[np.float32]:
        """How loud a piece is at samples of the reel, 0 to 1."""
        plan, pieces = self._plan, self._plan.pieces
        begin, end = plan.sample(plan.begin(number)), plan.sample(plan.end(number))
        shared_in = pieces[number].dissolve
        shared_out = pieces[number + 1].dissolve if number + 1 < len(pieces) else 0
        rising = _ramp(samples - begin, plan.sample(shared_in))
        falling = _ramp(end - 1 - samples, plan.sample(shared_out))
        return np.asarray(np.minimum(rising, falling), np.float32)


def _ramp(into: NDArray[np.int64], length: int) -> NDArray[np.float64]:
    """From 0 to 1: over a dissolve with equal power, at a cut straight and short."""
    if length:
        return np.asarray(np.sin(np.clip((into + 0.5) / length, 0, 1) * np.pi / 2))
    return np.clip((into + 1) / (_FADE * SOUND_RATE), 0, 1)


def _encode(
    plan: ReelPlan, size: tuple[int, int], part: Path, draw: DrawPiece | None
) -> Generator[Progress, None, None]:
    total = len(plan)
    block = max(1, round(plan.rate * _BLOCK))
    pictures = PictureFormat(size[0], size[1], 1 / (plan.rate * 1000), plan.rate)
    yield Progress(0, total)
    with ExitStack() as stack:
        reader, sound = ReelReader(plan, size, draw), ReelSound(plan)
        stack.callback(reader.close)
        stack.callback(sound.close)
        rate = SOUND_RATE if plan.has_sound else None
        movie = stack.enter_context(MovieWriter(part, pictures, rate))
        for frame in range(total):
            if rate and frame % block == 0:
                end = min(frame + block, total)
                movie.write_sound(sound.read(plan.sample(frame), plan.sample(end)))
            movie.write_pixels(reader.read(frame), frame * 1000, 1000)
            yield Progress(frame + 1, total)


def _check(plan: ReelPlan, part: Path) -> Generator[Progress, None, None]:
    """Decode what was written: a reel with a frame too few is worse than none."""
    count = 0
    with open_container(part) as container:
        for _ in container.decode(main_video_stream(container, part)):
            count += 1
            yield Progress(len(plan), len(plan))
    if count != len(plan):
        raise RuntimeError(f"{part} has {count} frames of {len(plan)}")
