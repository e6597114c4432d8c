"""What tests of events in the window share: a tracked clip with proposals of a model."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from app.workflows.videos import open_video
from storage.library.library import Library
from storage.library.predictions.events import put_event_predictions
from storage.library.predictions.runs import activate_run, put_run
from storage.records import Event, Review, Run, Source
from tests.app.user import User
from tests.draining import drained


def proposal(frame: int, name: str = "hit", confidence: float = 0.9) -> Event:
    return Event(
        frame, name, confidence, Source.MODEL, Review.UNREVIEWED, attributes=(("side", "near"),)
    )


PROPOSED = (
    proposal(8),
    proposal(15, "bounce", 0.7),
    proposal(22, confidence=0.3),  # below the usual threshold
    proposal(30),
    proposal(41, "bounce", 0.55),
)


def write_events(library: Library, video: Path, events: Sequence[Event] = PROPOSED) -> None:
    """Make a run for events that proposes these, and show it."""
    known = drained(open_video(library, video)).video
    now = datetime.now(UTC)
    run = Run(
        *(uuid4(), known.fingerprint, "events-path", "", "{}", 0, known.frames, "torch", now),
        task="events",
    )
    with library.connect() as db:
        put_run(db, run)
        put_event_predictions(db, run.id, 0, known.frames, events)
        activate_run(db, known.fingerprint, run.id, "events")


@pytest.fixture
def proposed(library: Library, tracked: Path) -> Path:
    """The tracked clip, with PROPOSED as what a model says."""
    write_events(library, tracked)
    return tracked


@pytest.fixture
def analyst(user: User, proposed: Path) -> User:
    """Somebody who has opened a clip with proposed events."""
    user.opens(proposed)
    return user
