"""A real window at which random gestures are made until its process is killed.

Each change of a label is printed when it is shown, as `tests.app.killing` reads it.
"""

import random
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.gui.review.commands import review_commands
from app.gui.review.session import ReviewSession
from app.gui.shell.settings import Settings
from app.gui.window import Window
from storage.library.library import open_library
from storage.records import BallTrack

# each changes the label of one frame, or nothing
COMMANDS = (
    "accept", "reject", "absent", "clear", "blurred", "occluded", "remove",
    "nudge_left", "nudge_right", "nudge_up", "nudge_down", "undo", "redo",
)  # fmt: skip


class RandomHand(QObject):
    """Goes from frame to frame, and makes a gesture on each one that it sees."""

    def __init__(self, session: ReviewSession, seed: int) -> None:
        super().__init__(session)
        self._session = session
        self._chance = random.Random(seed)
        self._commands = review_commands(session)
        session.labels.changed.connect(self._say)
        session.player.frame_shown.connect(self._gesture)

    def go_on(self) -> None:
        """Look at another frame."""
        here = self._session.player.position
        frames = [frame for frame in range(len(self._session.labels.track)) if frame != here]
        self._session.player.seek(self._chance.choice(frames))

    def _gesture(self) -> None:
        for _ in range(self._chance.randint(1, 4)):
            if self._chance.random() < 0.4:
                self._session.gestures.place(*(self._chance.uniform(0, 170) for _ in "xy"))
            else:
                self._commands[self._chance.choice(COMMANDS)]()
        QTimer.singleShot(0, self.go_on)

    def _say(self, first: int, stop: int) -> None:
        for frame in range(first, stop):
            print(said_of_track(self._session.labels.track, frame), flush=True)


def said_of_track(track: BallTrack, frame: int) -> str:
    """The label of a frame as it is shown, in one line."""
    x, y = track.x[frame], track.y[frame]
    place = "nowhere" if np.isnan(x) else f"{x!r} {y!r}"
    return f"{frame} {track.visibility[frame]} {place} {track.source[frame]} {track.review[frame]}"


def work_for_ever(library: Path, video: Path, seed: int) -> int:
    """Open the video in a window of a new application, and make gestures."""
    app = QApplication([])
    window = Window(open_library(library), Settings(library / "settings.ini"))
    window.show()
    window.open(video)
    waiting = QTimer(interval=1)
    waiting.timeout.connect(partial(_begin, window, seed, waiting))
    waiting.start()
    return app.exec()


def _begin(window: Window, seed: int, waiting: QTimer) -> None:
    if window.session is not None:
        waiting.stop()
        RandomHand(window.session, seed).go_on()
