"""The screens of sync: the indicator in all its states, conflicts, history, assignments."""

from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QPoint

from app.gui.shell.settings import Settings
from app.workflows.videos import open_video
from storage.cloud.s3.bucket import connect
from storage.cloud.s3.location import S3Location
from storage.cloud.sync.sync_pass import sync
from storage.library.journal.journal import write_gesture
from storage.library.library import Library, open_library
from storage.records import (
    Assignment,
    BallLabel,
    Event,
    Label,
    Visibility,
    assignment_key,
    ball_key,
    event_key,
)
from tests.draining import drained
from tests.finding import find_child
from tests.s3_server import running_server
from tests.screenshots.cloud import Camera, login
from tests.storage.cloud.faults import Unreliable, unreliable
from widgets.cloud.assignments_dialog import AssignmentsDialog
from widgets.cloud.sync_status import SyncStatus
from widgets.review.conflict_panel import ConflictPanel
from widgets.review.history_dialog import HistoryDialog

_FRAMES = (70, 84, 100)
_HIT = event_key(UUID(int=1))


def take_sync(camera: Camera, video: Path, settings: Settings) -> None:
    """Every state of sync; `video` is under review, and its ball of some frames is labelled."""
    with login(camera.scratch), running_server() as server, unreliable(server) as proxy:
        place = S3Location("club-labels", "matches", endpoint=proxy.address)
        connect(place).client.create_bucket(Bucket=place.bucket)
        settings.set_place(place)
        settings.set_sync_mode("on command")
        _follow(camera)
        _states(camera, proxy)
        _colleague(camera, video, place)
        _conflicts(camera)
        settings.set_place(None)
        _follow(camera)


def _follow(camera: Camera) -> None:
    camera.window._sync.follow_settings()


def _states(camera: Camera, proxy: Unreliable) -> None:
    status = find_child(camera.window, SyncStatus)
    camera.wait(lambda: "to send" in status.text())
    camera.grab("sync-waiting")
    proxy.offline = True
    camera.perform("sync")
    camera.wait(lambda: "Offline" in status.text())
    camera.grab("sync-offline", status)
    proxy.offline = False
    proxy.choose = lambda _: "ExpiredToken"
    camera.perform("sync")
    camera.wait(lambda: "attention" in status.text())
    camera.grab("sync-attention")
    proxy.choose = lambda _: None
    camera.perform("sync")
    camera.wait(lambda: "Synced" in status.text())
    camera.grab("sync-synced", status)
    status.menu().popup(status.mapToGlobal(QPoint(0, 0)))
    camera.grab("sync-menu", status.menu())
    status.menu().hide()


def _colleague(camera: Camera, video: Path, place: S3Location) -> None:
    """Somebody else has seen the ball elsewhere, named a hit, and taken on the second half."""
    library: Library = open_library(camera.scratch / "colleague")
    known = drained(open_video(library, video)).video
    changes: dict[str, Label | None] = {
        ball_key(_FRAMES[0]): BallLabel(Visibility.ABSENT),
        ball_key(_FRAMES[1]): BallLabel(Visibility.HARD, 500.0, 300.0),
        ball_key(_FRAMES[2]): BallLabel(Visibility.CLEAR, 620.0, 250.0),
        _HIT: Event(84, "hit"),
        assignment_key(UUID(int=2)): Assignment(120, known.frames, "Rui Costa"),
    }
    with library.connect() as db:
        write_gesture(db, known.fingerprint, changes, "Rui Costa")
    drained(sync(library, connect(place)))


def _conflicts(camera: Camera) -> None:
    session = camera.window.session
    assert session is not None
    status = find_child(camera.window, SyncStatus)
    session.labels.write(lambda _: {_HIT: Event(86, "volley")})
    session.labels.flush()
    camera.perform("sync")
    camera.wait(lambda: "4 conflicts" in status.text())
    camera.grab("sync-conflicts", status)
    camera.perform("conflicts")
    panel = find_child(camera.window, ConflictPanel)
    camera.wait(lambda: panel.row == 0 and session.view.frame == _FRAMES[0])
    camera.grab("conflicts-absent")
    panel.look_at(3)
    camera.wait(lambda: session.view.frame == _FRAMES[2])
    camera.grab("conflicts")
    panel.all_kept.emit(True)
    camera.wait(lambda: not panel.cards)
    camera.grab("conflicts-none")
    camera.perform("conflicts")
    camera.perform("history")
    history = find_child(camera.window, HistoryDialog)
    camera.wait(lambda: len(history.lines) > 2)
    camera.grab("history", history)
    history.reject()
    session.in_out_range.set_marks(0, 60)
    camera.perform("assignments")
    taken = find_child(camera.window, AssignmentsDialog)
    camera.wait(lambda: taken.rows == 1)
    camera.grab("assignments", taken)
    taken.reject()
