"""Bringing a model into the library: asks for its file, and imports it as a job."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.gui.jobs.jobs import Work
from app.gui.shell.context import WindowContext
from app.gui.shell.dialogs import choose_file
from storage.library.library import Library

_FILES = "Models (model.toml *.pt *.pth *.tar *.safetensors *.onnx)"


class ModelImportController(QObject):
    """Says `imported` when there is a new model; what is wrong with a file is told by its job."""

    imported = Signal(str)  # its name

    def __init__(self, context: WindowContext, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window

    def ask(self) -> None:
        """Let the user choose a model: a folder by its card, or a file of weights."""
        settings = self._context.settings
        choose_file(self._window, settings, "models", "Import a model", _FILES, self.start)

    def start(self, path: Path) -> None:
        """Import the model at `path` in the background, under a name that is free."""
        job = self._context.jobs.start(_import(self._context.library, path))
        self._context.job_bars.add(f"Importing {path.name}", job)
        job.succeeded.connect(partial(self._say, path))

    def _say(self, path: Path, name: str) -> None:
        self._context.notifications.show(
            f"The model {name} is in the library.", f"From {path}.", "done"
        )
        self.imported.emit(name)


def _import(library: Library, path: Path) -> Work:
    yield
    # torch takes seconds to import: not before a net is to be read
    from inference.ball.models.importer import import_model, new_model_name

    name = new_model_name(path, library.models)
    yield from import_model(path, library.models, name)
    return name
