from dataclasses import replace
from uuid import UUID

import pytest

from inference.review import event_edits
from inference.review.event_edits import Edits, ListedEvent, answer_id
from storage.records import PROPOSAL, Event, Review, Source

VIDEO = "v"
PROPOSED = Event(100, "hit", 0.8, Source.MODEL, Review.UNREVIEWED, attributes=(("side", "near"),))
PROPOSAL_LISTED = ListedEvent(PROPOSED)
OWN = ListedEvent(Event(50, "hit"), UUID(int=1))


def written(edits: Edits) -> Event:
    [event] = edits.values()
    assert isinstance(event, Event)
    return event


def listed_again(edits: Edits) -> ListedEvent:
    """What has been written, as it is listed afterwards."""
    [key] = edits
    return ListedEvent(written(edits), UUID(key.removeprefix("event/")))


def test_an_accepted_proposal_is_a_persons_word() -> None:
    event = written(event_edits.accept(VIDEO, [PROPOSAL_LISTED]))

    assert event == replace(PROPOSED, confidence=1.0, source=Source.HUMAN, review=Review.ACCEPTED)


def test_two_people_who_accept_a_proposal_write_the_same() -> None:
    mine, theirs = (event_edits.accept(VIDEO, [PROPOSAL_LISTED]) for _ in range(2))

    assert mine == theirs


def test_accepting_and_rejecting_a_proposal_speak_of_one_label() -> None:
    accepted = event_edits.accept(VIDEO, [PROPOSAL_LISTED])
    rejected = event_edits.reject(VIDEO, PROPOSAL_LISTED)

    assert list(accepted) == list(rejected)
    assert written(rejected).review is Review.REJECTED


def test_what_a_person_stands_by_is_not_accepted_again() -> None:
    assert event_edits.accept(VIDEO, [OWN]) == {}


def test_a_rejected_event_can_be_accepted() -> None:
    rejected = listed_again(event_edits.reject(VIDEO, PROPOSAL_LISTED))

    assert written(event_edits.accept(VIDEO, [rejected])).review is Review.ACCEPTED
    assert event_edits.reject(VIDEO, rejected) == {}


def test_many_proposals_are_accepted_at_once() -> None:
    many = [ListedEvent(replace(PROPOSED, frame=frame)) for frame in range(5)]

    assert len(event_edits.accept(VIDEO, many)) == 5


def test_a_moved_proposal_keeps_where_it_came_from() -> None:
    once = listed_again(event_edits.move(VIDEO, PROPOSAL_LISTED, 1, 1000))
    twice = written(event_edits.move(VIDEO, once, 9, 1000))

    assert (twice.frame, twice.answers, twice.review) == (110, (100, "hit"), Review.CORRECTED)
    assert dict(twice.attributes)["side"] == "near"


def test_an_accepted_proposal_that_is_moved_keeps_where_it_came_from() -> None:
    accepted = listed_again(event_edits.accept(VIDEO, [PROPOSAL_LISTED]))

    assert written(event_edits.move(VIDEO, accepted, -5, 1000)).answers == (100, "hit")


def test_a_persons_own_event_comes_from_nowhere() -> None:
    moved = written(event_edits.move(VIDEO, OWN, 5, 1000))

    assert (moved.frame, moved.attributes) == (55, ())


@pytest.mark.parametrize(("frame", "end", "by"), [(0, None, -1), (9, None, 1), (5, 10, 1)])
def test_an_event_stays_inside_the_video(frame: int, end: int | None, by: int) -> None:
    assert event_edits.move(VIDEO, ListedEvent(Event(frame, "hit", end=end)), by, 10) == {}


def test_an_event_that_lasts_moves_as_a_whole() -> None:
    moved = written(event_edits.move(VIDEO, ListedEvent(Event(5, "rally", end=9)), 1, 10))

    assert (moved.frame, moved.end) == (6, 10)


def test_an_event_can_be_of_another_class() -> None:
    changed = written(event_edits.reclass(VIDEO, PROPOSAL_LISTED, "bounce"))

    assert (changed.name, changed.answers) == ("bounce", (100, "hit"))
    assert event_edits.reclass(VIDEO, PROPOSAL_LISTED, "hit") == {}


def test_only_a_persons_word_can_be_deleted() -> None:
    assert event_edits.delete(PROPOSAL_LISTED) == {}
    assert event_edits.delete(OWN) == {f"event/{OWN.id}": None}


def test_an_event_is_added_where_the_person_looks() -> None:
    assert written(event_edits.add(7, "smash")) == Event(7, "smash")


def test_the_same_proposal_of_another_video_is_another_one() -> None:
    assert answer_id("v", PROPOSED) != answer_id("w", PROPOSED)


@pytest.mark.parametrize("text", ["", "12", "x hit", "-1 hit", "12 ", "9" * 30 + " hit", "٣ hit"])
def test_a_proposal_that_makes_no_sense_is_not_followed(text: str) -> None:
    assert Event(5, "hit", attributes=((PROPOSAL, text),)).answers == (5, "hit")
