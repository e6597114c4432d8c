from dataclasses import replace
from uuid import UUID

import pytest
from sqlite_utils import Database

from storage.errors import UserError
from storage.library.journal.journal import write_gesture
from storage.library.predictions.events import (
    event_predictions,
    events_from_bytes,
    events_to_bytes,
    proposed_events,
    put_event_predictions,
    run_thresholds,
)
from storage.library.predictions.run_parts import Extent, extent_of
from storage.library.predictions.runs import activate_run, put_run
from storage.records import PROPOSAL, Event, Review, Source, event_key
from tests.storage.library.builders import run


def hit(frame: int, score: float = 0.5, **fields: object) -> Event:
    plain = Event(frame, "hit", score, Source.MODEL, Review.UNREVIEWED)
    return replace(plain, **fields)  # type: ignore[arg-type]


@pytest.fixture
def events_run(db: Database) -> UUID:
    """A run for events without predictions."""
    made = run(task="events")
    put_run(db, made)
    return made.id


def test_events_come_back_by_their_frames(db: Database, events_run: UUID) -> None:
    lasting = hit(255, end=300, attributes=(("side", "near"),))
    put_event_predictions(db, events_run, 0, 1000, [hit(700), hit(3, 0.001), lasting])

    assert event_predictions(db, events_run) == [hit(3, 0.001), lasting, hit(700)]
    assert event_predictions(db, events_run, 4, 700) == [lasting]


def test_what_is_put_again_takes_the_place_of_what_was_there(
    db: Database, events_run: UUID
) -> None:
    put_event_predictions(db, events_run, 0, 300, [hit(3), hit(100), hit(290)])
    put_event_predictions(db, events_run, 50, 280, [hit(60)])

    assert [event.frame for event in event_predictions(db, events_run)] == [3, 60, 290]


def test_a_model_reviews_nothing(db: Database, events_run: UUID) -> None:
    put_event_predictions(db, events_run, 0, 9, [Event(3, "hit", 0.5)])

    assert event_predictions(db, events_run) == [hit(3)]


def test_frames_that_were_looked_at_in_vain_count(db: Database, events_run: UUID) -> None:
    put_event_predictions(db, events_run, 0, 512, [hit(3)])

    assert extent_of(db, events_run) == Extent(chunks=2, analysed=1)


@pytest.mark.parametrize("event", [hit(9), hit(3, name=""), hit(3, 1.5)])
def test_events_that_make_no_sense_are_refused(
    db: Database, events_run: UUID, event: Event
) -> None:
    with pytest.raises(ValueError, match="among the events"):
        put_event_predictions(db, events_run, 0, 9, [event])


def test_damaged_events_are_told_to_the_user() -> None:
    data = events_to_bytes([hit(3)])

    assert events_from_bytes(data) == [hit(3)]
    for damaged in (b"", data[:-9], b"\x09" + data[1:], data[:1] + b"nonsense"):
        with pytest.raises(UserError, match="events cannot be read"):
            events_from_bytes(damaged)


def shown_frames(db: Database, said: Event) -> list[int]:
    """The frames of hits that stay proposals, of 90, 100, 103 and 110, once a person says this."""
    made = run(task="events")
    put_run(db, made)
    activate_run(db, made.video, made.id, "events")
    put_event_predictions(db, made.id, 0, 300, [hit(90), hit(100), hit(103), hit(110)])
    write_gesture(db, made.video, {event_key(UUID(int=1)): said}, "ana")
    return [event.frame for event in proposed_events(db, made.video)]


@pytest.mark.parametrize("review", list(Review))
def test_what_a_person_has_answered_is_not_proposed_a_few_frames_off(
    db: Database, review: Review
) -> None:
    assert shown_frames(db, Event(101, "hit", review=review)) == [90, 110]


def test_another_class_is_no_answer(db: Database) -> None:
    assert shown_frames(db, Event(101, "bounce")) == [90, 100, 103, 110]


def test_a_proposal_that_was_moved_away_does_not_come_back(db: Database) -> None:
    moved = Event(200, "bounce", attributes=((PROPOSAL, "91 hit"),))

    assert shown_frames(db, moved) == [100, 103, 110]


@pytest.mark.parametrize(
    ("settings", "thresholds"),
    [
        ('{"thresholds": {"hit": 0.3, "bounce": 1}}', {"hit": 0.3, "bounce": 1.0}),
        ('{"thresholds": {"hit": 2, "bounce": NaN}}', {}),
        ('{"thresholds": [1]}', {}),
        ("{}", {}),
        ("[", {}),
        ("[" * 9999, {}),
    ],
)
def test_thresholds_come_from_the_settings_of_the_run(
    settings: str, thresholds: dict[str, float]
) -> None:
    assert run_thresholds(run(settings=settings)) == thresholds
