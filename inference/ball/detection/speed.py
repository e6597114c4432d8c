"""How fast models search video on this machine: measured for a moment, or told by an analysis."""

import math
import os
import platform
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from inference.ball.detection.detector import Detector, detect_block
from inference.runtime.benchmarks import add_measurement, read_measurements
from inference.video.frame_blocks import FrameBlockReader
from storage.media.frame_table import FrameTable
from storage.media.reader import FrameReader
from storage.records import Video

SPEEDS = "speeds.json"  # in the library's folder
WORTH = 200  # frames that an analysis must have looked at for its speed to be worth telling
_SECONDS = 3.0  # of measuring, without the first piece, in which everything is still cold
_QUICK = 0.4  # seconds of a piece; after a quicker one the next is twice as long
_PIECES = 16, 256  # frames of the first and of the longest piece


@dataclass(frozen=True, slots=True)
class Speed:
    """What a model came to here, decoding included."""

    rate: float  # frames a second
    engine: str
    width: int  # display pixels of the video
    height: int


def measure_speed(
    detector: Detector, video: Video, table: FrameTable, near: Callable[[], int] = lambda: 0
) -> Generator[int, None, Speed]:
    """Search frames of `video` from the one that `near` gives on; yields frames done.

    Takes a few seconds, writes nothing, and stops when it is closed. UserError if the video cannot
    be read.
    """
    length, longest = _PIECES
    first = min(near(), max(0, len(table) - 2 * longest))
    frames, seconds = 0, 0.0
    with closing(FrameReader(video.path, table)) as reader:
        blocks = FrameBlockReader(
            reader, table, detector.size, detector.preroll, lambda: False, detector.colour
        )
        start = first
        while start < len(table) and (seconds < _SECONDS or not frames):
            stop = min(start + length, len(table))
            started = perf_counter()
            detect_block(detector, blocks.read(start, stop), video.width, video.height)
            elapsed = perf_counter() - started
            if start > first or stop == len(table):
                frames, seconds = frames + stop - start, seconds + elapsed
            yield stop - first
            start, length = stop, length * 2 if elapsed < _QUICK else length
            length = min(length, longest)
    return Speed(frames / seconds, detector.engine, video.width, video.height)


def read_speed(speeds: Path, model: str, device: str) -> Speed | None:
    """The last known speed of the model of that name on this machine, None if there is none.

    A file that is none of ours counts as empty. `device` is what was asked for: "auto", "cpu" or
    "cuda".
    """
    return read_measurements(speeds, _speed).get(_key(model, device))


def write_speed(speeds: Path, model: str, device: str, speed: Speed) -> None:
    """Keep `speed` in the file `speeds`, in the place of an older one. UserError from the disk."""
    add_measurement(speeds, _speed, _key(model, device), speed)


def _key(model: str, device: str) -> str:
    """A library may lie where several machines see it."""
    return " ".join([model, device, platform.node(), str(os.cpu_count())])


def _speed(value: Any) -> Speed:
    rate = float(value["rate"])
    if not math.isfinite(rate) or rate <= 0:
        raise ValueError(f"a rate of {rate}")
    return Speed(rate, str(value["engine"]), int(value["width"]), int(value["height"]))
