"""Classes of events: what people mark, with its colour, key, lead, lag and attributes."""

import math
import re
from dataclasses import replace
from typing import Any

from storage.bounds import (
    MAX_ATTRIBUTES,
    MAX_KEY,
    MAX_SECONDS,
    MAX_TEXT,
    bounded_attributes,
    name,
    required_name,
    within,
)
from storage.library.kinds import json_fields as json
from storage.library.kinds.json_fields import Fields
from storage.library.kinds.kind import LabelKind
from storage.records import Attributes, ClassAttribute, EventClass

_COLOUR = re.compile("#[0-9a-f]{6}")


class EventClassKind(LabelKind[EventClass]):
    """It belongs to the library: the same classes serve all videos."""

    name = "class"
    title = "Event class"
    record = EventClass
    table = "event_classes"
    columns = ("name", "colour", "key", "lead", "lag", "attributes", "settings")
    order = "name, id"
    of_library = True

    def fields(self, label: EventClass) -> dict[str, object]:
        """All of it."""
        return {
            "name": label.name,
            "colour": label.colour,
            "key": label.key,
            "lead": float(label.lead) + 0.0,
            "lag": float(label.lag) + 0.0,
            "attributes": [_attribute_fields(attribute) for attribute in label.attributes],
            "settings": dict(label.settings),
        }

    def label(self, fields: Fields) -> EventClass:
        """The class that `fields` describe."""
        return EventClass(
            json.text(fields, "name"),
            json.text(fields, "colour"),
            json.text(fields, "key"),
            json.number(fields, "lead"),
            json.number(fields, "lag"),
            tuple(_attribute(entry) for entry in json.entries(fields, "attributes")),
            json.attributes(fields, "settings"),
        )

    def is_valid(self, label: EventClass) -> bool:
        """It has a name, a colour, and each attribute once; lead and lag are finite."""
        names = [attribute.name for attribute in label.attributes]
        return (
            bool(label.name)
            and _COLOUR.fullmatch(label.colour) is not None
            and all(math.isfinite(seconds) and seconds >= 0 for seconds in (label.lead, label.lag))
            and all(attribute.name and attribute.type for attribute in label.attributes)
            and len(names) == len(set(names))
            and _in_order(label.settings)
        )

    def bounded(self, label: EventClass) -> EventClass:
        """Names and texts on one line, and lead and lag of at most an hour."""
        attributes = {entry.name: entry for entry in map(_bounded, label.attributes[::-1])}
        kept = list(attributes.values())[::-1]
        return replace(
            label,
            name=required_name(label.name),
            key=name(label.key, MAX_KEY),
            lead=within(label.lead, label.lead, MAX_SECONDS),
            lag=within(label.lag, label.lag, MAX_SECONDS),
            attributes=tuple(entry for entry in kept if entry.name)[:MAX_ATTRIBUTES],
            settings=bounded_attributes(label.settings),
        )

    def from_row(self, *values: Any) -> EventClass:
        """The class of a row."""
        name, colour, key, lead, lag, attributes, settings = values
        class_attributes = tuple(_attribute(entry) for entry in json.decode(attributes))
        pairs = tuple(sorted(json.decode(settings).items()))
        return EventClass(name, colour, key, lead, lag, class_attributes, pairs)

    def describe(self, label: EventClass) -> str:
        """`“serve”, key S, 2 s before, 1 s after`."""
        key = f", key {label.key}" if label.key else ""
        around = f", {label.lead:g} s before, {label.lag:g} s after"
        return f"“{label.name}”{key}{around}"


def _attribute_fields(attribute: ClassAttribute) -> dict[str, object]:
    return {
        "name": attribute.name,
        "type": attribute.type,
        "key": attribute.key,
        "choices": list(attribute.choices),
    }


def _attribute(fields: Fields) -> ClassAttribute:
    return ClassAttribute(
        json.text(fields, "name"),
        json.text(fields, "type"),
        json.text(fields, "key"),
        json.texts(fields, "choices"),
    )


def _bounded(attribute: ClassAttribute) -> ClassAttribute:
    choices = dict.fromkeys(name(choice, MAX_TEXT) for choice in attribute.choices)
    return ClassAttribute(
        name(attribute.name),
        required_name(attribute.type, MAX_KEY),
        name(attribute.key, MAX_KEY),
        tuple(choices)[:MAX_ATTRIBUTES],
    )


def _in_order(settings: Attributes) -> bool:
    names = [name for name, _ in settings]
    return names == sorted(set(names))
