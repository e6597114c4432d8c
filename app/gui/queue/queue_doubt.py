"""Keeps the doubt of the open video in step with its run and its labels, on a worker thread."""

from PySide6.QtCore import QObject, QTimer, Signal

from app.gui.jobs.jobs import Job, Jobs
from app.gui.review.session import ReviewSession
from app.workflows.review.doubt import read_doubt
from inference.review.queue import Doubt
from storage.library.library import Library

_REST = 80  # milliseconds after an edit before the places around it are judged again
REACH = 160  # frames on either side of an edit in which it may change what is doubted


class QueueDoubt(QObject):
    """The doubt of every frame; None until it is known, and for a video without a run."""

    changed = Signal()

    def __init__(self, session: ReviewSession, library: Library, jobs: Jobs) -> None:
        super().__init__(session)
        self._session = session
        self._library = library
        self._jobs = jobs
        self._doubt: Doubt | None = None
        self._job: Job | None = None
        self._asked: range | None = None  # frames that the job judges; None: all
        self._edited: tuple[int, int] | None = None  # frames that are to be judged again
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self._judge_edited)
        session.active.changed.connect(self.read)
        session.labels.replaced.connect(self.read)
        session.tracking.ended.connect(self.read)
        session.labels.changed.connect(self._expect)
        session.comparison.changed.connect(self._follow_comparison)
        self._compared = session.comparison.run
        self.read()

    @property
    def doubt(self) -> Doubt | None:
        return self._doubt

    @property
    def is_reading(self) -> bool:
        """Whether something is being judged now, or about to be."""
        return self._job is not None or self._rest.isActive()

    def read(self) -> None:
        """Judge the whole video."""
        self._edited = None
        self._start(None)

    def _start(self, frames: range | None) -> None:
        if self._job is not None:
            self._job.ended.disconnect(self._end)
            self._job.cancel()
        run = self._session.active.run
        if run is None or self._session.tracking.running:
            self._job, self._doubt = None, None
            self.changed.emit()
            return
        video = self._session.opened.video
        work = read_doubt(self._library, video, run, frames, self._session.comparison.run)
        self._asked = frames
        self._job = self._jobs.start(work)
        self._job.succeeded.connect(self._take)
        self._job.ended.connect(self._end)

    def _take(self, doubt: Doubt) -> None:
        if self._asked is None:
            self._doubt = doubt
        elif self._doubt is not None:
            self._doubt = self._doubt.with_part(self._asked.start, doubt)
        self.changed.emit()

    def _end(self) -> None:
        self._job = None
        if self._edited is not None:
            self._rest.start()

    def _expect(self, first: int, stop: int) -> None:
        if self._doubt is None or self._session.tracking.running:
            return
        if self._edited is not None:
            first, stop = min(first, self._edited[0]), max(stop, self._edited[1])
        self._edited = first, stop
        self._rest.start()

    def _judge_edited(self) -> None:
        if self._job is not None or self._edited is None:
            return  # its end asks again
        first, stop = self._edited
        self._edited = None
        frames = self._session.opened.video.frames
        self._start(range(max(first - REACH, 0), min(stop + REACH, frames)))

    def _follow_comparison(self) -> None:
        if self._session.comparison.run is not self._compared:
            self._compared = self._session.comparison.run
            self.read()
