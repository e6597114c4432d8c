"""Background sync: automatic while there is a network, on command, or off."""

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import uniform

from PySide6.QtCore import QObject, QTimer, Signal
from sqlite_utils import Database

from app.gui.jobs.jobs import Job, Jobs
from app.gui.jobs.library_writer import LibraryWriter
from app.gui.shell.settings import Settings
from app.workflows.background import return_user_errors, run_in_background
from storage.cloud.s3.bucket import Bucket, connect
from storage.cloud.s3.errors import Offline, Refused
from storage.cloud.s3.location import S3Location
from storage.cloud.sync.sync_issues import SyncIssue
from storage.cloud.sync.sync_pass import SyncResult, sync
from storage.errors import UserError
from storage.library.journal.conflicts import count_conflicts
from storage.library.journal.sync_state import location_id, unsent_videos
from storage.library.journal.sync_state import publish_again as publish_video_again
from storage.library.library import Library
from storage.progress import Progress

SYNC_INTERVAL = 30.0  # seconds between two passes
FULL_SYNC_INTERVAL = 300.0  # between two passes over all videos of the library
EDIT_DELAY = 4.0  # after an edit: a person who labels makes the next one soon
FIRST_RETRY, LAST_RETRY = 5.0, 60.0
_POLL_INTERVAL = 1000  # milliseconds


@dataclass(frozen=True, slots=True)
class SyncState:
    """All that is known of sync at one moment."""

    place: S3Location | None = None
    mode: str = "automatic"
    unsent: dict[str, int] = field(default_factory=dict)  # edits by video
    conflicts: int = 0
    running: bool = False
    steps: tuple[int, int] = (0, 0)  # of the pass at work: done, total
    synced: datetime | None = None  # local time of the last pass that came to its end
    error: UserError | None = None  # of the last pass
    issues: tuple[SyncIssue, ...] = ()

    @property
    def waiting(self) -> int:
        """How many edits are to be sent."""
        return sum(self.unsent.values())


class BackgroundSync(QObject):
    """One pass at a time, on a thread of its own. Errors are states here, never notifications."""

    changed = Signal()
    received = Signal()  # something of others has come into the library
    polled = Signal()  # what waits has been counted, and a pass started if one was due

    def __init__(
        self,
        library: Library,
        writer: LibraryWriter,
        jobs: Jobs,
        settings: Settings,
        parent: QObject | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._writer = writer
        self._jobs = jobs
        self._settings = settings
        self._now = now
        self._state = SyncState()
        self._job: Job | None = None
        self._bucket: Bucket | None = None
        self._open: str | None = None
        self._tracking = False
        self._again = False  # a pass was asked for while one was at work
        self._due = self._all_due = 0.0
        self._retry = FIRST_RETRY
        self._timer = QTimer(self, interval=_POLL_INTERVAL)
        self._timer.timeout.connect(self.poll)
        self._timer.start()
        self.follow_settings()

    @property
    def state(self) -> SyncState:
        return self._state

    def follow_settings(self) -> None:
        """Start over with another place or another mode."""
        place, mode = self._settings.place, self._settings.sync_mode
        if place != self._state.place:
            self.stop()
            self._bucket = None
            self._state = SyncState(place, mode)
        self._due = self._all_due = self._now()
        self._retry = FIRST_RETRY
        self._set(mode=mode, error=None)
        self.poll()

    def set_open(self, video: str | None) -> None:
        """The video under review, which is synced more often than others."""
        self._open = video
        self._due = self._now()

    def set_tracking(self, tracking: bool) -> None:
        """While a run grows, predictions are not sent."""
        self._tracking = tracking

    def sync_now(self) -> None:
        """A pass over all videos, whatever the mode."""
        self._due = self._all_due = self._now()
        self._again = self._job is not None  # what is edited now may be too late for that one
        self._start()

    def publish_again(self) -> None:
        """Send everything again of the videos whose labels were removed from the bucket."""
        place = self._state.place
        videos = [issue.video for issue in self._state.issues if issue.kind == "removed"]
        if place is None:
            return

        def request(db: Database) -> None:
            number = location_id(db, place.bucket, place.prefix, place.endpoint)
            for video in videos:
                publish_video_again(db, number, video)

        self._writer.submit(self, request, lambda _: self.sync_now())

    def stop(self) -> None:
        """End the pass at work; what it has done stays done."""
        if self._job is not None:
            self._job.cancel()

    def close(self) -> None:
        """Start nothing any more; what waits is sent when the window is opened again."""
        self._timer.stop()
        self.stop()

    def poll(self) -> None:
        """Count what waits, and start a pass if one is due."""
        place = self._state.place
        self._writer.submit(self, lambda db: _counts(db, place), self._take_counts)

    def _take_counts(self, counts: tuple[dict[str, int], int]) -> None:
        unsent, conflicts = counts
        if sum(unsent.values()) > self._state.waiting and self._state.error is None:
            self._due = min(self._due, self._now() + EDIT_DELAY)
        self._set(unsent=unsent, conflicts=conflicts)
        if self._state.mode == "automatic" and self._now() >= self._due:
            self._start()
        self.polled.emit()

    def _start(self) -> None:
        place = self._state.place
        if place is None or self._job is not None or self._state.mode == "off":
            return
        everything = self._now() >= self._all_due
        videos = None if everything else self._videos_due()
        if videos == []:
            self._due = min(self._now() + SYNC_INTERVAL, self._all_due)
            return
        if everything:
            self._all_due = self._now() + FULL_SYNC_INTERVAL
        if self._bucket is None:
            self._bucket = connect(place, patient=False)
        work = _pass(self._library, self._bucket, videos, not self._tracking)
        self._job = job = self._jobs.start(return_user_errors(run_in_background(work)))
        self._set(running=True, steps=(0, 0))
        job.progressed.connect(self._show_step)
        job.succeeded.connect(self._take_result)
        job.ended.connect(self._end)

    def _videos_due(self) -> list[str]:
        """The open video, and those with edits to be sent."""
        opened = [self._open] if self._open is not None else []
        return list(dict.fromkeys([*opened, *self._state.unsent]))

    def _show_step(self, step: Progress | None) -> None:
        if step is not None:
            self._set(steps=(step.done, step.total))

    def _take_result(self, result: SyncResult | UserError) -> None:
        if isinstance(result, UserError):
            self._take_error(result)
            return
        self._due, self._retry = self._now() + SYNC_INTERVAL, FIRST_RETRY
        issues = tuple(result.issues)
        self._set(synced=datetime.now(), error=None, issues=issues)
        if result.received or result.received_runs:
            self.received.emit()

    def _take_error(self, error: UserError) -> None:
        if isinstance(error, Refused):
            self._bucket = None  # it may hold a dead login
            self._due = self._now() + SYNC_INTERVAL
        elif isinstance(error, Offline):
            self._due = self._now() + uniform(self._retry / 2, self._retry)
            self._retry = min(LAST_RETRY, 2 * self._retry)
        else:
            self._due = self._now() + LAST_RETRY
        self._all_due = min(self._all_due, self._due)
        self._set(error=error)

    def _end(self) -> None:
        self._job = None
        self._set(running=False)
        if not self._timer.isActive():
            return
        if self._again:
            self.sync_now()
        self.poll()

    def _set(self, **changes: object) -> None:
        state = replace(self._state, **changes)  # type: ignore[arg-type]
        if state != self._state:
            self._state = state
            self.changed.emit()


def _counts(db: Database, place: S3Location | None) -> tuple[dict[str, int], int]:
    """Edits to be sent by video, and conflicts."""
    if place is None:
        return {}, count_conflicts(db)
    number = location_id(db, place.bucket, place.prefix, place.endpoint)
    return unsent_videos(db, number), count_conflicts(db)


def _pass(
    library: Library, bucket: Bucket, videos: list[str] | None, runs: bool
) -> Generator[Progress, None, SyncResult]:
    return sync(library, bucket, videos, runs=runs)
