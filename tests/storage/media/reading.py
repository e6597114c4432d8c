"""Reading finished files back in tests."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from storage.media.audio import AudioReader
from storage.media.frame_table import FrameTable, scan_frames
from tests.clips.bar_code import read_number
from tests.draining import drained


def table_of(path: Path) -> FrameTable:
    """The frame table of a file."""
    return drained(scan_frames(path))


def pictures(path: Path) -> list[av.VideoFrame]:
    """All decoded pictures of a file."""
    with av.open(path) as file:
        return list(file.decode(video=0))


def numbers(path: Path, like: FrameTable | None = None) -> list[int | None]:
    """The numbers in all pictures of a file; turned back if those of `like` were turned upright."""
    return [read_number(_stored(_luma(frame), like)) for frame in pictures(path)]


def times(path: Path) -> list[Fraction]:
    """The time stamps of all pictures of a file, in seconds."""
    return [(frame.pts or 0) * (frame.time_base or Fraction(0)) for frame in pictures(path)]


def sound(path: Path) -> NDArray[np.float32]:
    """The first channel of a file's sound, from -1 to 1."""
    with av.open(path) as file:
        return np.concatenate([frame.to_ndarray()[0] for frame in file.decode(audio=0)])


def _luma(frame: av.VideoFrame) -> NDArray[np.uint8]:
    plane = frame.reformat(format="yuv420p").planes[0]
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, -1)
    return rows[:, : plane.width]


def _stored(picture: NDArray[np.uint8], like: FrameTable | None) -> NDArray[np.uint8]:
    if like is None:
        return picture
    upright = picture[:, ::-1] if like.stream.mirrored else picture
    return np.rot90(upright, -like.stream.rotation // 90)


def read_audio(
    path: Path, table: FrameTable, first: int, stop: int, rate: int = 48_000
) -> NDArray[np.int16]:
    """Samples (n, 2) of frames `[first, stop)` at `rate` Hz; silence where there is no sound."""
    with AudioReader(path, table, rate) as reader:
        return reader.read(reader.sample_at(first), reader.sample_at(stop))
