"""Import into the window: which kind of file it is, and the job that reads it."""

from collections.abc import Generator
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.gui.jobs.notifications import Notice
from app.gui.review.session import ReviewSession
from app.gui.shell.context import WindowContext
from app.gui.shell.dialogs import choose_file
from app.gui.shell.feature import Commands, Feature
from app.workflows.label_import.files import (
    ImportRequest,
    ImportResult,
    detect_format,
    import_labels,
)
from app.workflows.videos import OpenedVideo, known_table
from storage.library.library import Library
from storage.progress import Progress
from storage.records import Video

_FILES = "Labels (*.csv *.json *.xml *.txt *.yaml *.yml *.manifest *.jsonl *.zip *.ini)"
Import = Generator[Progress, None, ImportResult]


class LabelImportController(Feature[ReviewSession]):
    """Asks for a file and brings its labels into the library as a job."""

    def __init__(self, context: WindowContext, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window

    def commands(self) -> Commands:
        return {"import": partial(self.ask, self._session)} if self._session is not None else {}

    def ask(self, session: ReviewSession) -> None:
        """Let the user choose a file of labels of the video under review."""
        settings, start = self._context.settings, partial(self.start, session.opened.video)
        choose_file(self._window, settings, "imports", "Import labels", _FILES, start)

    def start(self, video: Video, path: Path) -> None:
        """Import `path` in the background; says what became of it."""
        work = import_file(self._context.library, video, path, self._context.settings.author)
        self._context.workflows.run(f"Importing {path.name}", work, partial(self._finish, path))

    def _finish(self, path: Path, done: ImportResult) -> Notice:
        if self._session is not None:
            self._session.read_labels()
        counts = done.counts
        advice = f"{counts.written} new labels, {counts.same} already there."
        if counts.proposed:
            advice += (
                f" {counts.proposed} differ from what a person said, or come from a model: they "
                "replace nothing, and are among the analyses of this video."
            )
        return Notice(f"Imported {path.name}", " ".join((advice, *done.notes)), "done")


def import_file(library: Library, video: Video, path: Path, author: str) -> Import:
    """Read the labels at `path`, of whatever format, into the library. Raises UserError."""
    format = detect_format(path)
    opened = OpenedVideo(video, known_table(library, video))
    # labels of Ground Truth carry the name of the job that made them, not the user's
    person = None if format == "groundtruth" else author
    request = ImportRequest(path, format, author=person)
    return (yield from import_labels(library, opened, request))
