"""Events: something that happens at a moment of a video, or for a while."""

from dataclasses import replace
from typing import Any

from storage.bounds import bounded_attributes, is_name, required_name
from storage.library.kinds import json_fields as json
from storage.library.kinds.json_fields import Fields
from storage.library.kinds.kind import LabelKind, describe_frames
from storage.records import Event, Review, Source


class EventKind(LabelKind[Event]):
    """Moments without attributes are said as in format 1."""

    name = "event"
    title = "Event"
    record = Event
    table = "events"
    columns = ("frame", "name", "confidence", "source", "review", "end", "attributes")

    def fields(self, label: Event) -> dict[str, object]:
        """Frame, class and origin; end and attributes where there are any."""
        fields: dict[str, object] = {
            "frame": int(label.frame),
            "name": label.name,
            "confidence": float(label.confidence),
            **json.origin(label.source, label.review),
        }
        if label.end is not None:
            fields["end"] = int(label.end)
        if label.attributes:
            fields["attributes"] = dict(label.attributes)
        return fields

    def label(self, fields: Fields) -> Event:
        """The event that `fields` describe."""
        return Event(
            json.whole(fields, "frame"),
            json.text(fields, "name"),
            json.number(fields, "confidence"),
            json.source(fields),
            json.review(fields),
            json.optional_whole(fields, "end"),
            json.attributes(fields, "attributes"),
        )

    def is_valid(self, label: Event) -> bool:
        """It has a class and a frame, ends after it began, and names each attribute once."""
        names = [name for name, _ in label.attributes]
        return (
            0 <= label.frame < label.stop
            and bool(label.name)
            and 0 <= label.confidence <= 1
            and all(names)
            and names == sorted(set(names))
        )

    def bounded(self, label: Event) -> Event:
        """Names and texts of bounded length, on one line."""
        if is_name(label.name) and not label.attributes:
            return label
        pairs = bounded_attributes(label.attributes)
        return replace(label, name=required_name(label.name), attributes=pairs)

    def format(self, label: Event) -> int:
        """Format 1 knows neither an end nor attributes."""
        return 1 if label.end is None and not label.attributes else 2

    def row(self, fields: dict[str, Any]) -> tuple[object, ...]:
        """Missing attributes are an empty object."""
        return super().row({"attributes": {}, **fields})

    def from_row(self, *values: Any) -> Event:
        """The event of a row."""
        frame, name, confidence, source, review, end, attributes = values
        pairs = tuple(sorted(json.decode(attributes).items()))
        return Event(frame, name, confidence, Source(source), Review(review), end, pairs)

    def frames(self, label: Event) -> range:
        """A moment is one frame."""
        return range(label.frame, label.stop)

    def describe(self, label: Event) -> str:
        """`“hit” in frame 12, player: Ana`."""
        rejected = ", rejected" if label.review is Review.REJECTED else ""
        attributes = "".join(f", {name}: {value}" for name, value in label.attributes if value)
        frames = describe_frames(label.frame, label.stop)
        return f"“{label.name}” in {frames}{attributes}{rejected}"
