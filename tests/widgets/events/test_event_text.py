import pytest

from storage.records import PROPOSAL, Event, Review, Source
from widgets.events.event_text import event_text, source_text

MOVED = ((PROPOSAL, "9 hit"),)


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (Event(1, "hit", 0.5, Source.MODEL, Review.UNREVIEWED), "Model"),
        (Event(1, "hit", review=Review.UNREVIEWED), "Unreviewed"),
        (Event(1, "hit"), "Person"),
        (Event(1, "hit", attributes=MOVED), "Corrected"),
        (Event(1, "hit", review=Review.ACCEPTED), "Accepted"),
        (Event(1, "hit", review=Review.REJECTED), "Rejected"),
    ],
)
def test_it_says_who_says_so(event: Event, text: str) -> None:
    assert source_text(event) == text


def test_only_a_model_is_more_or_less_sure() -> None:
    assert event_text(Event(1, "hit")) == "hit  \u00b7  Person"
    assert "50" in event_text(Event(1, "hit", 0.5, Source.MODEL, Review.UNREVIEWED))


def test_of_a_corrected_proposal_it_says_what_it_was() -> None:
    assert event_text(Event(1, "bounce", attributes=MOVED)).endswith("model: hit at 9")
