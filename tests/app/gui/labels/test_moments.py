"""Events and clips after edits: the same as if all were read again, and mostly the same objects."""

from uuid import UUID, uuid4

import pytest
from sqlite_utils import Database

from app.gui.labels.moments import moments_after, read_moments
from inference.review import event_edits
from inference.review.event_edits import ListedEvent
from storage.library.journal.journal import undo, write_gesture
from storage.library.library import Library
from storage.library.predictions.events import put_event_predictions
from storage.library.predictions.runs import activate_run, put_run
from storage.library.videos import put_video
from storage.records import Changes, Clip, Event, Review, Source, clip_key, event_key
from tests.storage.library.builders import VIDEO, run
from tests.storage.library.builders import video as known_video

MINE, OTHER = UUID(int=1), UUID(int=2)
PROPOSED = [Event(frame, "hit", 0.9, Source.MODEL, Review.UNREVIEWED) for frame in (10, 30, 50)]


@pytest.fixture
def db(library: Library) -> Database:
    """Two events of people, three proposed ones."""
    db = library.connect()
    put_video(db, known_video())
    made = run(task="events")
    put_run(db, made)
    put_event_predictions(db, made.id, 0, 60, PROPOSED)
    activate_run(db, VIDEO, made.id, "events")
    write_gesture(
        db, VIDEO, {event_key(MINE): Event(4, "bounce"), event_key(OTHER): Event(20, "hit")}, "me"
    )
    return db


@pytest.mark.parametrize(
    "changes",
    [
        {event_key(MINE): None},
        {event_key(MINE): Event(6, "bounce")},
        {event_key(uuid4()): Event(31, "hit")},
        event_edits.accept(VIDEO, [ListedEvent(PROPOSED[0])]),
        event_edits.move(VIDEO, ListedEvent(PROPOSED[2]), 9, 60),
        {clip_key(uuid4()): Clip(0, 9, "ace")},
    ],
)
def test_they_are_what_the_library_says(db: Database, changes: Changes) -> None:
    before = read_moments(db, VIDEO)
    for edits in (write_gesture(db, VIDEO, changes, "me"), undo(db, VIDEO, "me").edits):
        before = moments_after(db, VIDEO, before, edits)
        again = read_moments(db, VIDEO)

        assert (before.events, before.clips) == (again.events, again.clips)
        assert before.proposed == again.proposed
        assert list(before.index.columns.events) == list(again.index.columns.events)


def test_what_is_not_touched_stays_the_same_object(db: Database) -> None:
    before = read_moments(db, VIDEO)
    edits = write_gesture(db, VIDEO, {event_key(MINE): None}, "me")
    after = moments_after(db, VIDEO, before, edits)

    assert after.events[OTHER] is before.events[OTHER]
    assert all(one is other for one, other in zip(after.proposed, before.proposed, strict=True))


def test_without_an_edit_of_events_nothing_is_listed_again(db: Database) -> None:
    before = read_moments(db, VIDEO)
    edits = write_gesture(db, VIDEO, {clip_key(uuid4()): Clip(0, 9, "ace")}, "me")

    assert moments_after(db, VIDEO, before, edits).index is before.index
