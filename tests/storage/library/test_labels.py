from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlite_utils import Database

from storage.library.journal.journal import write_gesture
from storage.library.labels import assignments, ball_labels, clips, events
from storage.records import (
    Assignment,
    BallLabel,
    Clip,
    Event,
    Label,
    Visibility,
    assignment_key,
    ball_key,
    clip_key,
    event_key,
)
from tests.storage.library.builders import VIDEO, ball

A, B = UUID(int=1), UUID(int=2)


def test_a_ball_tells_who_made_it_and_when(db: Database) -> None:
    [edit] = write_gesture(db, VIDEO, {ball_key(5): ball()}, "Ada")
    stored = ball_labels(db, VIDEO)[5]

    assert (stored.label, stored.author, stored.edit) == (ball(), "Ada", edit.id)
    assert stored.time == edit.time
    assert abs(datetime.now(UTC) - stored.time) < timedelta(minutes=1)


def test_balls_of_a_range_come_in_order(db: Database) -> None:
    write_gesture(db, VIDEO, {ball_key(frame): ball(frame) for frame in (9, 2, 5, 700)}, "me")

    assert list(ball_labels(db, VIDEO)) == [2, 5, 9, 700]
    assert list(ball_labels(db, VIDEO, 5, 9)) == [5]
    assert list(ball_labels(db, VIDEO, first=6)) == [9, 700]


def test_an_absent_ball_is_a_label(db: Database) -> None:
    write_gesture(db, VIDEO, {ball_key(1): BallLabel(Visibility.ABSENT)}, "me")

    assert ball_labels(db, VIDEO)[1].label == BallLabel(Visibility.ABSENT)


def test_events_come_in_time_order(db: Database) -> None:
    late, early = Event(50, "hit"), Event(10, "bounce", confidence=0.25)
    write_gesture(db, VIDEO, {event_key(A): late, event_key(B): early}, "me")

    assert [(id, stored.label) for id, stored in events(db, VIDEO).items()] == [
        (B, early),
        (A, late),
    ]


def test_clips_come_in_time_order(db: Database) -> None:
    late, early = Clip(50, 60, "ace"), Clip(10, 99, "rally")
    write_gesture(db, VIDEO, {clip_key(A): late, clip_key(B): early}, "me")

    assert [stored.label for stored in clips(db, VIDEO).values()] == [early, late]


def test_a_removed_label_is_gone(db: Database) -> None:
    keys = [ball_key(1), event_key(A), clip_key(A)]
    labels: list[Label] = [ball(), Event(1, "hit"), Clip(1, 2, "rally")]
    write_gesture(db, VIDEO, dict(zip(keys, labels, strict=True)), "me")
    write_gesture(db, VIDEO, dict.fromkeys(keys), "me")

    assert (ball_labels(db, VIDEO), events(db, VIDEO), clips(db, VIDEO)) == ({}, {}, {})


def test_an_unknown_video_has_no_labels(db: Database) -> None:
    assert (ball_labels(db, "unknown"), events(db, "unknown"), clips(db, "unknown")) == ({}, {}, {})


def test_assignments_come_in_time_order_with_who_took_what(db: Database) -> None:
    late, early = Assignment(50, 60, "Bob"), Assignment(0, 40, "Ada")
    write_gesture(db, VIDEO, {assignment_key(A): late, assignment_key(B): early}, "Ada")

    assert [stored.label for stored in assignments(db, VIDEO).values()] == [early, late]
