"""Import into the window: which kind of file it is, what has to be said of it, and the job."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.gui.jobs.notifications import Notice
from app.gui.review.session import ReviewSession
from app.gui.shell.context import WindowContext
from app.gui.shell.dialogs import choose_file, choose_folder, show_dialog
from app.gui.shell.feature import Commands, Feature
from app.workflows.label_import.files import (
    ImportRequest,
    ImportResult,
    detect_format,
    import_labels,
)
from app.workflows.label_import.preview import (
    ImportPreview,
    PreviewFrame,
    choices_of,
    preview_labels,
    with_options,
)
from app.workflows.videos import OpenedVideo, known_table
from storage.errors import UserError
from storage.formats.catalog import label_formats
from storage.formats.common.choices import ChoiceNeeded
from storage.library.library import Library
from storage.progress import Progress
from storage.quantities import plural
from storage.records import Video
from widgets.library.label_import_dialog import LabelImportDialog, LabelPreview

_PROPOSALS = (
    " from a model, or different from a person's label. Nothing was replaced: show or remove "
    "proposals under Analyses of this video."
)
_OWN = frozenset({"stored_pixels", "first_number"})  # tables need no question


@dataclass(frozen=True, slots=True)
class ImportLook:
    """What an import would bring, or what stands in its way."""

    request: ImportRequest
    preview: ImportPreview | None = None
    problem: UserError | None = None


class LabelImportController(Feature[ReviewSession]):
    """Asks for a file and brings its labels into the library as a job."""

    def __init__(self, context: WindowContext, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window

    def commands(self) -> Commands:
        if self._session is None:
            return {}
        return {
            "import": partial(self.ask, self._session),
            "import_folder": partial(self.ask_for_folder, self._session),
        }

    def ask(self, session: ReviewSession) -> None:
        """Let the user choose a file of labels of the video under review."""
        settings, start = self._context.settings, partial(self.start, session.opened.video)
        choose_file(self._window, settings, "imports", "Import labels", label_files(), start)

    def ask_for_folder(self, session: ReviewSession) -> None:
        """Let the user choose the folder of a data set with labels of the video under review."""
        settings, start = self._context.settings, partial(self.start, session.opened.video)
        choose_folder(self._window, settings, "imports", "Import labels from a folder", start)

    def start(self, video: Video, path: Path) -> None:
        """Import `path` in the background, after its questions; says what became of it."""
        work = begin_import(self._context.library, video, path, self._context.settings.author)
        done = partial(self._go_on, video)
        self._context.workflows.run(f"Importing {path.name}", work, done)

    def _go_on(self, video: Video, outcome: "ImportLook | _FinishedImport") -> Notice | None:
        if isinstance(outcome, _FinishedImport):
            return self._finish(outcome.path, outcome.result)
        request, format = outcome.request, label_formats()[outcome.request.format]
        name = f"{request.path.name} as {format.title}"
        dialog = LabelImportDialog(name, format.options, self._window)
        look_again = partial(self._look_again, dialog, video, request)
        dialog.choices_changed.connect(look_again)
        dialog.folder_asked.connect(partial(self._ask_for_pictures, dialog, look_again))
        dialog.import_asked.connect(partial(self._import, dialog, video, request))
        show_look(dialog, outcome)
        show_dialog(dialog)
        return None

    def _ask_for_pictures(self, dialog: LabelImportDialog, chosen: Callable[[], None]) -> None:
        def take(folder: Path) -> None:
            if isValid(dialog):
                dialog.set_folder(folder)
                chosen()

        choose_folder(dialog, self._context.settings, "pictures", "Folder of the pictures", take)

    def _look_again(self, dialog: LabelImportDialog, video: Video, request: ImportRequest) -> None:
        dialog.set_busy()
        asked = with_options(request, dialog.choices)
        work = look_at(_opened(self._context.library, video), asked)
        job = self._context.jobs.start(work)
        job.succeeded.connect(partial(_show_if_current, dialog, asked))

    def _import(self, dialog: LabelImportDialog, video: Video, request: ImportRequest) -> None:
        asked = with_options(request, dialog.choices)
        dialog.accept()
        work = import_labels(self._context.library, _opened(self._context.library, video), asked)
        done = partial(self._finish, asked.path)
        self._context.workflows.run(f"Importing {asked.path.name}", work, done)

    def _finish(self, path: Path, done: ImportResult) -> Notice:
        if self._session is not None:
            self._session.read_labels()
        counts = done.counts
        advice = f"{plural(counts.written, 'new label')}, {counts.same:,} already there."
        action = None
        if counts.proposed:
            advice += f" {plural(counts.proposed, 'proposal')}{_PROPOSALS}"
            action = ("Show analyses…", partial(self._context.actions.perform, "analyses"))
        return Notice(f"Imported {path.name}", " ".join((advice, *done.notes)), "done", action)


@dataclass(frozen=True, slots=True)
class _FinishedImport:
    """An import that had nothing to ask."""

    path: Path
    result: ImportResult


def begin_import(
    library: Library, video: Video, path: Path, author: str
) -> Generator[Progress, None, ImportLook | _FinishedImport]:
    """Import `path` where its format leaves nothing open, else look at it. Raises UserError."""
    request = request_of(path, author)
    opened = _opened(library, video)
    if choices_of(request.format) - _OWN:
        return (yield from look_at(opened, request))
    return _FinishedImport(path, (yield from import_labels(library, opened, request)))


def look_at(opened: OpenedVideo, request: ImportRequest) -> Generator[Progress, None, ImportLook]:
    """What an import would bring; what stands in its way is a part of the answer."""
    try:
        return ImportLook(request, (yield from preview_labels(opened, request)))
    except UserError as error:
        return ImportLook(request, problem=error)


def label_files() -> str:
    """The files that can be imported, as file dialogs want them."""
    endings = {ending for format in label_formats().values() for ending in format.suffixes}
    return f"Labels ({' '.join(f'*{ending}' for ending in sorted(endings | {'.zip'}))})"


def request_of(path: Path, author: str) -> ImportRequest:
    """The import of `path`, of whatever format, by `author`. Raises UserError."""
    format = detect_format(path)
    # signed labels carry the name of the job that made them, not the user's
    return ImportRequest(path, format, author=None if label_formats()[format].signed else author)


def show_look(dialog: LabelImportDialog, look: ImportLook) -> None:
    """Show in `dialog` what an import would bring, or ask what is missing."""
    if isinstance(look.problem, ChoiceNeeded) and look.problem.values:
        dialog.set_values(look.problem.option, look.problem.values)
    if look.problem is not None:
        dialog.set_problem(look.problem.title, _advice(look.problem))
    elif look.preview is not None:
        frames = [_preview(frame) for frame in look.preview.frames]
        dialog.set_preview(look.preview.counts, look.preview.notes, frames)


def _show_if_current(dialog: LabelImportDialog, asked: ImportRequest, look: ImportLook) -> None:
    """An answer is not shown to choices that were changed meanwhile, or when the dialog is gone."""
    if isValid(dialog) and dialog.isVisible() and with_options(asked, dialog.choices) == asked:
        show_look(dialog, look)


def _advice(problem: UserError) -> str:
    # the command line's way of choosing helps nobody here
    return "Choose above." if isinstance(problem, ChoiceNeeded) else problem.advice


def _preview(frame: PreviewFrame) -> LabelPreview:
    height, width = frame.picture.shape[:2]
    image = QImage(frame.picture.tobytes(), width, height, 4 * width, QImage.Format.Format_RGB32)
    place = None if frame.x is None or frame.y is None else QPointF(frame.x, frame.y)
    return LabelPreview(f"Frame {frame.frame:,}: {frame.words}", image.copy(), place)


def _opened(library: Library, video: Video) -> OpenedVideo:
    return OpenedVideo(video, known_table(library, video))
