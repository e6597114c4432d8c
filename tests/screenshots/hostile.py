"""Every screen with names of strangers: markup, endless, control characters, turned around."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from app.workflows.videos import open_video
from storage.library.journal.journal import write_gesture
from storage.library.library import Library
from storage.library.predictions.events import put_event_predictions
from storage.library.predictions.runs import activate_run, put_run
from storage.records import (
    Assignment,
    BallLabel,
    Clip,
    Event,
    Label,
    Review,
    Run,
    Source,
    Visibility,
    assignment_key,
    ball_key,
    clip_key,
    event_key,
)
from tests.draining import drained
from tests.finding import find_child
from widgets.export.export_wizard import ExportWizard

if TYPE_CHECKING:
    from tests.screenshots.screens import Photographer

MARKUP = "<h1><img src=x:dev>Final"
LONG = "Endless " * 7500
CONTROL = "a\x1b]0;PWN\x07\x00b\tc\nd"
TURNED = "match\u202egpj.exe"
NAMES = (MARKUP, LONG, CONTROL, TURNED)
_DIALOGS = (
    "history",
    "analyses",
    "assignments",
    "shortcuts",
    "author",
    "data_set",
    "place",
    "export",
)


def take_hostile(camera: "Photographer") -> None:
    """All of them, with a library in which strangers have named everything."""
    paths = [_video(camera, number, name) for number, name in enumerate(NAMES)]
    camera.settings.set_author(LONG)
    camera.perform("start_page")
    camera.grab("hostile-start")
    for number, path in enumerate(paths[:2]):
        _review(camera, path, f"hostile-{number}")
    for number, name in enumerate(NAMES):
        camera.window.notifications.show(f"{name} is not there.", f"Look for {name}.", "warning")
        camera.grab(f"hostile-notice-{number}")
    camera.window.notifications.clear()


def _video(camera: "Photographer", number: int, name: str) -> Path:
    """A copy of the rally whose file, labels and analyses have that name, as far as disks go."""
    plain = "".join(c for c in name if c not in "/\0")[:120]
    path = Path(shutil.copy(camera.video, camera.scratch / f"{number}{plain}.mp4"))
    with path.open("ab") as file:
        file.write(bytes(8 + number))  # another video by its fingerprint
    library = camera.library
    video = drained(open_video(library, path)).video
    _label(library, video.fingerprint, video.frames, name)
    return path


def _label(library: Library, video: str, frames: int, name: str) -> None:
    short = name[:2000]
    changes: dict[str, Label | None] = {
        ball_key(0): BallLabel(Visibility.CLEAR, 100, 200),
        clip_key(UUID(int=1)): Clip(0, 90, short),
        clip_key(UUID(int=2)): Clip(100, 104, short),
        assignment_key(UUID(int=3)): Assignment(0, 20, short),
    }
    changes |= {
        event_key(UUID(int=10 + number)): Event(
            30 * number, other[:2000], attributes=(("player", other[:2000]),)
        )
        for number, other in enumerate(NAMES)
    }
    now = datetime.now(UTC)
    run = Run(uuid4(), video, short, "", "{}", 0, frames, short, now, task="events")
    proposed = [
        Event(15 + 30 * number, other[:2000], 0.9, Source.MODEL, Review.UNREVIEWED)
        for number, other in enumerate(NAMES)
    ]
    with library.connect() as db:
        ball = Run(uuid4(), video, short, "", "{}", 0, frames, short, now)
        put_run(db, ball)
        activate_run(db, video, ball.id)
        put_run(db, run)
        put_event_predictions(db, run.id, 0, frames, proposed)
        activate_run(db, video, run.id, "events")
        write_gesture(db, video, changes, short)


def _review(camera: "Photographer", path: Path, name: str) -> None:
    camera.window.open(path)
    camera.wait(
        lambda: (
            camera.window.session is not None and camera.window.session.opened.video.path == path
        )
    )
    camera.go_to(0)
    session = camera.window.session
    assert session is not None
    camera.wait(lambda: bool(session.labels.events))
    camera.grab(f"{name}-ball")
    camera.perform("show_events")
    camera.perform("next_event")
    camera.grab(f"{name}-events")
    camera.perform("show_events")
    for action in _DIALOGS:
        _dialog(camera, action, f"{name}-{action}")


def _dialog(camera: "Photographer", action: str, name: str) -> None:
    camera.perform(action)
    camera.wait(lambda: bool(_dialogs()))
    for _ in range(20):
        QApplication.processEvents()
    if action == "analyses":
        camera.wait(lambda: find_child(_dialogs()[0], QPushButton, "remove").isEnabled())
    for dialog in _dialogs():
        if isinstance(dialog, ExportWizard):
            dialog.choose("events-csv")
            camera.wait(lambda: "Counting" not in find_child(camera.window, ExportWizard).plan.text)
        camera.grab(name, dialog)
        dialog.reject()


def _dialogs() -> list[QDialog]:
    return [
        widget
        for widget in QApplication.topLevelWidgets()
        if isinstance(widget, QDialog) and widget.isVisible()
    ]
