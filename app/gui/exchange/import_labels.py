"""Import into the window: which kind of file it is, and the job that reads it."""

from collections.abc import Generator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.gui.shell.context import WindowContext
from app.gui.shell.dialogs import choose_file
from app.workflows.label_import.files import format_of, import_labels
from app.workflows.label_import.groundtruth import import_data_set
from app.workflows.label_import.merge import Imported
from app.workflows.videos import OpenedVideo, known_table
from storage.formats.groundtruth.read.read_labels import ImportChoices
from storage.library.library import Library
from storage.progress import Progress
from storage.records import Video

_FILES = "Labels (*.csv *.json *.xml *.txt *.yaml *.yml *.manifest *.jsonl)"
Import = Generator[Progress, None, Imported]


class LabelImportController(QObject):
    """Asks for a file and brings its labels into the library as a job."""

    imported = Signal()

    def __init__(self, context: WindowContext, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window

    def ask(self, video: Video) -> None:
        """Let the user choose a file of labels of `video`."""
        settings, start = self._context.settings, partial(self.start, video)
        choose_file(self._window, settings, "imports", "Import labels", _FILES, start)

    def start(self, video: Video, path: Path) -> None:
        """Import `path` in the background; says what became of it."""
        work = import_file(self._context.library, video, path, self._context.settings.author)
        job = self._context.jobs.start(work)
        self._context.job_bars.add(f"Importing {path.name}", job)
        job.succeeded.connect(partial(self._say, path))

    def _say(self, path: Path, done: Imported) -> None:
        self.imported.emit()
        advice = f"{done.written} new labels, {done.same} there already."
        if done.proposed:
            advice += (
                f" {done.proposed} differ from what a person said, or come from a model: they "
                "replace nothing, and are among the analyses of this video."
            )
        self._context.notifications.show(f"Imported {path.name}", advice, "done")


def import_file(library: Library, video: Video, path: Path, author: str) -> Import:
    """Read the labels at `path`, of whatever format, into the library. Raises UserError."""
    yield Progress(0, 0)
    format = format_of(path)
    if format == "groundtruth":
        return (yield from _import_data_set(library, video, path))
    return import_labels(library, video, format, path, author)


def _import_data_set(library: Library, video: Video, path: Path) -> Import:
    """Labels of Ground Truth carry the name of the job that made them, not the user's."""
    opened = OpenedVideo(video, known_table(library, video))
    done = yield from import_data_set(library, opened, path, ImportChoices())
    return done.counts
