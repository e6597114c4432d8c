from uuid import UUID

from app.gui.labels.event_index import EventIndex
from storage.records import Event, Review, Source

MINE = UUID(int=7)


def proposal(frame: int, name: str, confidence: float) -> Event:
    return Event(frame, name, confidence, Source.MODEL, Review.UNREVIEWED)


INDEX = EventIndex.of(
    {MINE: Event(20, "hit", 0.1)},
    [proposal(30, "hit", 0.5), proposal(5, "bounce", 0.9), proposal(40, "hit", 0.4)],
)


def test_peoples_events_have_their_ids_and_proposals_none() -> None:
    assert [(one.event.frame, one.id) for one in map(INDEX.listed, range(len(INDEX)))] == [
        (5, None),
        (20, MINE),
        (30, None),
        (40, None),
    ]


def test_a_threshold_hides_proposals_of_its_class_only() -> None:
    rows = INDEX.rows({"hit": 0.5, "bounce": 0.95}.__getitem__)

    assert [INDEX.listed(row).event.frame for row in rows] == [20, 30]
    assert INDEX.count_proposed(rows) == {"bounce": 0, "hit": 1}
    assert INDEX.count_proposed() == {"bounce": 1, "hit": 2}


def test_an_empty_one_has_no_rows() -> None:
    empty = EventIndex.of({}, [])

    assert (len(empty.rows(lambda _: 0.5)), empty.count_proposed()) == (0, {})
