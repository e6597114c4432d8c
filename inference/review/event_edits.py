"""What each gesture on an event means, as changes of labels. Plain functions of events."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID, uuid4, uuid5

from storage.records import (
    PROPOSAL,
    Event,
    Label,
    Review,
    Source,
    attributes,
    event_key,
)

Edits = dict[str, Label | None]

_PROPOSALS = UUID("5f0d3c1e-6f5b-4d0a-9a55-6f1d1f6f8a77")  # namespace of the ids of answers


@dataclass(frozen=True, slots=True)
class ListedEvent:
    """An event with the id of its label; a proposal that nobody has answered has none."""

    event: Event
    id: UUID | None = None

    @property
    def is_proposed(self) -> bool:
        """Whether only a model says so."""
        return self.id is None


def answer_id(video: str, proposal: Event) -> UUID:
    """The id of what people say of a proposal: the same one for all of them.

    So two people who accept the same proposal make one label, and if one accepts what the other
    rejects, that is a conflict and not two events.
    """
    return uuid5(_PROPOSALS, f"{video}/{proposal.frame}/{proposal.name}")


def add(frame: int, name: str) -> Edits:
    """An event of a class begins in a frame."""
    return {event_key(uuid4()): Event(frame, name)}


def accept(video: str, listed: Iterable[ListedEvent]) -> Edits:
    """These events are right; those that a person stands by already stay."""
    edits: Edits = {}
    for one in listed:
        if one.is_proposed or one.event.review is Review.REJECTED:
            edits |= _say(video, one, Review.ACCEPTED)
    return edits


def reject(video: str, listed: ListedEvent) -> Edits:
    """There is no such event; nothing where that has been said already."""
    if listed.event.review is Review.REJECTED:
        return {}
    return _say(video, listed, Review.REJECTED)


def move(video: str, listed: ListedEvent, by: int, frames: int) -> Edits:
    """The event is `by` frames later; nothing beyond the ends of a video of `frames`."""
    event = listed.event
    if event.frame + by < 0 or event.stop + by > frames:
        return {}
    end = None if event.end is None else event.end + by
    return _correct(video, listed, replace(event, frame=event.frame + by, end=end))


def reclass(video: str, listed: ListedEvent, name: str) -> Edits:
    """The event is of another class; nothing where it is of this one already."""
    if listed.event.name == name:
        return {}
    return _correct(video, listed, replace(listed.event, name=name))


def delete(listed: ListedEvent) -> Edits:
    """Take a person's word on an event back; a model's is not deleted but rejected."""
    return {} if listed.id is None else {event_key(listed.id): None}


def _correct(video: str, listed: ListedEvent, changed: Event) -> Edits:
    """Say `changed` of an event, and keep which proposal it was made of."""
    event = listed.event
    was_proposed = listed.is_proposed or listed.id == answer_id(video, event)
    if was_proposed and PROPOSAL not in dict(event.attributes):
        values = {**dict(event.attributes), PROPOSAL: f"{event.frame} {event.name}"}
        changed = replace(changed, attributes=attributes(values))
    return _say(video, replace(listed, event=changed, id=_id(video, listed)), Review.CORRECTED)


def _say(video: str, listed: ListedEvent, review: Review) -> Edits:
    said = replace(listed.event, confidence=1.0, source=Source.HUMAN, review=review)
    return {event_key(_id(video, listed)): said}


def _id(video: str, listed: ListedEvent) -> UUID:
    return answer_id(video, listed.event) if listed.id is None else listed.id
