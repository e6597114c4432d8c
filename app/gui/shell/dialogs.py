"""The window's small dialogs; none of them blocks."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog, QMessageBox, QWidget

from app.gui.shell.actions import ACTIONS
from app.gui.shell.settings import Settings
from widgets.common.plain_text import show_as_plain_text
from widgets.window.shortcuts_dialog import Shortcut, ShortcutsDialog

_VIDEOS = "Videos (*.mp4 *.m4v *.mov *.mkv *.avi *.ts *.mts *.m2ts *.mpg *.mpeg *.webm *.wmv *.flv)"


def show_dialog(dialog: QDialog) -> None:
    """Open a dialog that blocks nothing, and is gone when it is closed."""
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def choose_file(
    parent: QWidget,
    settings: Settings,
    purpose: str,
    title: str,
    kinds: str,
    chosen: Callable[[Path], object],
) -> None:
    """Ask for a file, beginning in the folder where the last one for `purpose` was."""
    dialog = QFileDialog(parent, title, str(settings.folder(purpose)))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([kinds, "All files (*)"])

    def take(name: str) -> None:
        path = Path(name)
        settings.set_folder(purpose, path.parent)
        chosen(path)

    dialog.fileSelected.connect(take)
    show_dialog(dialog)


def choose_folder(
    parent: QWidget,
    settings: Settings,
    purpose: str,
    title: str,
    chosen: Callable[[Path], object],
) -> None:
    """Ask for a folder, beginning in the last one for `purpose`."""
    dialog = QFileDialog(parent, title, str(settings.folder(purpose)))
    dialog.setFileMode(QFileDialog.FileMode.Directory)

    def take(name: str) -> None:
        settings.set_folder(purpose, Path(name))
        chosen(Path(name))

    dialog.fileSelected.connect(take)
    show_dialog(dialog)


def choose_video(parent: QWidget, settings: Settings, chosen: Callable[[Path], object]) -> None:
    choose_file(parent, settings, "videos", "Open video", _VIDEOS, chosen)


def confirm_removal(
    parent: QWidget, title: str, question: str, what_goes: str, confirmed: Callable[[], object]
) -> None:
    """Ask before something goes for good; Enter and Escape keep it."""
    box = QMessageBox(parent)
    box.setWindowTitle(title)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setText(question)
    box.setInformativeText(what_goes)
    show_as_plain_text(box)
    remove = box.addButton("Remove", QMessageBox.ButtonRole.DestructiveRole)
    keep = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    remove.clicked.connect(confirmed)
    show_dialog(box)


def ask_for_author(parent: QWidget, settings: Settings, entered: Callable[[str], None]) -> None:
    dialog = QInputDialog(parent)
    dialog.setWindowTitle("Your name")
    dialog.setLabelText("Your name is stored and exported with every label you make:")
    dialog.setTextValue(settings.author)

    def take(name: str) -> None:
        settings.set_author(name)
        entered(settings.author)

    dialog.textValueSelected.connect(take)
    show_dialog(dialog)


def ask_for_shortcuts(parent: QWidget, settings: Settings, changed: Callable[[], None]) -> None:
    keys = settings.keys()
    dialog = ShortcutsDialog(
        [Shortcut(a.id, a.text, a.group, keys[a.id], a.key) for a in ACTIONS], parent
    )

    def take(id: str, key: str) -> None:
        settings.set_keys(settings.keys() | {id: key})
        changed()

    dialog.key_changed.connect(take)
    show_dialog(dialog)
