"""Import into the window: which kind of file it is, and the job that reads it."""

from collections.abc import Generator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.imports import Imported
from app.label_files import format_of, import_labels
from app.services import Services
from app.videos import OpenedVideo, known_table
from storage.library.library import Library
from storage.records import Video

_FILES = "Labels (*.csv *.json *.xml *.txt *.yaml *.yml *.manifest *.jsonl);;All files (*)"
Import = Generator[object, None, Imported]


class Importing(QObject):
    """Asks for a file and brings its labels into the library as a job."""

    imported = Signal()

    def __init__(self, services: Services, window: QWidget) -> None:
        super().__init__(window)
        self._services = services
        self._window = window

    def ask(self, video: Video) -> None:
        """Let the user choose a file of labels of `video`."""
        folder = str(self._services.settings.folder("imports"))
        dialog = QFileDialog(self._window, "Import labels", folder, _FILES)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.start(video, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def start(self, video: Video, path: Path) -> None:
        """Import `path` in the background; says what became of it."""
        self._services.settings.set_folder("imports", path.parent)
        work = import_file(self._services.library, video, path, self._services.settings.author)
        job = self._services.jobs.start(work)
        job.succeeded.connect(partial(self._say, path))

    def _say(self, path: Path, done: Imported) -> None:
        self.imported.emit()
        advice = f"{done.written} new labels, {done.same} there already."
        if done.proposed:
            advice += (
                f" {done.proposed} differ from what a person said, or come from a model: they "
                "replace nothing, and are among the analyses of this video."
            )
        self._services.notices.say(f"Imported {path.name}", advice, "done")


def import_file(library: Library, video: Video, path: Path, author: str) -> Import:
    """Read the labels at `path`, of whatever format, into the library. Raises UserError."""
    yield None
    format = format_of(path)
    if format == "groundtruth":
        return (yield from _import_data_set(library, video, path))
    return import_labels(library, video, format, path, author)


def _import_data_set(library: Library, video: Video, path: Path) -> Import:
    """Labels of Ground Truth carry the name of the job that made them, not the user's."""
    # what speaks to S3 takes its time to load, and most imports never need it
    from app.groundtruth_imports import import_data_set
    from storage.formats.groundtruth.data_set import ImportChoices

    opened = OpenedVideo(video, known_table(library, video))
    done = yield from import_data_set(library, opened, path, ImportChoices())
    return done.counts
