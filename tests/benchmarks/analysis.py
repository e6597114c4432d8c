"""`touchline analyze` as a whole, as Markdown table lines: frames a second, CPU time, memory."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inference.models.locations import DEFAULT, MOTION
from tests.benchmarks.clips import broadcast_clip

SECONDS = 40
VIDEOS = (("720p30", 30, 720), ("1080p25", 25, 1080))
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ended:
    """What one process came to."""

    frames: int
    fps: float  # decoding, net, path and database, without the start of the program
    seconds: float  # from the command line to its end
    cpu: float  # seconds of all its threads
    memory: float  # MB at most
    engine: str


def run() -> Iterator[str]:
    """Each line is a process of its own; engines have been measured before, as by a first use."""
    yield "| video | model | engine | frames/s | frames/s with the start | CPU ms a frame | MB |"
    yield "|---|---|---|---:|---:|---:|---:|"
    with tempfile.TemporaryDirectory() as folder:
        for name, rate, height in VIDEOS:
            for model in (DEFAULT, MOTION):
                _analysed(Path(folder), broadcast_clip(rate, 2, height), model)
                ended = _analysed(Path(folder), broadcast_clip(rate, SECONDS, height), model)
                yield (
                    f"| {name} | {model} | {ended.engine} | {ended.fps:.0f} "
                    f"| {ended.frames / ended.seconds:.0f} "
                    f"| {1000 * ended.cpu / ended.frames:.1f} | {ended.memory:.0f} |"
                )


def _analysed(folder: Path, video: Path, model: str) -> Ended:
    out = folder / f"{video.stem}-{model}"
    words = ["--library", folder / "library", "analyze", video, "--model", model, "--out", out]
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "app", *map(str, words)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if status:
        raise RuntimeError(f"analyze ended with {status}")
    facts = json.loads((out / f"{video.stem}.summary.json").read_text())
    cpu = used.ru_utime + used.ru_stime
    unit = 1e6 if sys.platform == "darwin" else 1e3  # bytes there, kilobytes elsewhere
    memory = used.ru_maxrss / unit
    return Ended(facts["frames"], facts["fps"], seconds, cpu, memory, facts["engine"])
