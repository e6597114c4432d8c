"""The module under test is app.gui.exchange.import_model, driven through the window."""

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app.gui.exchange.import_model import ModelImportController
from app.gui.shell.context import WindowContext
from app.gui.shell.settings import Settings
from storage.library.library import Library
from tests.app.user import User
from tests.finding import find_child
from tests.inference.ball.nets.tiny import write_model
from widgets.window.notice_bar import NoticeBar


def imports(user: User, path: Path) -> None:
    """Choose "Import a model…" in the list, and a file in the dialog."""
    box = user.session.page.panel.model
    models = find_child(box, QComboBox)
    user.qtbot.waitUntil(lambda: models.count() > 0)
    box.choose("")
    dialog = find_child(user.window, QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.reject()


def test_an_imported_model_is_in_the_library_and_chosen(
    user: User, library: Library, clip: Path, tmp_path: Path
) -> None:
    user.opens(clip)
    imports(user, write_model(tmp_path / "theirs") / "model.toml")

    user.qtbot.waitUntil(lambda: user.session.models.chosen == "theirs", timeout=30_000)
    assert (library.models / "theirs" / "weights.safetensors").is_file()
    assert "The model theirs was imported" in user.notice


def test_what_is_no_model_is_told(user: User, library: Library, clip: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no model")
    user.opens(clip)
    imports(user, tmp_path / "notes.txt")

    user.qtbot.waitUntil(lambda: "is not a model" in user.notice, timeout=30_000)
    assert list(library.models.iterdir()) == []


# by itself, without a video


def test_a_model_is_imported_though_no_video_is_open(
    context: WindowContext, host: QWidget, bar: NoticeBar, tmp_path: Path, qtbot: QtBot
) -> None:
    feature = ModelImportController(context, host)
    path = write_model(tmp_path / "theirs")

    feature.start(path)

    qtbot.waitUntil(lambda: "The model theirs was imported" in bar.text, timeout=30_000)
    assert [folder.name for folder in context.library.models.iterdir()] == ["theirs"]


def test_its_action_asks_for_a_file(
    context: WindowContext, host: QWidget, settings: Settings, tmp_path: Path
) -> None:
    settings.set_folder("models", tmp_path)
    feature = ModelImportController(context, host)

    feature.commands()["import_model"]()

    dialog = find_child(host, QFileDialog)
    assert Path(dialog.directory().absolutePath()) == tmp_path
    assert "model.toml" in dialog.nameFilters()[0]
