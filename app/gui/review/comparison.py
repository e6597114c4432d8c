"""Two analyses of the open video side by side: the one on screen, and another one."""

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from app.gui.jobs.jobs import Job, Jobs
from app.gui.review.active_run import ActiveRun
from inference.review.disagreement import disagreements
from storage.library.library import Library
from storage.library.predictions.predictions import predicted_track
from storage.records import BallTrack, Run, Source, Video
from widgets.timeline.timeline_compared import ComparedRuns


@dataclass(frozen=True, eq=False)
class Compared:
    """What was read of two runs at one moment."""

    other: BallTrack
    different: NDArray[np.bool_]  # (frames,)
    lanes: ComparedRuns


class RunComparison(QObject):
    """Keeps the second run for as long as it is wanted; hidden, it is not forgotten."""

    changed = Signal()

    def __init__(
        self,
        library: Library,
        video: Video,
        jobs: Jobs,
        active: ActiveRun,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._video = video
        self._jobs = jobs
        self._active = active
        self._other: Run | None = None
        self._compared: Compared | None = None
        self._shown = True
        self._job: Job | None = None
        active.changed.connect(self.read)

    @property
    def run(self) -> Run | None:
        """The second run, shown or hidden."""
        return self._other

    @property
    def compared(self) -> Compared | None:
        """The two as they are to be seen; None while hidden, or not read yet."""
        return self._compared if self._shown else None

    def compare_with(self, run: Run | None) -> None:
        """Set `run` beside the one on screen; None ends it."""
        self._other, self._shown = run, True
        self.read()

    def toggle(self) -> bool:
        """Hide the second run, or show it again; False if there is none."""
        if self._other is None:
            return False
        self._shown = not self._shown
        self.changed.emit()
        return True

    def read(self) -> None:
        """Look anew at both runs: predictions have been written, or another one is on screen."""
        shown, compared = self._active.run, self._other
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if shown is None or compared is None or shown.id == compared.id:
            self._other = self._compared = None
            self.changed.emit()
            return
        self._job = job = self._jobs.start(
            read_compared(self._library, self._video, shown, compared)
        )
        job.succeeded.connect(self._take)

    def place(self, frame: int) -> tuple[float, float] | None:
        """Where the second run sees the ball, in label coordinates."""
        if (compared := self.compared) is None or not compared.other.visibility[frame]:
            return None
        return float(compared.other.x[frame]), float(compared.other.y[frame])

    def note(self, frame: int) -> str:
        """What the second run says of a frame in which it sees no ball; else nothing."""
        if (compared := self.compared) is None or self.place(frame) is not None:
            return ""
        analysed = compared.other.source[frame] != Source.NONE
        reason = "sees no ball" if analysed else "did not analyse this frame"
        return f"{compared.lanes.names[1]} {reason}"

    def next_different(self, frame: int) -> int | None:
        """Where the two begin to differ next after `frame`; from the end, around."""
        if (compared := self.compared) is None:
            return None
        mask = compared.different
        begins = np.flatnonzero(mask & ~np.concatenate([[False], mask[:-1]]))
        if not len(begins):
            return None
        return int(begins[np.searchsorted(begins, frame, side="right") % len(begins)])

    def _take(self, compared: Compared) -> None:
        self._compared, self._job = compared, None
        self.changed.emit()


def read_compared(
    library: Library, video: Video, shown: Run, compared: Run
) -> Generator[None, None, Compared]:
    """Read both runs whole, in their own words: people's labels are not in them."""
    yield
    with closing(library.connect()) as db:
        first = predicted_track(db, shown.id, video.frames)
        yield
        second = predicted_track(db, compared.id, video.frames)
    yield
    different = disagreements(first, second, video.width)
    names = run_names(shown, compared)
    return Compared(second, different, ComparedRuns.of(names, (first, second), different))


def run_names(shown: Run, compared: Run) -> tuple[str, str]:
    """What the two are called: their models, with the time where that is not enough."""
    if shown.model != compared.model:
        return shown.model, compared.model
    times = [f"{run.created.astimezone():%d %b %H:%M}" for run in (shown, compared)]
    if times[0] == times[1]:
        times = ["1", "2"]
    return f"{times[0]} {shown.model}", f"{times[1]} {compared.model}"
