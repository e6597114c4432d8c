"""How well 1080p video plays, as Markdown table lines."""

import os
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.gui.playback.pictures import ShownFrame
from app.gui.playback.player import Player
from storage.media.frame_table import FrameTable, scan_frames
from tests.benchmarks.clips import broadcast_clip
from widgets.picture.picture_view import PictureView

VIEW = (1280, 720)
MARGIN = 2  # seconds of video that are left over when play is measured
SEEKS = 12


def run(seconds: float = 20, repeats: int = 3) -> list[str]:
    """Play `seconds` of 1080p25 and 1080p50 in a window, or without a screen where there is none.

    The clips are made once and kept in the folder of temporary files.
    """
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    screen = QApplication.instance() or QApplication([])
    assert isinstance(screen, QApplication)
    results = [_measure(rate, seconds, repeats) for rate in (25, 50)]
    view = f"view {VIEW[0]} x {VIEW[1]}, {screen.platformName()}, {seconds:g} s"
    return [
        f"| {view} | 1080p25 | 1080p50 |",
        "|---|---:|---:|",
        *(f"| {what} | {results[0][what]} | {results[1][what]} |" for what in results[0]),
    ]


def _measure(rate: int, seconds: float, repeats: int) -> dict[str, str]:
    theatre = Theatre(broadcast_clip(rate, seconds + MARGIN))
    plays = [theatre.play(seconds) for _ in range(repeats)]
    seeks = theatre.seek(SEEKS)
    steps = theatre.step_back(SEEKS)
    backwards = theatre.play_backwards(seconds / 2)
    memory = psutil.Process().memory_info().rss / 2**20
    theatre.close()
    return {
        f"frames dropped, median of {repeats}": f"{statistics.median(p[0] for p in plays):.0f}",
        "frames shown": f"{statistics.median(p[1] for p in plays):.0f}",
        "CPU a frame, ms": f"{statistics.median(p[2] for p in plays):.1f}",
        "longest stall of the window, ms": f"{statistics.median(p[3] for p in plays):.0f}",
        "backwards, frames a second": f"{backwards:.1f}",
        "seek to picture, median / worst, ms": _milliseconds(seeks),
        "step back, median / worst, ms": _milliseconds(steps),
        "memory of the process at the end, MiB": f"{memory:.0f}",
    }


def _milliseconds(seconds: list[float]) -> str:
    return f"{statistics.median(seconds) * 1000:.0f} / {max(seconds) * 1000:.0f}"


class Theatre:
    """A player, and a view that paints its pictures."""

    def __init__(self, clip: Path) -> None:
        self._view = PictureView()
        self._view.resize(*VIEW)
        self._view.show()
        self._player = Player()
        self._player.frame_shown.connect(self._paint)
        self._player.failed.connect(self._fail)
        self._error: Exception | None = None
        self._frames = 0
        self._table = _table(clip)
        self._player.open(clip, self._table)
        self._wait(lambda: self._player.shown == 0)

    def close(self) -> None:
        self._player.close()
        self._view.close()

    def play(self, seconds: float) -> tuple[int, int, float, float]:
        """Frames dropped and shown, CPU a frame in ms, longest stall of the event loop in ms."""
        self._go_to(0)
        self._view.set_playing(True)
        self._frames = 0
        stall = Stall()
        cpu = time.process_time()
        self._player.play()
        self._wait_seconds(seconds)
        cpu = time.process_time() - cpu
        self._player.pause()
        return self._player.dropped, self._frames, cpu / self._frames * 1000, stall.end()

    def play_backwards(self, seconds: float) -> float:
        """Frames shown a second, the time to the first of them included."""
        self._go_to(len(self._table) - 1)
        self._frames = 0
        self._player.shuttle(-1)
        self._wait_seconds(seconds)
        self._player.pause()
        return self._frames / seconds

    def seek(self, times: int) -> list[float]:
        """Seconds until frames chosen at random are there."""
        chance = random.Random(1)
        return [self._go_to(chance.randrange(len(self._table))) for _ in range(times)]

    def step_back(self, times: int) -> list[float]:
        """Seconds until the frame before is there, from the middle on."""
        self._go_to(len(self._table) // 2)
        return [self._go_to(self._player.position - 1) for _ in range(times)]

    def _paint(self, picture: ShownFrame) -> None:
        self._frames += 1
        self._view.set_picture(picture.image)

    def _fail(self, error: Exception) -> None:
        self._error = error

    def _go_to(self, index: int) -> float:
        began = time.monotonic()
        self._player.seek(index)
        self._wait(lambda: self._player.shown == index)
        return time.monotonic() - began

    def _wait(self, happened: Callable[[], bool]) -> None:
        while not happened():
            if self._error is not None:
                raise self._error
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def _wait_seconds(self, seconds: float) -> None:
        loop = QEventLoop()
        timer = QTimer(singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(loop.quit)
        timer.start(round(seconds * 1000))
        loop.exec()


class Stall:
    """Watches how long the event loop does not come round."""

    EVERY_MS = 5

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.timeout.connect(self._tick)
        self._last = time.monotonic()
        self._longest = 0.0
        self._timer.start(self.EVERY_MS)

    def end(self) -> float:
        """The longest time that the event loop was away, in ms."""
        self._timer.stop()
        return max(0.0, self._longest * 1000 - self.EVERY_MS)

    def _tick(self) -> None:
        now = time.monotonic()
        self._longest = max(self._longest, now - self._last)
        self._last = now


def _table(path: Path) -> FrameTable:
    scan = scan_frames(path)
    while True:
        try:
            next(scan)
        except StopIteration as done:
            table: FrameTable = done.value
            return table
