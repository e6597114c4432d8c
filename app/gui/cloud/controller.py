"""All that the window does with S3, in one place to be connected."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.gui.cloud.bucket_browser import BucketBrowser
from app.gui.cloud.clip_sharing import ClipSharing
from app.gui.cloud.location_settings import S3LocationController
from app.gui.cloud.watcher import Watcher
from app.gui.jobs.jobs import at_once
from app.gui.review.session import ReviewSession
from app.gui.shell.context import WindowContext
from app.gui.shell.feature import Commands, Feature
from app.workflows.cloud.paths import cache_of
from storage.cloud.s3.bucket import Entry
from storage.cloud.s3.location import S3Location
from storage.cloud.video_cache import Origin, VideoCache

_Found = tuple[Origin | None, bool]  # where a video of the cache is from, and whether it is there


class CloudController(Feature[ReviewSession]):
    """Settings, browser, sharing and watch, which know of one another through it alone."""

    ingested = Signal()  # videos were added to the library
    watch_changed = Signal(str)

    def __init__(self, context: WindowContext, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self.places = S3LocationController(context, window)
        self.browser = BucketBrowser(context, window)
        self.sharing = ClipSharing(context, window)
        self.watcher = Watcher(context, self)
        self.places.changed.connect(self.watcher.follow_settings)
        self.browser.ingested.connect(self.ingested)
        self.watcher.ingested.connect(self.ingested)
        self.watcher.status_changed.connect(self.watch_changed)

    def commands(self) -> Commands:
        commands: dict[str, Callable[[], object]] = {
            "browse": self.browser.ask,
            "place": self.places.ask,
        }
        if self._session is not None:
            commands["share"] = partial(self.sharing.ask, self._session)
        return commands

    def bring_back(self, path: Path, otherwise: Callable[[], object]) -> None:
        """Open a video of the cache, fetched again if it made room for others.

        `otherwise` is called if `path` is no such video, and somebody else must look for it.
        """
        cache = cache_of(self._context.library.folder, self._context.settings.cache_gb)
        job = self._context.jobs.start(at_once(partial(_looked_up, cache, path)))
        job.succeeded.connect(partial(self._open, path, otherwise))

    def _open(self, path: Path, otherwise: Callable[[], object], local_copy: _Found) -> None:
        origin, there = local_copy
        if origin is None:
            otherwise()
            return
        if there:
            self._context.navigation.offer_video(path)
            return
        chosen = self._context.settings.place
        same = chosen is not None and (chosen.bucket, chosen.endpoint) == (
            origin.bucket,
            origin.endpoint,
        )
        login = (chosen.profile, chosen.region) if chosen is not None and same else (None, None)
        place = S3Location(origin.bucket, "", *login, origin.endpoint)
        self.browser.fetch(place, Entry(origin.key, origin.size, origin.etag, None))


def _looked_up(cache: VideoCache, path: Path) -> _Found:
    """What the disk says of a video, which is said to be looked at."""
    cache.touch(path)
    return cache.origin_of(path), path.is_file()
