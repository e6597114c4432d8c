"""The window at work, as Markdown table lines: start-up, stalls while tracking runs, memory."""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.app.rally import write_rally

STARTS = 5


def run() -> list[str]:
    """Each figure from processes of their own, so that nothing is warm but the disk."""
    with tempfile.TemporaryDirectory() as folder:
        video = write_rally(Path(folder) / "rally.mp4")
        starts = [_started(Path(folder) / f"library{n}", video, "start") for n in range(STARTS)]
        again = [_started(Path(folder) / "library0", video, "start") for _ in range(STARTS)]
        tracking = _started(Path(folder) / "tracking", video, "track")
    return [
        "| | median | worst |",
        "|---|---|---|",
        _line("start to the first picture and timeline, new video", [s["usable"] for s in starts]),
        _line("the same, known video", [s["usable"] for s in again]),
        f"| longest stall of the GUI thread while tracking runs and play goes on, ms | "
        f"{tracking['median_ms']:.1f} | {tracking['stall_ms']:.1f} |",
        f"| resident memory after tracking, MB | {tracking['memory']:.0f} | |",
    ]


def _line(what: str, seconds: list[float]) -> str:
    return f"| {what}, s | {statistics.median(seconds):.2f} | {max(seconds):.2f} |"


def _started(library: Path, video: Path, what: str) -> dict[str, float]:
    """Run tests/benchmarks/one_window.py and read its figures."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.benchmarks.one_window",
            what,
            library,
            video,
            str(time.time()),
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    pairs = (line.split("=") for line in done.stdout.splitlines())
    return {name: float(value) for name, value in pairs}
