"""Checked values of a label's JSON; invalid input raises TypeError, KeyError or ValueError."""

import json
from collections.abc import Mapping

from storage.records import Attributes, Review, Source

Fields = Mapping[str, object]

SOURCE_NAMES = [source.name.lower() for source in Source]
REVIEW_NAMES = [review.name.lower() for review in Review]
SOURCES = dict(zip(SOURCE_NAMES, Source, strict=True))
REVIEWS = dict(zip(REVIEW_NAMES, Review, strict=True))

# made once: json.dumps makes a new encoder for every label
encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode
decode = json.JSONDecoder().decode


def text(fields: Fields, name: str) -> str:
    """A text of whole characters."""
    return _characters(name, fields[name])


def whole(fields: Fields, name: str) -> int:
    """An integer."""
    value = fields[name]
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{name} is {value!r}")
    return value


def number(fields: Fields, name: str) -> float:
    """A number; one without a point counts too."""
    value = fields[name]
    return value if isinstance(value, float) else float(whole(fields, name))


def optional_whole(fields: Fields, name: str) -> int | None:
    """An integer, or None where there is none."""
    return None if fields.get(name) is None else whole(fields, name)


def source(fields: Fields) -> Source:
    """Where a label comes from."""
    return SOURCES[text(fields, "source")]


def review(fields: Fields) -> Review:
    """What a person has said of a label."""
    return REVIEWS[text(fields, "review")]


def origin(source: Source, review: Review) -> dict[str, str]:
    """The fields that `source` and `review` read."""
    return {"source": SOURCE_NAMES[source], "review": REVIEW_NAMES[review]}


def entries(fields: Fields, name: str) -> list[Fields]:
    """A list of objects."""
    values = fields[name]
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        raise TypeError(f"{name} is not a list of objects")
    return values


def texts(fields: Fields, name: str) -> tuple[str, ...]:
    """A list of texts."""
    values = fields[name]
    if not isinstance(values, list):
        raise TypeError(f"{name} is {values!r}")
    return tuple(_characters(name, value) for value in values)


def attributes(fields: Fields, name: str) -> Attributes:
    """An object of texts, as attributes; empty where there is none."""
    values = fields.get(name, {})
    if not isinstance(values, dict):
        raise TypeError(f"{name} is {values!r}")
    return tuple(sorted((_characters(name, key), text(values, key)) for key in values))


def _characters(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{name} is {value!r}")
    value.encode()  # half a character, as JSON can hold, is a ValueError
    return value
