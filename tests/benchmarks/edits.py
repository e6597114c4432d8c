"""What an edit costs the window's thread in a video of three hours, as Markdown table lines."""

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import numpy as np
from PySide6.QtWidgets import QApplication
from sqlite_utils import Database

from app.gui.shell.settings import Settings
from app.gui.window import Window
from app.workflows.videos import open_video
from storage.library.journal.journal import write_gesture
from storage.library.library import Library, open_library
from storage.library.videos import put_frame_table, put_video
from storage.media.frame_table import FrameTable, table_to_bytes
from storage.records import Clip, Event, Video, clip_key, event_key
from tests.app.rally import write_rally, write_run
from tests.draining import drained
from widgets.common import theme

FRAMES = 540_000  # three hours at 50 frames a second
EVENTS, CLIPS = 20_000, 200
EDITS = 60


def run(frames: int = FRAMES) -> list[str]:
    """Place a ball again and again, with all parts of the window connected."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply_theme(app)
    with TemporaryDirectory() as folder:
        library = open_library(Path(folder) / "library")
        video = write_rally(Path(folder) / "rally.mp4", 50)
        _lengthen(library, video, frames)
        window = Window(library, Settings(Path(folder) / "settings.ini"))
        window.resize(1920, 1080)
        window.show()
        window.open(video)
        _wait(lambda: window.session is not None and window.session.player.shown == 0)
        lines = [*_edits(window), *_event_edits(window)]
        window.close()
    return ["| what | median, ms | 95 %, ms |", "|---|---:|---:|", *lines]


def _lengthen(library: Library, path: Path, frames: int) -> None:
    """Let the library take `path` for a video of so many frames, tracked, with events and clips."""
    opened = drained(open_video(library, path))
    table = _longer(opened.table, frames)
    video = replace(opened.video, frames=frames, seconds=float(table.duration))
    with closing(library.connect()) as db:
        put_video(db, video)
        put_frame_table(db, video.fingerprint, table_to_bytes(table))
        _label(db, video)
    write_run(library, video)


def _longer(table: FrameTable, frames: int) -> FrameTable:
    step = int(table.durations[0])
    return replace(
        table,
        pts=table.pts[0] + np.arange(frames) * step,
        durations=np.full(frames, step),
        key=np.resize(table.key, frames),
        corrupt=np.zeros(frames, np.bool_),
    )


def _label(db: Database, video: Video) -> None:
    events = np.linspace(0, video.frames - 1, EVENTS).astype(int)
    clips = np.linspace(0, video.frames - 100, CLIPS).astype(int)
    write_gesture(
        db,
        video.fingerprint,
        {
            **{event_key(uuid4()): Event(int(frame), "hit") for frame in events},
            **{clip_key(uuid4()): Clip(int(first), int(first) + 90, "rally") for first in clips},
        },
        "ana",
    )


def _edits(window: Window) -> list[str]:
    session = window.session
    assert session is not None
    labels = session.labels
    merged: list[float] = []
    merge = labels._merge

    def measured(written: object) -> None:
        started = time.thread_time()
        merge(written)  # type: ignore[arg-type]
        merged.append(time.thread_time() - started)

    labels._merge = measured  # type: ignore[method-assign]
    shown = []
    for number in range(EDITS):
        started = time.thread_time()
        session.gestures.place(100.0 + number, 50.0)
        labels.flush()
        QApplication.processEvents()
        shown.append(time.thread_time() - started)
    where = f"{len(labels.track):,} frames, {EVENTS:,} events"
    return [
        _line(f"the window's thread merges an edit into {where}", merged),
        _line("the same, from the gesture until all of it is painted", shown),
    ]


def _event_edits(window: Window) -> list[str]:
    """Mark a hit again and again among many events."""
    session = window.session
    assert session is not None
    labels = session.labels
    merged: list[float] = []
    merge = labels._merge

    def measured(written: object) -> None:
        started = time.thread_time()
        merge(written)  # type: ignore[arg-type]
        merged.append(time.thread_time() - started)

    labels._merge = measured  # type: ignore[method-assign]
    shown = []
    for number in range(EDITS):
        session.player.seek(1000 * number)
        _wait(lambda: session.player.shown == session.player.position)
        started = time.thread_time()
        window._context.actions.perform("add_hit")
        labels.flush()
        QApplication.processEvents()
        shown.append(time.thread_time() - started)
    return [
        _line(f"the window's thread lists {EVENTS:,} events again after an edit of one", merged),
        _line("the same, from the gesture until all of it is painted", shown),
    ]


def _line(what: str, seconds: list[float]) -> str:
    median, late = np.percentile(np.array(seconds) * 1000, [50, 95])
    return f"| {what} | {median:.2f} | {late:.2f} |"


def _wait(there: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 300
    while not there():
        if time.monotonic() > deadline:
            raise TimeoutError("the window did not get there in five minutes")
        QApplication.processEvents()
        time.sleep(0.001)


if __name__ == "__main__":
    print("\n".join(run()))
