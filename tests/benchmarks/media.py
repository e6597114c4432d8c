"""How fast and how exactly frames are read, as Markdown table lines."""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ParamSpec

import av
import psutil
from av.container import InputContainer

from storage.media.cache import CachedReader
from storage.media.frame_table import FrameTable, scan_frames
from storage.media.reader import Frame, FrameReader
from tests.benchmarks.clips import broadcast_clip
from tests.clips.checking import check
from tests.clips.shelf import DAMAGED, INTACT, Shelf
from tests.draining import drained

SECONDS = 22
FRAMES = 250  # of one sequential pass
MIB = 1 << 20
P = ParamSpec("P")


def run(repeats: int = 5, long_read: int = 20_000) -> list[str]:
    """All tables: speed in sequence, random access, stepping back, memory, right frames."""
    path = broadcast_clip(25, SECONDS)
    table = drained(scan_frames(path))
    with tempfile.TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder))
        return [
            *_in_sequence(path, table, repeats),
            "",
            *_at_random(path, table, 24),
            "",
            *_memory(shelf, long_read),
            "",
            *_right_frames(shelf),
        ]


def _in_sequence(path: Path, table: FrameTable, repeats: int) -> list[str]:
    def reading(use: Callable[[Frame], object]) -> Callable[[], None]:
        def read() -> None:
            with FrameReader(path, table) as reader:
                for frame in reader.frames(0, FRAMES):
                    use(frame)

        return read

    ways = {
        "PyAV alone, decoding only": lambda: _decode(path),
        "FrameReader, not converted": reading(lambda frame: frame.index),
        "FrameReader, luma as stored": reading(lambda f: f.luma(1920, 1080)),
        "FrameReader, luma 512 x 288": reading(lambda f: f.luma(512, 288)),
        "FrameReader, RGB32 1920 x 1080": reading(lambda f: f.bgra()),
    }
    times: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    for _ in range(repeats):  # side by side: the machine's own speed drifts
        for way, work in ways.items():
            times[way].append(_timed(work))
    base = times["PyAV alone, decoding only"]
    lines = [
        f"| 1080p25, {FRAMES} frames in sequence | frames a second | CPU ms a frame | CPU ratio |",
        "|---|---:|---:|---:|",
    ]
    for way, results in times.items():
        wall, cpu = (statistics.median(column) for column in zip(*results, strict=True))
        ratio = statistics.median(a[1] / b[1] for a, b in zip(results, base, strict=True))
        lines.append(f"| {way} | {FRAMES / wall:.0f} | {cpu / FRAMES * 1000:.2f} | {ratio:.2f} |")
    return lines


def _decode(path: Path) -> None:
    with av.open(path) as container:
        container.streams.video[0].thread_type = "AUTO"
        for _, _frame in zip(range(FRAMES), container.decode(video=0), strict=False):
            pass


def _timed(work: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> tuple[float, float]:
    """Wall and CPU seconds of a call."""
    wall, cpu = time.perf_counter(), time.process_time()
    work(*args, **kwargs)
    return time.perf_counter() - wall, time.process_time() - cpu


def _at_random(path: Path, table: FrameTable, seeks: int) -> list[str]:
    chance = random.Random(1)
    asked = [chance.randrange(len(table)) for _ in range(seeks)]
    lines = ["| finding a frame, GOP 250 | mean ms | median ms | 95 % ms |", "|---|---:|---:|---:|"]
    by_hand, ours, back = [], [], []
    with av.open(path) as container, FrameReader(path, table) as reader:
        container.streams.video[0].thread_type = "AUTO"
        for index in asked:
            by_hand.append(_timed(_seek_by_hand, container, int(table.pts[index]))[0])
            ours.append(_timed(reader.read, index)[0])
    with CachedReader(path, table) as cached:
        cached.read(240)
        for index in range(239, 89, -1):
            back.append(_timed(cached.read, index)[0])
    rows = {
        "PyAV by hand: seek and decode": by_hand,
        "FrameReader at random": ours,
        f"CachedReader, {len(back)} steps back": back,
    }
    for name, times in rows.items():
        slow = statistics.quantiles(times, n=20)[-1]
        middle = statistics.median(times)
        lines.append(f"| {name} | {_ms(statistics.mean(times))} | {_ms(middle)} | {_ms(slow)} |")
    return lines


def _seek_by_hand(container: InputContainer, pts: int) -> None:
    stream = container.streams.video[0]
    container.seek(pts, stream=stream)
    next(frame for frame in container.decode(stream) if frame.pts == pts)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f}"


def _memory(shelf: Shelf, frames: int) -> list[str]:
    """How the process grows while one reader goes through a video again and again."""
    path, process = shelf.path("long_gop.mp4"), psutil.Process()
    table = drained(scan_frames(path))
    with FrameReader(path, table) as reader:
        for _ in _round_and_round(reader, len(table), frames // 10):
            pass
        before = process.memory_info().rss
        for _ in _round_and_round(reader, len(table), frames):
            pass
        grown = process.memory_info().rss - before
    size = f"{table.stream.width} x {table.stream.height}"
    return [
        "| memory | MiB |",
        "|---|---:|",
        f"| growth over {frames} frames of {size}, to RGB32 and luma | {grown / MIB:.1f} |",
    ]


def _round_and_round(reader: FrameReader, length: int, frames: int) -> Iterator[None]:
    for number in range(frames):
        frame = reader.read(number % length)
        frame.bgra()
        frame.luma(512, 288)
        yield


def _right_frames(shelf: Shelf) -> list[str]:
    lines = [
        "| clip | frames | asked | wrong | marked as damaged |",
        "|---|---:|---:|---:|---:|",
    ]
    for name in (*INTACT, *DAMAGED):
        clip = shelf.clip(name)
        found = check(clip, drained(scan_frames(clip.path)))
        lines.append(
            f"| {name} | {found.frames} | {found.asked} | {found.wrong} | {found.marked} |"
        )
    return lines
