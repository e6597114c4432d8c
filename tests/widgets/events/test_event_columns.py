import numpy as np

from storage.records import Event, Review, Source
from widgets.events.event_columns import EventColumns

ACCEPTED = Event(3, "hit")
REJECTED = Event(3, "hit", review=Review.REJECTED)
EVENTS = [
    Event(9, "serve"),
    REJECTED,
    Event(3, "hit", 0.4, Source.MODEL, Review.UNREVIEWED),
    ACCEPTED,
    Event(3, "bounce"),
]


def test_events_are_in_time_order_a_persons_before_a_models() -> None:
    columns = EventColumns.of(EVENTS)

    assert columns.frames.tolist() == [3, 3, 3, 3, 9]
    assert columns.names == ["bounce", "hit", "serve"]
    assert [EVENTS[place] for place in columns.places] == list(columns.events)
    assert (columns.events[1], columns.events[3]) == (ACCEPTED, REJECTED)


def test_a_part_has_its_own_classes() -> None:
    part = EventColumns.of(EVENTS).part(np.array([0, 4]))

    assert part.names == ["bounce", "serve"]
    assert part.rows_of(["serve"]).tolist() == [1]
    assert len(part) == 2


def test_there_may_be_none() -> None:
    assert EventColumns.of(()).names == []
