from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest

from app.workflows.label_import.merge import ImportCounts, merge_labels
from storage.formats.common.label_set import LabelSet
from storage.library.journal.journal import edits, undo, write_gesture
from storage.library.labels import ball_labels, boxes, events
from storage.library.library import Library
from storage.library.predictions.boxes import box_predictions
from storage.library.predictions.events import effective_events, proposed_events
from storage.library.predictions.predictions import predicted_track
from storage.library.predictions.runs import active_run, runs
from storage.library.videos import put_video
from storage.records import (
    BallLabel,
    BallRow,
    Box,
    Event,
    Review,
    Source,
    Video,
    Visibility,
    ball_key,
    event_key,
)
from tests.storage.library.builders import VIDEO, ball, predict, video


@pytest.fixture
def library(library: Library) -> Library:
    """A library that knows one video and has one label, of frame 5."""
    with library.connect() as db:
        put_video(db, video())
        write_gesture(db, VIDEO, {ball_key(5): ball(50, 60)}, "ann")
    return library


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "rally.csv"
    file.write_text("a file")
    return file


def row(frame: int, x: float = 10.0, source: Source = Source.HUMAN) -> BallRow:
    return BallRow(frame, Visibility.CLEAR, x, 20.0, 0.5, source)


def import_ball(
    library: Library, video: Video, rows: Iterable[BallRow], file: Path, author: str
) -> ImportCounts:
    return merge_labels(library, video, LabelSet(tuple(rows)), file, author)


def import_events(
    library: Library, video: Video, events: Iterable[Event], file: Path, author: str
) -> ImportCounts:
    return merge_labels(library, video, LabelSet(events=tuple(events)), file, author)


def labels(library: Library) -> dict[int, BallLabel]:
    with library.connect() as db:
        return {frame: stored.label for frame, stored in ball_labels(db, VIDEO).items()}


def test_a_frame_without_a_label_gets_one(library: Library, file: Path) -> None:
    imported = import_ball(library, video(), [row(4), row(6)], file, "bob")

    assert imported == ImportCounts(written=2, proposed=0, same=0)
    assert labels(library)[6] == BallLabel(Visibility.CLEAR, 10.0, 20.0)


def test_an_absent_ball_is_a_label_too(library: Library, file: Path) -> None:
    import_ball(library, video(), [BallRow(4, Visibility.ABSENT)], file, "bob")

    assert labels(library)[4] == BallLabel(Visibility.ABSENT)


def test_a_persons_label_is_never_replaced(library: Library, file: Path) -> None:
    imported = import_ball(library, video(), [row(5, x=99)], file, "bob")

    assert imported == ImportCounts(written=0, proposed=1, same=0)
    assert labels(library) == {5: ball(50, 60)}


def test_what_differs_is_kept_in_a_run_named_after_the_file(library: Library, file: Path) -> None:
    import_ball(library, video(), [row(5, x=99)], file, "bob")

    with library.connect() as db:
        [run] = runs(db, VIDEO)
        track = predicted_track(db, run.id, 10)
    assert run.model == "import:rally.csv"
    assert track.x[5] == 99
    assert np.flatnonzero(track.source).tolist() == [5]


def test_what_the_label_says_already_is_left_alone(library: Library, file: Path) -> None:
    rounded = BallRow(5, Visibility.CLEAR, 50.001, 60.0)

    assert import_ball(library, video(), [rounded], file, "bob") == ImportCounts(0, 0, 1)


def test_all_labels_of_a_file_are_one_step_to_undo(library: Library, file: Path) -> None:
    import_ball(library, video(), [row(frame) for frame in range(10, 20)], file, "bob")

    with library.connect() as db:
        undo(db, VIDEO, "bob")
    assert labels(library) == {5: ball(50, 60)}


def test_rows_of_a_model_are_shown_where_no_other_run_is(library: Library, file: Path) -> None:
    import_ball(library, video(), [row(7, source=Source.MODEL)], file, "bob")

    with library.connect() as db:
        run = active_run(db, VIDEO)
    assert run is not None
    assert run.model == "import:rally.csv"
    assert 7 not in labels(library)


def test_an_import_does_not_hide_the_run_that_is_shown(library: Library, file: Path) -> None:
    with library.connect() as db:
        shown = predict(db, [1.0, 2.0])

        import_ball(library, video(), [row(7, source=Source.MODEL)], file, "bob")

        active = active_run(db, VIDEO)
    assert active is not None
    assert active.id == shown


def test_the_same_file_again_adds_nothing(library: Library, file: Path) -> None:
    rows = [row(5, x=99), row(6)]

    import_ball(library, video(), rows, file, "bob")
    again = import_ball(library, video(), rows, file, "bob")

    assert again == ImportCounts(written=0, proposed=1, same=1)
    with library.connect() as db:
        assert len(runs(db, VIDEO)) == 1


def stored_events(library: Library) -> list[Event]:
    with library.connect() as db:
        return [stored.label for stored in events(db, VIDEO).values()]


def proposals(library: Library) -> list[Event]:
    with library.connect() as db:
        return proposed_events(db, VIDEO)


def put_event(library: Library, event: Event) -> None:
    with library.connect() as db:
        write_gesture(db, VIDEO, {event_key(UUID(int=1)): event}, "ann")


def test_events_become_labels(library: Library, file: Path) -> None:
    imported = import_events(library, video(), [Event(3, "hit"), Event(9, "bounce")], file, "bob")

    assert imported == ImportCounts(2, 0, 0)
    assert stored_events(library) == [Event(3, "hit"), Event(9, "bounce")]


@pytest.mark.parametrize("other", [Event(30, "bounce"), Event(32, "hit")])
def test_another_opinion_on_an_event_is_a_proposal(
    library: Library, file: Path, other: Event
) -> None:
    put_event(library, Event(30, "hit"))

    assert import_events(library, video(), [other], file, "bob") == ImportCounts(0, 1, 0)
    assert stored_events(library) == [Event(30, "hit")]
    assert proposals(library) == [
        Event(other.frame, other.name, 1.0, Source.MODEL, Review.UNREVIEWED)
    ]


def test_what_a_model_says_of_events_is_a_run_and_never_a_label(
    library: Library, file: Path
) -> None:
    found = Event(30, "hit", 0.25, Source.MODEL, Review.UNREVIEWED)
    for _ in range(2):
        assert import_events(library, video(), [found], file, "bob") == ImportCounts(0, 1, 0)

    with library.connect() as db:
        [run] = runs(db, VIDEO, "events")
        assert [edit for edit in edits(db, VIDEO) if edit.key.startswith("event/")] == []
        assert (run.model, active_run(db, VIDEO, "events")) == (f"import:{file.name}", run)
        assert runs(db, VIDEO) == []
    assert proposals(library) == [found]


def test_a_proposal_that_people_have_spoken_of_is_not_shown(library: Library, file: Path) -> None:
    import_events(library, video(), [Event(30, "hit", 0.5, Source.MODEL)], file, "bob")
    put_event(library, Event(30, "hit", review=Review.REJECTED))

    assert proposals(library) == []
    with library.connect() as db:
        assert effective_events(db, VIDEO) == [Event(30, "hit", review=Review.REJECTED)]


def test_an_event_that_is_there_already_is_left_alone(library: Library, file: Path) -> None:
    put_event(library, Event(30, "hit"))

    assert import_events(library, video(), [Event(30, "hit")], file, "bob") == ImportCounts(0, 0, 1)


PLAYER = Box(7, "player", 100.0, 50.0, 40.0, 90.0, 3)


def import_boxes(library: Library, file: Path, *found: Box) -> ImportCounts:
    return merge_labels(library, video(), LabelSet(boxes=found), file, "bob")


def test_boxes_become_labels_once(library: Library, file: Path) -> None:
    assert import_boxes(library, file, PLAYER, replace(PLAYER, frame=8)) == ImportCounts(2, 0, 0)
    assert import_boxes(library, file, PLAYER, replace(PLAYER, left=200.0)) == ImportCounts(1, 0, 1)

    with library.connect() as db:
        stored = [each.label for each in boxes(db, VIDEO).values()]
    assert len(stored) == 3
    assert PLAYER in stored


def test_boxes_of_a_model_are_proposals(library: Library, file: Path) -> None:
    found = replace(PLAYER, confidence=0.5, source=Source.MODEL, review=Review.UNREVIEWED)

    assert import_boxes(library, file, found) == ImportCounts(0, 1, 0)
    with library.connect() as db:
        run = active_run(db, VIDEO, "objects")
        assert run is not None
        assert box_predictions(db, run.id, 0, 20) == [found]
        assert boxes(db, VIDEO) == {}


def test_all_that_a_file_adds_is_one_step(library: Library, file: Path) -> None:
    both = LabelSet((row(4),), (PLAYER,), (Event(3, "hit"),))
    merge_labels(library, video(), both, file, "bob")

    with library.connect() as db:
        undo(db, VIDEO, "bob")
        assert (events(db, VIDEO), boxes(db, VIDEO)) == ({}, {})
    assert list(labels(library)) == [5]
