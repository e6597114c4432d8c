"""Tracking the ball of the open video: start, stop, continue, and how far it is."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.jobs import Job, Jobs
from app.videos import OpenedVideo
from inference.ball.analysis import AnalysisProgress, AnalysisResult, track_ball
from storage.library.library import Library


@dataclass
class _Playhead:
    """Where the user looks: the worker thread reads it, and must not hold a Qt object."""

    frame: int = 0


class Tracking(QObject):
    """At most one analysis of one video at a time; cancelled, it keeps what is done."""

    started = Signal()
    progressed = Signal(object)  # AnalysisProgress
    finished = Signal(object)  # AnalysisResult
    ended = Signal()  # finished, cancelled or failed

    def __init__(
        self, library: Library, opened: OpenedVideo, jobs: Jobs, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._opened = opened
        self._jobs = jobs
        self._job: Job | None = None
        self._frames: range | None = None
        self._playhead = _Playhead()

    @property
    def running(self) -> bool:
        return self._job is not None

    @property
    def frames(self) -> range | None:
        """The frames being tracked now, if any."""
        return self._frames

    @property
    def job(self) -> Job | None:
        """The job at work, if any."""
        return self._job

    def set_playhead(self, frame: int) -> None:
        """The user looks at `frame`: chunks near it come first."""
        self._playhead.frame = frame

    def start(self, frames: range | None = None) -> None:
        """Track the ball in `frames`, or everywhere; what is done already is not done again."""
        if self._job is not None:
            return
        frames = frames or range(len(self._opened.table))
        self._frames = frames
        playhead = self._playhead
        work = track_ball(
            self._library,
            self._opened.video,
            self._opened.table,
            first=frames.start,
            stop=frames.stop,
            near=lambda: playhead.frame,
        )
        self._job = job = self._jobs.start(work)
        job.progressed.connect(self._progress)
        job.succeeded.connect(self._finish)
        job.ended.connect(self._end)
        self.started.emit()

    def cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _progress(self, progress: AnalysisProgress) -> None:
        self.progressed.emit(progress)

    def _finish(self, result: AnalysisResult) -> None:
        self.finished.emit(result)

    def _end(self) -> None:
        self._job = None
        self._frames = None
        self.ended.emit()
