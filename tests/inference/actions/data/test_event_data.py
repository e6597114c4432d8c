"""The paths of a training, described and told apart."""

from dataclasses import replace

from inference.actions.data.event_data import EventData
from tests.inference.actions.paths import zigzag


def test_contents_count_events_by_class() -> None:
    data = EventData((zigzag(hits=6),), tracked=(zigzag(hits=6),), simulated=2)

    assert data.contents() == [
        "6 hits in 1 path",
        "1 tracked paths of these",
        "4 simulated rallies",
    ]
    assert data.size == 6


def test_other_events_or_positions_are_other_data() -> None:
    labelled = zigzag()
    fewer = replace(labelled, events=labelled.events[1:])
    mirrored = replace(labelled, path=labelled.path.mirrored())

    digests = {EventData((each,)).digest() for each in (labelled, fewer, mirrored)}

    assert len(digests | {EventData((), (labelled,)).digest()}) == 4
    assert EventData((labelled,)).digest() == EventData((zigzag(),)).digest()


def test_the_validation_set_is_named() -> None:
    assert EventData((), (zigzag(),)).held_out() == ["zigzag"]
