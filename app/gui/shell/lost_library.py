"""What the window does when its library was removed, moved or replaced."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.gui.jobs.job_bar import JobBars
from app.gui.jobs.library_writer import LibraryWriter
from app.gui.jobs.notifications import Notifications
from app.gui.shell.dialogs import choose_folder
from app.gui.shell.settings import Settings
from storage.library.backup import save_copy
from storage.library.database_file import LibraryMoved


class LostLibrary(QObject):
    """Says that nothing is saved any more, and offers to keep all that was."""

    def __init__(
        self,
        writer: LibraryWriter,
        notifications: Notifications,
        job_bars: JobBars,
        settings: Settings,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._writer = writer
        self._notifications = notifications
        self._job_bars = job_bars
        self._settings = settings
        self._window = window
        writer.failed.connect(self._tell)

    def save(self, folder: Path) -> None:
        """Write a copy of the library, as it was when its file was lost, into `folder`."""
        self._writer.rescue(self, lambda db: save_copy(db, folder), self._tell_saved)

    def _tell(self, error: Exception) -> None:
        if not isinstance(error, LibraryMoved):
            self._notifications.show_error(error)
            return
        self._job_bars.set_idle("Changes are not saved", error.title)
        copy = ("Save a copy of the library…", self._ask)
        self._notifications.show(error.title, error.advice, "error", copy)

    def _ask(self) -> None:
        title = "Save a copy of the library in"
        choose_folder(self._window, self._settings, "library copy", title, self.save)

    def _tell_saved(self, path: Path) -> None:
        self._notifications.show(
            f"A copy of the library was saved in {path.parent}.",
            f"Close this window, and start Touchline with --library {path.parent}, or put the copy "
            "in the place of the old one.",
            "done",
            ("Close", self._window.close),
        )
