"""The events of a video under review: none yet, proposed by a model, judged, below a threshold."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from storage.library.predictions.events import put_event_predictions
from storage.library.predictions.runs import activate_run, put_run
from storage.records import Event, Review, Run, Source
from widgets.common.collapsible import Collapsible

if TYPE_CHECKING:
    from tests.screenshots.screens import Photographer

_EVERY = 18  # frames from one proposal to the next


def take_events(camera: "Photographer") -> None:
    """Every state of the panel and the lanes of events."""
    camera.perform("show_events")
    camera.grab("events-empty")
    _propose(camera)
    camera.go_to(4)
    camera.perform("next_event")
    camera.wait(lambda: _frame(camera) > 4)
    camera.grab("events-proposed")
    for action in ("accept_event", "reject_event", "later", "accept_event", "accept_event"):
        camera.perform(action)
        _rest(camera)
    camera.perform("to_bounce")
    _rest(camera)
    camera.grab("events-judged")
    session = camera.window.session
    assert session is not None
    panel = session.page.events
    camera.wait(lambda: panel.matrix.rowCount() > 1)
    fold = panel.matrix.parentWidget()
    assert isinstance(fold, Collapsible)
    fold.set_open(True)
    camera.grab("events-matrix")
    fold.set_open(False)
    for name in ("hit", "bounce"):
        session.page.events.sliders.slider(name).setValue(100)
    camera.grab("events-hidden")
    for name in ("hit", "bounce"):
        session.page.events.sliders.slider(name).setValue(50)
    camera.perform("show_events")


def _propose(camera: "Photographer") -> None:
    """Let a made-up model see hits and bounces, some of them hardly."""
    session = camera.window.session
    assert session is not None
    video = session.opened.video
    found = [
        Event(
            *(frame, "hit" if number % 2 else "bounce", 0.3 + 0.69 * (number * 7 % 11) / 10),
            *(Source.MODEL, Review.UNREVIEWED),
            attributes=(("side", "near" if number % 4 == 1 else "far"),),
        )
        for number, frame in enumerate(range(9, video.frames, _EVERY))
    ]
    now = datetime.now(UTC)
    run = Run(
        *(uuid4(), video.fingerprint, "events-path", "", "{}", 0, video.frames, "torch", now),
        task="events",
    )
    with camera.library.connect() as db:
        put_run(db, run)
        put_event_predictions(db, run.id, 0, video.frames, found)
        activate_run(db, video.fingerprint, run.id, "events")
    session.read_labels()
    camera.wait(lambda: len(session.labels.proposed) == len(found))


def _rest(camera: "Photographer") -> None:
    """Wait until what was done is on disk and its frame is on screen."""
    session = camera.window.session
    assert session is not None
    session.labels.flush()
    camera.wait(lambda: session.player.shown == session.player.position == _frame(camera))


def _frame(camera: "Photographer") -> int:
    session = camera.window.session
    assert session is not None
    return session.view.frame
