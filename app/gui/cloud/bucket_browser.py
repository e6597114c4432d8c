"""Looking around in a bucket from the window, and fetching videos from it."""

from collections.abc import Generator
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.gui.jobs.jobs import Job
from app.gui.jobs.notifications import Notice
from app.gui.shell.context import WindowContext
from app.gui.shell.dialogs import show_dialog
from app.workflows.background import return_user_errors
from app.workflows.cloud.ingest import Ingested, ingest, ingest_below, ingest_notice
from app.workflows.cloud.paths import cache_of
from storage.cloud.s3.browsing import Page, browse, is_video
from storage.cloud.s3.bucket import Bucket, Entry, connect
from storage.cloud.s3.location import S3Location, resolve_location
from storage.cloud.video_cache import VideoCache
from storage.errors import UserError
from storage.foreign_text import one_line
from storage.quantities import bytes_text
from widgets.cloud.bucket_dialog import BucketDialog
from widgets.cloud.bucket_model import BucketRow

PAGES = 20  # of a thousand names: more of them in one folder are no help to a person


class BucketBrowser(QObject):
    """One dialog at a time; listing and fetching are jobs."""

    ingested = Signal()  # videos were added to the library

    def __init__(self, context: WindowContext, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._dialog: BucketDialog | None = None
        self._bucket: Bucket | None = None
        self._folder = ""
        self._entries: dict[str, Entry] = {}
        self._listing: Job | None = None

    def ask(self, choosing: bool = False) -> BucketDialog:
        """Open the dialog on the settings' place; to choose a folder there, or for its videos."""
        self._dialog = dialog = BucketDialog(self._window, choosing)
        dialog.folder_chosen.connect(self.show_folder)
        dialog.video_chosen.connect(self._fetch)
        dialog.address_entered.connect(self._go_to)
        dialog.up_asked.connect(self._go_up)
        dialog.retry_asked.connect(self._retry)
        dialog.settings_asked.connect(self._leave_for_settings)
        dialog.ingest_asked.connect(self._ingest)
        dialog.finished.connect(self._let_go)
        show_dialog(dialog)
        self.start()
        return dialog

    def start(self) -> None:
        """Look into the settings' place, or say that there is none."""
        if (place := self._context.settings.place) is None:
            self._bucket = None
            self._fail(
                "No S3 location is set.", "Choose a bucket in the settings, or enter its address."
            )
            return
        self._bucket = connect(place, patient=False)
        self.show_folder("")

    def show_folder(self, folder: str) -> None:
        """Show what is in `folder`, counted from the place on."""
        if self._bucket is None or self._dialog is None:
            return
        self._stop()
        self._folder, self._entries = folder, {}
        self._dialog.begin(self._address(folder), self._can_go_up())
        self._listing = job = self._context.jobs.start(
            return_user_errors(_pages(self._bucket, folder))
        )
        job.progressed.connect(self._add)
        job.succeeded.connect(self._end)

    def _address(self, folder: str) -> str:
        assert self._bucket is not None
        return one_line(f"{self._bucket.place.url}/{folder}")

    def _retry(self) -> None:
        if self._bucket is None:
            self.start()  # a place may be set by now
        else:
            self.show_folder(self._folder)

    def _can_go_up(self) -> bool:
        return bool(self._folder or (self._bucket and self._bucket.place.prefix))

    def _go_up(self) -> None:
        if self._folder:
            self.show_folder("".join(self._folder[:-1].rpartition("/")[:2]))
        elif self._bucket is not None:
            # above the prefix: another place of the same bucket, which the login may not see
            place = self._bucket.place
            self._go_to(f"s3://{place.bucket}/{place.prefix.rpartition('/')[0]}")

    def _go_to(self, address: str) -> None:
        self._stop()
        login = self._bucket.place if self._bucket else self._context.settings.place
        try:
            self._bucket = connect(resolve_location(address, login), patient=False)
        except UserError as error:
            self._fail(error.title, error.advice)
            return
        self.show_folder("")

    def _add(self, page: Page) -> None:
        if self._dialog is None:
            return
        self._entries |= {entry.key: entry for entry in page.entries}
        self._dialog.add(rows_of(page, self._folder))

    def _end(self, more: bool | UserError) -> None:
        if isinstance(more, UserError):
            self._fail(more.title, more.advice)
        elif self._dialog is not None:
            self._dialog.end(more)

    def _fail(self, title: str, advice: str) -> None:
        if self._dialog is not None:
            self._dialog.fail(title, advice)

    def _fetch(self, key: str) -> None:
        if self._bucket is not None and self._dialog is not None:
            self._dialog.accept()
            self.fetch(self._bucket.place, self._entries[key])

    def fetch(self, place: S3Location, entry: Entry) -> None:
        """Fetch one video, unless it was fetched before, and offer to open it."""
        rate = self._context.settings.bytes_per_second
        work = ingest(self._context.library, connect(place), self._cache(), [entry], rate)
        title = f"Fetching {one_line(entry.key.rpartition('/')[2])}"
        self._context.workflows.run(title, work, self._open_fetched)

    def _ingest(self) -> None:
        if self._bucket is None or self._dialog is None:
            return
        place = self._bucket.place
        self._dialog.accept()
        rate = self._context.settings.bytes_per_second
        library, bucket = self._context.library, connect(place)
        work = ingest_below(library, bucket, self._cache(), self._folder, rate)
        address = self._address(self._folder)
        done = partial(self._finish_ingest, address)
        self._context.workflows.run(f"Fetching videos of {address}", work, done)

    def _cache(self) -> VideoCache:
        return cache_of(self._context.library.folder, self._context.settings.cache_gb)

    def _open_fetched(self, ingested: list[Ingested]) -> None:
        [one] = ingested
        if one.error is not None:
            self._context.notifications.show_error(one.error)
        elif one.path is not None:
            self._context.navigation.offer_video(one.path)

    def _finish_ingest(self, address: str, ingested: list[Ingested]) -> Notice:
        self.ingested.emit()
        return Notice(*ingest_notice(ingested, address))

    def _leave_for_settings(self) -> None:
        if self._dialog is not None:
            self._dialog.reject()
        self._context.actions.perform("place")

    def _stop(self) -> None:
        if self._listing is not None:
            self._listing.progressed.disconnect(self._add)
            self._listing.succeeded.disconnect(self._end)
            self._listing.cancel()
            self._listing = None

    def _let_go(self) -> None:
        self._stop()
        self._dialog = None


def rows_of(page: Page, folder: str) -> list[BucketRow]:
    """A page of `folder` in words that are fit to be shown."""
    folders = [
        BucketRow(key, one_line(key[len(folder) :].rstrip("/")) or "/", is_folder=True)
        for key in page.folders
    ]
    return folders + [
        BucketRow(
            entry.key,
            one_line(entry.key[len(folder) :]),
            bytes_text(entry.size),
            time_text(entry.modified),
            is_video=is_video(entry.key),
        )
        for entry in page.entries
    ]


def time_text(moment: datetime | None) -> str:
    """A moment in the user's own time, to the minute."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}" if moment else ""


def _pages(bucket: Bucket, folder: str) -> Generator[Page, None, bool]:
    """Pages of a folder, up to PAGES; whether there are more."""
    for number, page in enumerate(browse(bucket, folder)):
        if number == PAGES:
            return True
        yield page
    return False
