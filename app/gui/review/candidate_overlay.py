"""Where else the ball might be: the stored candidates of the frame on screen."""

from collections import OrderedDict
from uuid import UUID

import numpy as np
from PySide6.QtCore import QObject, Signal
from sqlite_utils import Database

from app.gui.jobs.library_writer import LibraryWriter
from app.gui.review.active_run import ActiveRun
from storage.library.predictions.predictions import candidates, predicted_range
from storage.records import CHUNK
from widgets.picture.overlay_marks import CandidateMark

_KEPT = 8  # chunks
_SAME = 0.05  # display pixels: the path takes candidates as they are

Marks = list[tuple[CandidateMark, ...]]  # of each frame of a chunk


class CandidateOverlay(QObject):
    """The candidates of the active run, read chunk by chunk while they are wanted."""

    changed = Signal()  # there is more to show, or less

    def __init__(
        self, writer: LibraryWriter, active: ActiveRun, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._writer = writer
        self._active = active
        self._shown = False
        self._chunks: OrderedDict[int, Marks] = OrderedDict()
        self._asked: set[int] = set()
        active.changed.connect(self._forget_all)
        active.written.connect(self._forget)

    @property
    def shown(self) -> bool:
        """Whether candidates are wanted on screen."""
        return self._shown

    def toggle(self) -> None:
        self._shown = not self._shown
        self.changed.emit()

    def at(self, frame: int) -> tuple[CandidateMark, ...]:
        """The candidates of `frame`, best first; none while they are being read, or not wanted."""
        run = self._active.run
        if not self._shown or run is None:
            return ()
        chunk = frame // CHUNK
        if chunk in self._chunks:
            self._chunks.move_to_end(chunk)
            return self._chunks[chunk][frame % CHUNK]
        if chunk not in self._asked:
            self._asked.add(chunk)
            self._writer.submit(
                self,
                lambda db: (run.id, chunk, marks_of(db, run.id, chunk)),
                lambda answer: self._take(*answer),
                lambda: self._asked.discard(chunk),
            )
        return ()

    def _take(self, run: UUID, chunk: int, marks: Marks) -> None:
        if self._active.run is None or self._active.run.id != run:
            return
        self._chunks[chunk] = marks
        while len(self._chunks) > _KEPT:
            self._chunks.popitem(last=False)
        self.changed.emit()

    def _forget_all(self) -> None:
        self._chunks.clear()
        self.changed.emit()

    def _forget(self, first: int, stop: int) -> None:
        for chunk in range(first // CHUNK, -(-stop // CHUNK)):
            self._chunks.pop(chunk, None)
        self.changed.emit()


def marks_of(db: Database, run: UUID, chunk: int) -> Marks:
    """The candidates of each frame of a chunk; the one that the run's path takes is chosen."""
    first, stop = chunk * CHUNK, (chunk + 1) * CHUNK
    peaks = candidates(db, run, first, stop)
    path = predicted_range(db, run, first, stop)
    near_x = np.abs(peaks.x - path.x[:, None]) < _SAME
    chosen = near_x & (np.abs(peaks.y - path.y[:, None]) < _SAME)
    return [
        tuple(
            CandidateMark(float(x), float(y), float(score), bool(taken))
            for x, y, score, taken in zip(*row, strict=True)
            if np.isfinite(x)
        )
        for row in zip(peaks.x, peaks.y, peaks.score, chosen, strict=True)
    ]
