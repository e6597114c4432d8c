"""Import into the window: which kind of file it is, and the job that reads it."""

from collections.abc import Generator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.gui.shell.context import WindowContext
from app.gui.shell.dialogs import choose_file
from app.workflows.label_import.files import ImportRequest, ImportResult, import_labels
from app.workflows.videos import OpenedVideo, known_table
from storage.formats.catalog import format_of
from storage.library.library import Library
from storage.progress import Progress
from storage.records import Video

_FILES = "Labels (*.csv *.json *.xml *.txt *.yaml *.yml *.manifest *.jsonl)"
Import = Generator[Progress, None, ImportResult]


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

    def _say(self, path: Path, done: ImportResult) -> None:
        self.imported.emit()
        counts = done.counts
        advice = f"{counts.written} new labels, {counts.same} already there."
        if counts.proposed:
            advice += (
                f" {counts.proposed} differ from what a person said, or come from a model: they "
                "replace nothing, and are among the analyses of this video."
            )
        told = " ".join((advice, *done.notes))
        self._context.notifications.show(f"Imported {path.name}", told, "done")


def import_file(library: Library, video: Video, path: Path, author: str) -> Import:
    """Read the labels at `path`, of whatever format, into the library. Raises UserError."""
    format = format_of(path)
    opened = OpenedVideo(video, known_table(library, video))
    # labels of Ground Truth carry the name of the job that made them, not the user's
    person = None if format == "groundtruth" else author
    request = ImportRequest(path, format, author=person)
    return (yield from import_labels(library, opened, request))
