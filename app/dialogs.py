"""The window's small dialogs; none of them blocks."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QInputDialog, QWidget

from app.actions import ACTIONS
from app.settings import Settings
from widgets.shortcuts_dialog import Shortcut, ShortcutsDialog

VIDEOS = "Videos (*.mp4 *.m4v *.mov *.mkv *.avi *.ts *.mts *.m2ts *.mpg *.mpeg *.webm *.wmv *.flv)"


def choose_video(parent: QWidget, settings: Settings, opened: Callable[[Path], None]) -> None:
    dialog = QFileDialog(parent, "Open video", str(settings.folder("videos")))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([VIDEOS, "All files (*)"])

    def take(name: str) -> None:
        path = Path(name)
        settings.set_folder("videos", path.parent)
        opened(path)

    dialog.fileSelected.connect(take)
    _show(dialog)


def ask_for_author(parent: QWidget, settings: Settings, entered: Callable[[str], None]) -> None:
    dialog = QInputDialog(parent)
    dialog.setWindowTitle("Name on labels")
    dialog.setLabelText("Your labels carry this name, here and wherever they are exported to:")
    dialog.setTextValue(settings.author)

    def take(name: str) -> None:
        settings.set_author(name)
        entered(settings.author)

    dialog.textValueSelected.connect(take)
    _show(dialog)


def ask_for_shortcuts(parent: QWidget, settings: Settings, changed: Callable[[], None]) -> None:
    keys = settings.keys()
    dialog = ShortcutsDialog(
        [Shortcut(a.id, a.text, a.group, keys[a.id], a.key) for a in ACTIONS], parent
    )

    def take(id: str, key: str) -> None:
        settings.set_keys(settings.keys() | {id: key})
        changed()

    dialog.key_changed.connect(take)
    _show(dialog)


def _show(dialog: QFileDialog | QInputDialog | ShortcutsDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
