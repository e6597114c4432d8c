"""How fast the library is with long videos and long histories, as Markdown table lines."""

import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import numpy as np
from sqlite_utils import Database

from storage.library.journal.journal import redo, undo, write_gesture
from storage.library.library import open_library
from storage.library.predictions.predictions import put_candidates
from storage.library.predictions.tracks import effective_range, effective_track
from storage.library.videos import put_video, recent_videos
from storage.records import CHUNK, Changes, ball_key
from tests.storage.library.builders import (
    VIDEO,
    ball,
    predict,
    put_positions,
    some_candidates,
    video,
)

FRAMES = 540_000  # three hours at 50 frames a second
GESTURE = 10_000  # edits of a large gesture
HISTORY = 1_000_000  # edits of a long journal


def run(frames: int = FRAMES, history: int = HISTORY) -> list[str]:
    """Measure in a new library on the disk of temporary files."""
    with TemporaryDirectory() as folder, open_library(Path(folder)).connect() as db:
        put_video(db, video(frames=frames))
        made = predict(db, np.arange(frames))
        return [
            "| what | median, ms | 95 %, ms |",
            "|---|---:|---:|",
            *_predictions(db, made),
            *_edits(db, "new journal"),
            *_tracks(db, frames),
            *_long_history(db, frames, history),
            _line("counts of the start page", lambda: recent_videos(db), 5),
        ]


def _predictions(db: Database, run: UUID) -> list[str]:
    found = some_candidates(CHUNK, peaks=12)
    positions = np.arange(CHUNK)
    return [
        _line("write the candidates of a chunk", lambda: put_candidates(db, run, 7, found), 200),
        _line("write the track of a chunk", lambda: put_positions(db, run, positions), 200),
    ]


def _tracks(db: Database, frames: int) -> list[str]:
    """Loading, with few and then with only human labels."""
    lines = []
    for labels in (frames // 27, frames):
        _label_first(db, labels)
        title = f"load {frames:,} frames, {labels:,} labelled by people"
        lines.append(_line(title, lambda: effective_track(db, VIDEO, frames), 5))
    middle = frames // 2
    some = _line(
        "load 1,000 of them", lambda: effective_range(db, VIDEO, middle, middle + 1000), 50
    )
    return [*lines, some]


def _long_history(db: Database, frames: int, history: int) -> list[str]:
    """The same edits as in a new journal, after many more."""
    [(edits,)] = db.execute("select count(*) from edits").fetchall()
    for x in count():
        if edits >= history:
            break
        write_gesture(db, VIDEO, _balls(GESTURE * x % frames, GESTURE, x + 0.5), "me")
        edits += GESTURE
    return _edits(db, f"{edits:,} edits in the journal")


def _edits(db: Database, state: str) -> list[str]:
    one, many = count(), count()
    return [
        _line(
            f"place a ball, {state}",
            lambda: write_gesture(db, VIDEO, _balls(7, 1, next(one) + 0.1), "me"),
            200,
        ),
        _line(f"undo it, {state}", lambda: undo(db, VIDEO, "me"), 100),
        _line(f"redo it, {state}", lambda: redo(db, VIDEO, "me"), 100),
        _line(
            f"change {GESTURE:,} balls at once, {state}",
            lambda: write_gesture(db, VIDEO, _balls(0, GESTURE, next(many) + 0.2), "me"),
            5,
        ),
        _line(f"undo them, {state}", lambda: undo(db, VIDEO, "me"), 5),
    ]


def _label_first(db: Database, labels: int) -> None:
    for first in range(0, labels, GESTURE):
        write_gesture(db, VIDEO, _balls(first, min(GESTURE, labels - first), 0.0), "me")


def _balls(first: int, size: int, x: float) -> Changes:
    return {ball_key(frame): ball(x) for frame in range(first, first + size)}


def _line(title: str, act: Callable[[], object], times: int) -> str:
    milliseconds = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        milliseconds.append((time.perf_counter() - start) * 1000)
    median, late = np.percentile(milliseconds, [50, 95])
    return f"| {title} | {median:.1f} | {late:.1f} |"


if __name__ == "__main__":
    print("\n".join(run()))
