"""A small video whose frames carry their numbers, and a player on it."""

from collections.abc import Iterator
from pathlib import Path
from threading import current_thread, main_thread
from threading import enumerate as threads

import pytest
from pytestqt.qtbot import QtBot

from app.playback.clock import PlaybackClock
from app.playback.player import Player
from storage.media.frame_table import FrameTable, scan_frames
from tests.app.playback.bar_codes import write_video

FRAMES = 60


def table_of(path: Path) -> FrameTable:
    scan = scan_frames(path)
    while True:
        try:
            next(scan)
        except StopIteration as done:
            table: FrameTable = done.value
            return table


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_video(tmp_path_factory.mktemp("clips") / "clip.mp4", FRAMES)


@pytest.fixture(scope="session")
def table(clip: Path) -> FrameTable:
    return table_of(clip)


class WatchedTime:
    """A time source that goes on when the player looks at it: no machine is too slow for it."""

    def __init__(self) -> None:
        self._looks = 0

    def __call__(self) -> float:
        if current_thread() is main_thread():
            self._looks += 1
        return self._looks / 400


@pytest.fixture
def player(qtbot: QtBot) -> Iterator[Player]:
    player = Player(clock=PlaybackClock(WatchedTime()))
    yield player
    player.close()
    qtbot.waitUntil(lambda: not playback_threads())


def playback_threads() -> list[str]:
    names = (thread.name for thread in threads())
    return [name for name in names if name in ("decoder", "read-ahead")]
