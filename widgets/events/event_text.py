"""What is said of an event: who says so, how sure, and where."""

from storage.quantities import number, percent
from storage.records import PROPOSAL, Event, Review, Source


def source_text(event: Event) -> str:
    """Who says so: a model, or a person who made, accepted, corrected or rejected it."""
    if event.review is Review.UNREVIEWED:
        return "Model" if event.source is Source.MODEL else "Unreviewed"
    if event.review is Review.CORRECTED:
        return "Corrected" if PROPOSAL in dict(event.attributes) else "Person"
    return "Accepted" if event.review is Review.ACCEPTED else "Rejected"


def confidence_text(event: Event) -> str:
    """How sure a model is; nothing of what a person has said."""
    return percent(event.confidence) if event.source is Source.MODEL else ""


def attributes_text(event: Event) -> str:
    """`side: near, serve: yes`; of a corrected proposal also what it was."""
    told = [f"{name}: {value}" for name, value in event.attributes if value and name != PROPOSAL]
    if PROPOSAL in dict(event.attributes):
        frame, name = event.answers
        told.append(f"model: {name} at {number(frame)}")
    return ", ".join(told)


def event_text(event: Event) -> str:
    """`hit · Model 83 % · side: near`."""
    source = f"{source_text(event)} {confidence_text(event)}".strip()
    values = attributes_text(event)
    return f"{event.name}  ·  {source}" + (f"  ·  {values}" if values else "")
