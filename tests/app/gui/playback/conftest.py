"""A small video whose frames carry their numbers, and a player on it."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from threading import current_thread, main_thread
from threading import enumerate as threads

import pytest
from pytestqt.qtbot import QtBot

from app.gui.playback.clock import PlaybackClock
from app.gui.playback.player import Player
from storage.media.frame_table import FrameTable, scan_frames
from tests.clips.writing import Recipe, write_clip
from tests.draining import drained

FRAMES = 60


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    recipe = Recipe(FRAMES, width=320, height=180, rate=Fraction(100), gop=20)
    return write_clip(tmp_path_factory.mktemp("clips") / "clip.mp4", recipe)


@pytest.fixture(scope="session")
def table(clip: Path) -> FrameTable:
    return drained(scan_frames(clip))


class WatchedTime:
    """A time source that goes on when the player looks at it: no machine is too slow for it."""

    def __init__(self) -> None:
        self._seconds = 0.0

    def __call__(self) -> float:
        if current_thread() is main_thread():
            self._seconds += 0.0025
        return self._seconds

    def leap(self, seconds: float) -> None:
        """Be so much later all at once."""
        self._seconds += seconds


@pytest.fixture
def time() -> WatchedTime:
    return WatchedTime()


@pytest.fixture
def player(time: WatchedTime, qtbot: QtBot) -> Iterator[Player]:
    player = Player(clock=PlaybackClock(time))
    yield player
    player.close()
    qtbot.waitUntil(lambda: not playback_threads())


def playback_threads() -> list[str]:
    names = (thread.name for thread in threads())
    return [name for name in names if name in ("decoder", "read-ahead")]
