"""Labels of every kind, and runs for every task, go from one client to another."""

import pytest

from storage.library.journal.journal import write_gesture
from storage.library.kinds.registry import KINDS
from storage.library.predictions.boxes import box_predictions, put_box_predictions
from storage.library.predictions.events import event_predictions, put_event_predictions
from storage.library.predictions.runs import active_run, put_run, runs
from storage.records import Box, Event, Review, Source
from tests.storage.cloud.sync.clients import Client
from tests.storage.library.builders import VIDEO, present_labels, run
from tests.storage.library.kinds.examples import EXAMPLES, journal_of, key_of


@pytest.mark.parametrize("name", sorted(KINDS))
def test_labels_of_every_kind_travel_and_change(ana: Client, bob: Client, name: str) -> None:
    journal, key = journal_of(KINDS[name]), key_of(name)
    for label in (*EXAMPLES[name], None):
        write_gesture(ana.db, journal, {key: label}, "ana")
        ana.syncs()
        assert bob.syncs().issues == []
        assert present_labels(bob.db, journal) == present_labels(ana.db, journal)


def test_runs_for_events_travel_and_are_shown_beside_the_balls(ana: Client, bob: Client) -> None:
    found = Event(300, "hit", 0.5, Source.MODEL, Review.UNREVIEWED, 320, (("side", "near"),))
    made = run(task="events")
    put_run(ana.db, made)
    put_event_predictions(ana.db, made.id, 0, 1000, [found])
    ana.syncs()
    bob.syncs()

    assert active_run(bob.db, VIDEO, "events") == made
    assert event_predictions(bob.db, made.id) == [found]
    assert (runs(bob.db, VIDEO), active_run(bob.db, VIDEO)) == ([], None)


def test_runs_for_objects_travel(ana: Client, bob: Client) -> None:
    found = Box(300, "player", 1, 2, 3, 4, 7, 0.5, Source.MODEL, Review.UNREVIEWED)
    made = run(task="objects")
    put_run(ana.db, made)
    put_box_predictions(ana.db, made.id, 0, 1000, [found])
    ana.syncs()
    bob.syncs()

    assert box_predictions(bob.db, made.id, 0, 1000) == [found]
