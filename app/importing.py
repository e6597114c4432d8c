"""Import into the window: which kind of file it is, and the job that reads it."""

from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.imports import Imported, import_ball, import_events
from app.jobs import Jobs
from app.notices import Notices
from app.settings import Settings
from storage.errors import UserError
from storage.formats.ball_csv import read_ball_csv
from storage.formats.csv_rows import check_frames
from storage.formats.events_csv import read_events_csv
from storage.formats.tracknet_csv import read_tracknet_csv
from storage.library.library import Library
from storage.records import Video

_HEAD = 4096  # bytes: enough for the line that names the columns
Import = Generator[None, None, Imported]


class Importing(QObject):
    """Asks for a file and brings its labels into the library as a job."""

    imported = Signal()

    def __init__(
        self, library: Library, jobs: Jobs, notices: Notices, settings: Settings, window: QWidget
    ) -> None:
        super().__init__(window)
        self._library = library
        self._jobs = jobs
        self._notices = notices
        self._settings = settings
        self._window = window

    def ask(self, video: Video) -> None:
        """Let the user choose a file of labels of `video`."""
        folder = str(self._settings.folder("imports"))
        dialog = QFileDialog(self._window, "Import labels", folder, "Label tables (*.csv)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.start(video, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def start(self, video: Video, path: Path) -> None:
        """Import `path` in the background; says what became of it."""
        self._settings.set_folder("imports", path.parent)
        job = self._jobs.start(import_file(self._library, video, path, self._settings.author))
        job.succeeded.connect(partial(self._say, path))

    def _say(self, path: Path, done: Imported) -> None:
        self.imported.emit()
        advice = f"{done.written} new labels, {done.same} there already."
        if done.proposed:
            advice += (
                f" {done.proposed} differ from what a person said, or come from a model: they "
                "replace nothing, and are among the analyses of this video."
            )
        self._notices.say(f"Imported {path.name}", advice, "done")


def import_file(library: Library, video: Video, path: Path, author: str) -> Import:
    """Read the table at `path`, whatever kind it is, into the library. Raises UserError."""
    yield
    read = reader_of(path)
    if read is read_events_csv:
        found = read_events_csv(path)
        check_frames(found, video.frames)
        return import_events(library, video, found, author)
    rows = read_tracknet_csv(path) if read is read_tracknet_csv else read_ball_csv(path)
    check_frames(rows, video.frames)
    return import_ball(library, video, rows, path, author)


def reader_of(path: Path) -> Callable[[Path], object]:
    """The reader for a table, told by its column names. UserError if it cannot be read."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD).decode("utf-8-sig", "replace").splitlines()
    except OSError as error:
        raise UserError(f"{path.name} could not be read.", f"{error.strerror}.") from error
    columns = {name.strip().lower() for name in head[0].split(",")} if head else set()
    if "event" in columns:
        return read_events_csv
    return read_tracknet_csv if "visibility" in columns else read_ball_csv
