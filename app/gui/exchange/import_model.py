"""Bringing a model into the library: asks for its file, and imports it as a job."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.gui.jobs.jobs import Work
from app.gui.jobs.notifications import Notice
from app.gui.review.session import ReviewSession
from app.gui.shell.context import WindowContext
from app.gui.shell.dialogs import choose_file
from app.gui.shell.feature import Commands, Feature
from storage.library.library import Library

_FILES = "Models (model.toml *.pt *.pth *.tar *.safetensors *.onnx)"


class ModelImportController(Feature[ReviewSession]):
    """A video under review uses the imported model next; a wrong file is told by its job."""

    def __init__(self, context: WindowContext, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window

    def commands(self) -> Commands:
        return {"import_model": self.ask}

    def ask(self) -> None:
        """Let the user choose a model: a folder by its card, or a file of weights."""
        settings = self._context.settings
        choose_file(self._window, settings, "models", "Import a model", _FILES, self.start)

    def start(self, path: Path) -> None:
        """Import the model at `path` in the background, under a name that is free."""
        work = _import(self._context.library, path)
        self._context.workflows.run(f"Importing {path.name}", work, partial(self._finish, path))

    def _finish(self, path: Path, name: str) -> Notice:
        if self._session is not None:
            self._session.models.choose(name)
            self._session.models.read()
        return Notice(f"The model {name} was imported.", f"From {path}.", "done")


def _import(library: Library, path: Path) -> Work:
    yield
    # torch takes seconds to import: not before a net is to be read
    from inference.models.importer import import_model, new_model_name

    name = new_model_name(path, library.models)
    yield from import_model(path, library.models, name)
    return name
