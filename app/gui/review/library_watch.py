"""Sees what another process does to the labels of the open video."""

from PySide6.QtCore import QObject, QTimer
from sqlite_utils import Database

from app.gui.jobs.library_writer import LibraryWriter
from app.gui.review.label_model import LabelModel, LabelState, read_labels
from storage.library.database import data_version
from storage.records import Video

_INTERVAL = 2000  # milliseconds: reading a long video again takes a second


class LibraryWatch(QObject):
    """Asks now and then whether the library has changed, and reads the labels anew if so."""

    def __init__(
        self, writer: LibraryWriter, labels: LabelModel, video: Video, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._writer = writer
        self._labels = labels
        self._video = video
        self._seen: int | None = None
        self._timer = QTimer(self, interval=_INTERVAL)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.look()  # what is there now is known

    def set_paused(self, paused: bool) -> None:
        """Pause while this process itself writes predictions from another thread.

        What was written meanwhile, by this process or by another, is read at the end.
        """
        if paused:
            self._timer.stop()
        else:
            self._timer.start()
            self.look()

    def stop(self) -> None:
        self._timer.stop()

    def look(self) -> None:
        """Show what others have written since the last look."""
        self._writer.submit(self, self._read_if_changed, self._show)

    def read(self) -> None:
        """Read the labels anew, whatever has changed."""
        self._writer.submit(
            self,
            lambda db: read_labels(db, self._video.fingerprint, self._video.frames),
            self._labels.replace,
        )

    def _read_if_changed(self, db: Database) -> tuple[int, LabelState | None]:
        version = data_version(db)
        if self._seen is None or version == self._seen:
            return version, None
        return version, read_labels(db, self._video.fingerprint, self._video.frames)

    def _show(self, answer: tuple[int, LabelState | None]) -> None:
        self._seen, state = answer
        if state is not None:
            self._labels.replace(state)
