"""Kills a window in the middle of its user's work, and checks that nothing shown was lost."""

import os
import random
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

import numpy as np

from app.workflows.videos import open_video
from storage.library.database import rows
from storage.library.journal.journal import edits
from storage.library.library import Library, open_library
from storage.library.predictions.tracks import effective_track
from storage.records import BallLabel, BallTrackBuilder, Edit, Visibility
from tests.app.gesturing_window import said_of_track, work_for_ever
from tests.draining import drained
from tests.forking import running


@dataclass(frozen=True)
class KilledWindow:
    """What a window had shown, and what was written while it lived."""

    shown: list[str]  # one line for each change of a label
    written: list[str]  # the journal, in the same words

    @property
    def lost(self) -> int:
        """Changes that were shown and are not in the library, in their order."""
        same = (shown == written for shown, written in zip(self.shown, self.written, strict=False))
        return len(self.shown) - sum(same)


def kill_a_window(library: Library, video: Path, seed: int) -> KilledWindow:
    """Let a window work on `video`, and kill it up to half a second after its first gesture.

    `library` knows the video, and no run of it. Raises AssertionError where labels and journal
    disagree, or the library's file is damaged.
    """
    identity = drained(open_video(library, video)).video.fingerprint
    with closing(library.connect()) as db:
        before = len(edits(db, identity))
    shown = _shown_until_killed(library, video, seed)
    with closing(open_library(library.folder).connect()) as db:
        history = edits(db, identity)
        track = effective_track(db, identity, drained(open_video(library, video)).video.frames)
        assert rows(db, "pragma integrity_check") == [("ok",)]
    last = {_frame(edit): said_of_edit(edit) for edit in history}
    assert last == {frame: said_of_track(track, frame) for frame in last}
    return KilledWindow(shown, [said_of_edit(edit) for edit in history[before:]])


def _shown_until_killed(library: Library, video: Path, seed: int) -> list[str]:
    delay = random.Random(seed).uniform(0, 0.5)
    environ = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with running(work_for_ever, library.folder, video, seed, environ=environ) as process:
        first = process.stdout.readline()
        timer = Timer(delay, process.kill)
        timer.start()
        lines = [first, *process.stdout]
        timer.join()
    assert process.returncode == -9, f"the window ended by itself: {process.returncode}"
    # the last line may be cut short by the kill
    return [line.strip() for line in lines if line.endswith("\n")]


def said_of_edit(edit: Edit) -> str:
    """What an edit made of its frame, in the same words."""
    frame, label = _frame(edit), edit.after
    track = BallTrackBuilder.empty(frame + 1)
    if isinstance(label, BallLabel):
        placed = label.x is not None and label.y is not None
        track.visibility[frame] = label.visibility if placed else Visibility.ABSENT
        track.x[frame] = np.nan if label.x is None else label.x
        track.y[frame] = np.nan if label.y is None else label.y
        track.source[frame], track.review[frame] = label.source, label.review
    return said_of_track(track.build(), frame)


def _frame(edit: Edit) -> int:
    return int(edit.key.removeprefix("ball/"))
