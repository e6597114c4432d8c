"""Tracking the ball of the open video: start, stop, continue, and how far it is."""

from collections.abc import Callable, Generator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.gui.jobs.jobs import Job, Jobs
from app.workflows.analysis.find_events import event_models, find_events
from app.workflows.analysis.track_ball import (
    AnalysisProgress,
    AnalysisRequest,
    AnalysisResult,
    track_ball,
)
from app.workflows.videos import OpenedVideo
from inference.ball.detection.speed import SPEEDS, WORTH, Speed, write_speed
from inference.models.locations import DEFAULT, EVENTS_DEFAULT
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

    @property
    def near(self) -> Callable[[], int]:
        """Gives the frame that the user looks at, to any thread."""
        playhead = self._playhead
        return lambda: playhead.frame

    def set_playhead(self, frame: int) -> None:
        """The user looks at `frame`: chunks near it come first."""
        self._playhead.frame = frame

    def start(
        self,
        frames: range | None = None,
        model: str = DEFAULT,
        device: str = "auto",
        events_model: str = EVENTS_DEFAULT,
    ) -> None:
        """Track the ball in `frames`, or everywhere; what is done already is not done again."""
        if self._job is not None:
            return
        self._frames = frames = frames or range(len(self._opened.table))
        request = AnalysisRequest(model, device, frames)
        work = _tracked(self._library, self._opened, request, events_model, self.near)
        self._job = job = self._jobs.start(work)
        job.progressed.connect(self.progressed)
        job.succeeded.connect(self.finished)
        job.ended.connect(self._end)
        self.started.emit()

    def cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _end(self) -> None:
        self._job = None
        self._frames = None
        self.ended.emit()


def _tracked(
    library: Library,
    opened: OpenedVideo,
    request: AnalysisRequest,
    events_model: str,
    near: Callable[[], int],
) -> Generator[AnalysisProgress, None, AnalysisResult]:
    """Track the ball, remember how fast that went, and find the events in its path."""
    video = opened.video
    result = yield from track_ball(library, video, opened.table, request, near)
    if result.rate * result.seconds >= WORTH:
        speed = Speed(result.rate, result.run.engine, video.width, video.height)
        write_speed(library.folder / SPEEDS, request.model, request.device, speed)
    known = event_models(library)  # the chosen one may have been removed since
    events_model = events_model if events_model in known else EVENTS_DEFAULT
    find_events(library, video, opened.table, result.run, events_model)
    return result
