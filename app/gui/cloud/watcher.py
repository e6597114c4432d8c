"""Looks every minute whether new videos lie in the place in S3, and brings them here."""

from collections.abc import Generator
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.gui.jobs.jobs import Job
from app.gui.shell.context import WindowContext
from app.workflows.background import return_user_errors
from app.workflows.cloud.ingest import Ingested, ingest, ingest_notice
from app.workflows.cloud.paths import cache_of, watch_file
from storage.cloud.s3.bucket import connect
from storage.cloud.s3.errors import LoginEnded, Offline
from storage.cloud.s3.location import S3Location
from storage.cloud.video_cache import VideoCache
from storage.cloud.watching import Watch
from storage.errors import UserError
from storage.library.library import Library
from storage.progress import Progress

EVERY = 60_000  # milliseconds


class Watcher(QObject):
    """Quiet while there is nothing new; what is in its way is said where it is looked for."""

    status_changed = Signal(str)  # one line about the watch, "" while there is none
    ingested = Signal()

    def __init__(self, context: WindowContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._job: Job | None = None
        self._shown = False  # whether this look has a bar
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.look)

    def follow_settings(self) -> None:
        """Watch or do not, as the settings say now; a look at work was at what they said before."""
        if self._job is not None:
            self._job.cancel()
        watching = self._context.settings.watching and self._context.settings.place is not None
        if not watching:
            self._timer.stop()
            self.status_changed.emit("")
            return
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Look once, unless a look is under way."""
        place = self._context.settings.place
        if place is None or self._job is not None:
            return
        folder, rate = self._context.library.folder, self._context.settings.bytes_per_second
        cache = cache_of(folder, self._context.settings.cache_gb)
        work = watch_once(self._context.library, place, cache, watch_file(folder), rate)
        self._job = job = self._context.jobs.start(return_user_errors(work))
        job.progressed.connect(self._show_once)
        job.succeeded.connect(partial(self._show_result, place))
        job.ended.connect(self._end)
        self._shown = False

    def _show_once(self, step: Progress) -> None:
        """A bar only when there is something to fetch."""
        if step.total and not self._shown and self._job is not None:
            self._shown = True
            self._context.workflows.follow("Fetching new videos", self._job)

    def _show_result(self, place: S3Location, ingested: list[Ingested] | UserError) -> None:
        if isinstance(ingested, UserError):
            self.status_changed.emit(watch_problem(place, ingested))
            return
        self.status_changed.emit(f"Watching {place.url}: last checked at {datetime.now():%H:%M}")
        if ingested:
            self._context.notifications.show(*ingest_notice(ingested, place.url))
            self.ingested.emit()

    def _end(self) -> None:
        self._job = None


def watch_problem(place: S3Location, error: UserError) -> str:
    """One quiet line about what is in the way of a watch, which goes on trying."""
    if isinstance(error, LoginEnded):
        return f"Watching {place.url}: waiting for your AWS login. {error.advice}"
    if isinstance(error, Offline):
        return f"Watching {place.url}: offline, will try again soon"
    return f"Watching {place.url}: {error.title} {error.advice}".rstrip()


def watch_once(
    library: Library,
    place: S3Location,
    cache: VideoCache,
    file: Path,
    bytes_per_second: int | None = None,
) -> Generator[Progress, None, list[Ingested]]:
    """Bring what is new since the last look. The first look only learns what is there.

    What could not be read counts as known too: it would be tried again every minute. A new
    connection each time, so that a login that was renewed is taken up.
    """
    yield Progress(0, 0, "bytes")
    bucket = connect(place)
    watch = Watch(file, bucket)
    first, new = watch.is_new, watch.look()
    ingested = [] if first else (yield from ingest(library, bucket, cache, new, bytes_per_second))
    if first or new:
        watch.tell(new)
    return ingested
