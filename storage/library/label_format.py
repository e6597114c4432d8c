"""Record keys and the JSON of labels in the journal, checked on the way in and out."""

import json
import math
import re
from functools import lru_cache
from typing import Literal
from uuid import UUID

from storage.errors import UserError
from storage.records import (
    Assignment,
    BallLabel,
    Clip,
    Event,
    Label,
    Review,
    Source,
    Visibility,
)

FORMAT = 1

Kind = Literal["ball", "event", "clip", "assignment"]
_TYPES: dict[Kind, type[Label]] = {
    "ball": BallLabel,
    "event": Event,
    "clip": Clip,
    "assignment": Assignment,
}
_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
# frames are bounded so that a foreign key cannot ask for absurd arrays
_KEY = re.compile(f"(ball)/(0|[1-9][0-9]{{0,8}})|(event|clip|assignment)/({_UUID})")

_SOURCE_NAMES = [source.name.lower() for source in Source]
_REVIEW_NAMES = [review.name.lower() for review in Review]
_SOURCES = dict(zip(_SOURCE_NAMES, Source, strict=True))
_REVIEWS = dict(zip(_REVIEW_NAMES, Review, strict=True))

_VISIBILITIES = {int(visibility): visibility for visibility in Visibility}

_decode = json.JSONDecoder().decode
# made once: json.dumps makes a new encoder for every label
_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


@lru_cache(maxsize=1 << 14)  # a gesture on a long range asks for each of its keys several times
def split_key(key: str) -> tuple[Kind, int | UUID]:
    """What kind of label lies under `key`, and its frame or id; ValueError if it is no key."""
    match = _KEY.fullmatch(key)
    if match is None:
        raise ValueError(f"{key!r} is no record key")
    if match[1]:
        return "ball", int(match[2])
    kind: Kind = "event" if match[3] == "event" else "clip" if match[3] == "clip" else "assignment"
    return kind, UUID(match[4])


def check_label(key: str, label: Label | None) -> None:
    """ValueError unless `label` makes sense and may lie under `key`."""
    kind, _ = split_key(key)
    if label is None:
        return
    if not isinstance(label, _TYPES[kind]):
        raise ValueError(f"{key} cannot be {label}")
    if isinstance(label, BallLabel):
        sensible = _is_sensible_ball(label)
    elif isinstance(label, Event):
        sensible = label.frame >= 0 and bool(label.name) and 0 <= label.confidence <= 1
    else:
        named = not isinstance(label, Assignment) or bool(label.person)
        sensible = named and 0 <= label.first < label.stop
    if not sensible:
        raise ValueError(f"{label} under {key} makes no sense")


def last_frame(key: str, label: Label | None) -> int:
    """The last frame that the record speaks of: it must be one of its video."""
    if isinstance(label, Event):
        return label.frame
    if isinstance(label, Clip | Assignment):
        return label.stop - 1
    place = split_key(key)[1]
    return place if isinstance(place, int) else 0


def label_to_json(label: Label) -> str:
    """The JSON of `label` in format `FORMAT`; every number comes back as it was."""
    fields: dict[str, object]
    if isinstance(label, BallLabel):  # by hand: there are a thousand of them for each other label
        return (
            f'{{"visibility":{int(label.visibility)},"x":{_digits(label.x)},"y":{_digits(label.y)},'
            f'"source":"{_SOURCE_NAMES[label.source]}","review":"{_REVIEW_NAMES[label.review]}"}}'
        )
    if isinstance(label, Event):
        fields = {
            "frame": int(label.frame),
            "name": label.name,
            "confidence": float(label.confidence),
            **_origin(label),
        }
    else:
        fields = {"first": int(label.first), "stop": int(label.stop)}
        fields |= {"name": label.name} if isinstance(label, Clip) else {"person": label.person}
    return _encode(fields)


@lru_cache(maxsize=1 << 15)  # undo meets each label of a gesture several times
def label_from_json(key: str, text: str, format: int) -> Label:
    """The label that `text` holds for `key`; UserError if it cannot be understood."""
    if format != FORMAT:
        raise UserError(
            f"The history of {key} has format {format}, which this version does not know.",
            "Update Touchline.",
        )
    try:
        return label_from_fields(key, json.loads(text))
    except (ValueError, RecursionError) as error:
        raise UserError(
            f"The history of {key} is damaged: {text[:80]!r} is no label.",
            "Put a backup of the library in its place.",
        ) from error


def label_from_fields(key: str, fields: object) -> Label:
    """The label of format `FORMAT` that JSON's `fields` hold for `key`; ValueError if none."""
    try:
        if not isinstance(fields, dict):
            raise TypeError(f"a label is {type(fields).__name__}")
        label = _label(split_key(key)[0], fields)
        check_label(key, label)
    except (TypeError, KeyError, OverflowError) as error:
        raise ValueError(f"no label of {key}: {error}") from error
    return label


def columns_from_json(kind: Kind, text: str) -> tuple[object, ...]:
    """The values in `text`, in the order of their table; it must be of `label_to_json`.

    A label in the journal was checked when it came in; this is the quick way to its row.
    """
    fields = _decode(text)
    if "source" in fields:
        fields["source"] = int(_SOURCES[fields["source"]])
        fields["review"] = int(_REVIEWS[fields["review"]])
    return tuple(fields.values())


def _is_sensible_ball(label: BallLabel) -> bool:
    if label.x is None or label.y is None:
        nowhere = label.visibility == Visibility.ABSENT or label.review == Review.REJECTED
        return label.x is label.y and nowhere
    return label.visibility != Visibility.ABSENT and math.isfinite(label.x + label.y)


def _digits(value: float | None) -> str:
    if value is None:
        return "null"
    return repr(float(value) + 0.0)  # one zero: equal labels must have equal texts


def _origin(label: Event) -> dict[str, str]:
    return {
        "source": _SOURCE_NAMES[label.source],
        "review": _REVIEW_NAMES[label.review],
    }


def _label(kind: Kind, fields: dict[str, object]) -> Label:
    """Take `fields` apart; any surprise is a KeyError, TypeError or ValueError."""
    if kind == "clip":
        return Clip(_whole(fields, "first"), _whole(fields, "stop"), _text(fields, "name"))
    if kind == "assignment":
        first, stop = _whole(fields, "first"), _whole(fields, "stop")
        return Assignment(first, stop, _text(fields, "person"))
    source, review = _SOURCES[_text(fields, "source")], _REVIEWS[_text(fields, "review")]
    if kind == "event":
        frame, confidence = _whole(fields, "frame"), _number(fields, "confidence")
        return Event(frame, _text(fields, "name"), confidence, source, review)
    x = None if fields["x"] is None else _number(fields, "x")
    y = None if fields["y"] is None else _number(fields, "y")
    return BallLabel(_VISIBILITIES[_whole(fields, "visibility")], x, y, source, review)


def _text(fields: dict[str, object], name: str) -> str:
    value = fields[name]
    if not isinstance(value, str):
        raise TypeError(f"{name} is {value!r}")
    value.encode()  # half a character, as JSON can hold, is a ValueError
    return value


def _whole(fields: dict[str, object], name: str) -> int:
    value = fields[name]
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{name} is {value!r}")
    return value


def _number(fields: dict[str, object], name: str) -> float:
    value = fields[name]
    return value if isinstance(value, float) else float(_whole(fields, name))
