"""Taking a video out of the library: says what goes, and asks."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QMessageBox, QWidget
from sqlite_utils import Database

from app.writer import LibraryWriter
from storage.library.labels import ball_labels, clips, events
from storage.library.runs import runs
from storage.library.videos import remove_video


def ask_to_remove(
    parent: QWidget,
    writer: LibraryWriter,
    fingerprint: str,
    path: Path,
    removed: Callable[[], None],
) -> None:
    """Count what the library holds of the video, then ask whether it shall go."""

    def ask(text: str) -> None:
        box = QMessageBox(parent)
        box.setWindowTitle("Remove from the library")
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(f"Remove {path.name} from the library?")
        box.setInformativeText(f"{text}\nThe video file itself is not touched.")
        remove = box.addButton("Remove", QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        remove.clicked.connect(confirm)
        box.finished.connect(box.deleteLater)
        box.open()

    def confirm() -> None:
        writer.submit(parent, lambda db: remove_video(db, fingerprint), lambda _: removed())

    writer.submit(parent, lambda db: what_goes(db, fingerprint), ask)


def what_goes(db: Database, fingerprint: str) -> str:
    """What would be lost, in words."""
    labels = len(ball_labels(db, fingerprint))
    marks = len(events(db, fingerprint)) + len(clips(db, fingerprint))
    passes = len(runs(db, fingerprint))
    if not labels + marks + passes:
        return "There are no labels and no analyses of it."
    return (
        f"{labels} ball labels with their history, {marks} events and clips, "
        f"and {passes} analyses go with it. This cannot be undone."
    )
