"""Taking a video out of the library: says what goes, and asks."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget
from sqlite_utils import Database

from app.gui.jobs.library_writer import LibraryWriter
from app.gui.shell.dialogs import confirm_removal
from storage.library.labels import ball_labels, clips, events
from storage.library.predictions.runs import runs
from storage.library.videos import remove_video
from storage.quantities import plural


def ask_to_remove(
    parent: QWidget,
    writer: LibraryWriter,
    fingerprint: str,
    path: Path,
    removed: Callable[[], None],
) -> None:
    """Count what the library holds of the video, then ask whether it shall go."""

    def ask(text: str) -> None:
        confirm_removal(
            parent,
            "Remove from library",
            f"Remove {path.name} from the library?",
            f"{text}\nThe video file itself is not deleted.",
            remove,
        )

    def remove() -> None:
        writer.submit(parent, lambda db: remove_video(db, fingerprint), lambda _: removed())

    writer.submit(parent, lambda db: what_goes(db, fingerprint), ask)


def what_goes(db: Database, fingerprint: str) -> str:
    """What would be lost, in words."""
    held = {
        "ball label": len(ball_labels(db, fingerprint)),
        "event": len(events(db, fingerprint)),
        "clip": len(clips(db, fingerprint)),
        "analysis": len(runs(db, fingerprint, task=None)),
    }
    if not any(held.values()):
        return "It has no labels and no analyses."
    parts = ", ".join(plural(number, name) for name, number in held.items() if number)
    return f"This also deletes {parts}, with their history. It cannot be undone."
