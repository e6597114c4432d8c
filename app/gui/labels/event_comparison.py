"""Two analyses of events side by side: the one that is shown, and another one."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from sqlite_utils import Database

from app.gui.jobs.library_writer import LibraryWriter
from inference.review.event_disagreement import without_partner
from storage.library.predictions.events import SAME_EVENT, event_predictions
from storage.library.predictions.runs import active_run
from storage.records import Run
from widgets.events.event_columns import EventColumns
from widgets.timeline.timeline_compared_events import ComparedEvents


@dataclass(frozen=True, eq=False)
class _TwoRuns:
    """All that both runs say, whatever the thresholds are."""

    shown: EventColumns
    other: EventColumns


class EventComparison(QObject):
    """Keeps the second run for as long as it is wanted; hidden, it is not forgotten."""

    changed = Signal()

    def __init__(self, writer: LibraryWriter, video: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer = writer
        self._video = video
        self._run: Run | None = None
        self._read_runs: _TwoRuns | None = None
        self._compared: ComparedEvents | None = None
        self._different: NDArray[np.int64] = np.zeros(0, np.int64)
        self._threshold: Callable[[str], float] = lambda _: 0.0
        self._shown = True

    @property
    def run(self) -> Run | None:
        """The second run, shown or hidden."""
        return self._run

    @property
    def compared(self) -> ComparedEvents | None:
        """The second one's events as they are to be seen; None while hidden, or not read yet."""
        return self._compared if self._shown else None

    @property
    def differences(self) -> int:
        """In how many frames only one of them sees an event."""
        return len(self._different)

    def compare_with(self, run: Run | None) -> None:
        """Set `run` beside the shown one; None ends it."""
        self._run, self._shown = run, True
        self.read()

    def toggle(self) -> bool:
        """Hide the second run, or show it again; False if there is none."""
        if self._run is None:
            return False
        self._shown = not self._shown
        self.changed.emit()
        return True

    def read(self) -> None:
        """Look again at both runs."""
        if (run := self._run) is None:
            self._take(None)
        else:
            self._writer.submit(self, lambda db: _read(db, self._video, run), self._take)

    def set_thresholds(self, threshold: Callable[[str], float]) -> None:
        """Compare what is as sure as the threshold of its class, in both."""
        self._threshold = threshold
        self._update()

    def next_different(self, frame: int) -> int | None:
        """The next frame after `frame` in which they differ; from the end, around."""
        if self.compared is None or not len(self._different):
            return None
        place = int(np.searchsorted(self._different, frame, side="right"))
        return int(self._different[place % len(self._different)])

    def _take(self, read: _TwoRuns | None) -> None:
        if read is None:  # it is the shown one now, or gone
            self._run = None
        self._read_runs = read
        self._update()

    def _update(self) -> None:
        if (read := self._read_runs) is None:
            self._compared, self._different = None, np.zeros(0, np.int64)
        else:
            shown, other = (_sure(columns, self._threshold) for columns in (read.shown, read.other))
            missed, added = _alone(shown, other), _alone(other, shown)
            self._compared = ComparedEvents(other, added)
            self._different = np.union1d(shown.frames[missed], other.frames[added])
        self.changed.emit()


def _read(db: Database, video: str, run: Run) -> _TwoRuns | None:
    shown = active_run(db, video, run.task)
    if shown is None or shown.id == run.id:
        return None
    first, second = (event_predictions(db, each.id) for each in (shown, run))
    return _TwoRuns(EventColumns.of(first), EventColumns.of(second))


def _sure(columns: EventColumns, threshold: Callable[[str], float]) -> EventColumns:
    least = np.array([threshold(name) for name in columns.classes], np.float64)
    if not len(least):
        return columns
    return columns.part(np.flatnonzero(2 - columns.ranks >= least[columns.codes]))


def _alone(columns: EventColumns, others: EventColumns) -> NDArray[np.bool_]:
    """Of each event: whether the others have none of its class near."""
    alone = np.zeros(len(columns), np.bool_)
    for name in columns.names:
        rows = columns.rows_of([name])
        others_frames = others.frames[others.rows_of([name])]
        alone[rows] = without_partner(columns.frames[rows], others_frames, SAME_EVENT)
    return alone
