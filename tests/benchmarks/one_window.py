"""One window in a process of its own, measured from outside the code under test."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from PySide6.QtCore import QElapsedTimer, QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.gui.shell.settings import Settings
from app.gui.warm_up import load_networks_early
from app.gui.window import Window
from storage.library.library import open_library
from widgets.common import theme


class StallMeter(QObject):
    """How long the event loop keeps a timer of one millisecond waiting."""

    def __init__(self) -> None:
        super().__init__()
        self._clock = QElapsedTimer()
        self._timer = QTimer(self, interval=1)
        self._timer.timeout.connect(self._tick)
        self.gaps: list[float] = []

    def start(self) -> None:
        self._clock.start()
        self._timer.start()

    def _tick(self) -> None:
        self.gaps.append(self._clock.nsecsElapsed() / 1e6)
        self._clock.restart()


def main(what: str, library: str, video: str, started: str) -> None:
    """Open `video`; print name=value lines for `what`: "start" or "track"."""
    app = QApplication([])
    theme.apply_theme(app)
    window = Window(open_library(Path(library)), Settings(Path(library) / "settings.ini"))
    window.show()
    warm_up = load_networks_early()
    window.open(Path(video))
    _until(lambda: window.session is not None and window.session.player.shown == 0)
    print(f"usable={time.time() - float(started)}")
    if what == "track":
        _until(lambda: not warm_up.is_alive())
        _track(window)
    window.close()


def _track(window: Window) -> None:
    assert window.session is not None
    ended: list[bool] = []
    window.session.tracking.ended.connect(lambda: ended.append(True))
    meter = StallMeter()
    window.session.player.set_loop((0, 200))
    window.session.player.play()
    meter.start()
    window.session.track()
    _until(lambda: bool(ended))
    gaps = sorted(meter.gaps)
    print(f"median_ms={gaps[len(gaps) // 2]}")
    print(f"stall_ms={gaps[-1]}")
    print(f"memory={psutil.Process().memory_info().rss / 1e6}")


def _until(there: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not there():
        if time.monotonic() > deadline:
            raise TimeoutError("the window did not get there in two minutes")
        QApplication.processEvents()
        time.sleep(0.0005)


if __name__ == "__main__":
    main(*sys.argv[1:])
