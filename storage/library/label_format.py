"""Record keys and the JSON of labels in the journal, checked on the way in and out."""

import json
import re
from functools import lru_cache
from typing import Any
from uuid import UUID

from storage.errors import UserError
from storage.library.kinds.kind import LONGEST, LabelKind
from storage.library.kinds.registry import KINDS
from storage.records import LIBRARY, Label, UnknownLabel

FORMAT = 2  # 1 had balls, moments, clips and assignments; a new kind alone does not raise it

_KEY = re.compile("([a-z][a-z-]{0,31})/([0-9a-f-]{1,36})")
_FRAME = re.compile("0|[1-9][0-9]{0,8}")
_UUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_BY_RECORD = {kind.record: kind for kind in KINDS.values()}


@lru_cache(maxsize=1 << 14)  # a gesture on a long range asks for each of its keys several times
def split_key(key: str) -> tuple[str, int | UUID]:
    """What kind of label lies under `key`, and its frame or id; ValueError if it is not a key.

    The kind may be one that this version does not know.
    """
    match = _KEY.fullmatch(key)
    place = None if match is None else _place(match[1], match[2])
    if match is None or place is None:
        raise ValueError(f"{key!r} is not a record key")
    return match[1], place


def kind_of(key: str) -> LabelKind[Any] | None:
    """The kind of label that lies under `key`; None for one that this version does not know."""
    return KINDS.get(split_key(key)[0])


def check_label(key: str, label: Label | None) -> None:
    """ValueError unless `label` makes sense and may lie under `key`."""
    kind = kind_of(key)
    if label is None:
        return
    if not isinstance(label, UnknownLabel if kind is None else kind.record):
        raise ValueError(f"{key} cannot be {label}")
    if kind is not None and not kind.check(label):
        raise ValueError(f"{label} under {key} makes no sense")


def bounded(key: str, label: Label | None) -> Label | None:
    """`label` with its values within `storage.bounds`; one of another kind stays as it is."""
    kind = kind_of(key)
    if kind is None or not isinstance(label, kind.record):
        return label
    within: Label = kind.bounded(label)
    return within


def bounded_json(key: str, text: str | None, format: int) -> str | None:
    """The JSON of a label as everybody may read it, from its JSON in the journal."""
    return None if text is None else label_to_json(label_from_json(key, text, format))


def check_place(key: str, label: Label | None, video: str, frames: int) -> None:
    """ValueError unless `label` may lie under `key` in the journal of a video of `frames`.

    `video` is its fingerprint, or LIBRARY for what belongs to no single video.
    """
    kind = kind_of(key)
    if kind is not None and kind.of_library != (video == LIBRARY):
        raise ValueError(f"{key} belongs to {'the library' if kind.of_library else 'a video'}")
    if last_frame(key, label) >= frames and video != LIBRARY:
        raise ValueError(f"{key} is not in a video of {frames} frames")


def last_frame(key: str, label: Label | None) -> int:
    """The last frame that the record speaks of, -1 for none: it must be one of its video."""
    name, place = split_key(key)
    kind = KINDS.get(name)
    if kind is None:
        return -1
    if isinstance(place, int):
        return place
    frames = None if label is None else kind.frames(label)
    return -1 if frames is None else frames.stop - 1


def first_frame(key: str, label: Label | None) -> int | None:
    """The frame at which to look for the record; None where it speaks of none."""
    name, place = split_key(key)
    kind = KINDS.get(name)
    if isinstance(place, int):
        return place
    frames = None if label is None or kind is None else kind.frames(label)
    return None if frames is None else frames.start


def label_to_json(label: Label) -> str:
    """The JSON of `label` in the journal; every number comes back as it was."""
    if isinstance(label, UnknownLabel):
        return label.text
    return _BY_RECORD[type(label)].to_json(label)


def format_of(label: Label | None) -> int:
    """The first journal format that can say what `label` says."""
    if isinstance(label, UnknownLabel):
        return FORMAT
    return 1 if label is None else _BY_RECORD[type(label)].format(label)


def edit_format(key: str, before: Label | None, after: Label | None) -> int:
    """The first journal format that can say an edit of `key` from `before` to `after`."""
    name, _ = split_key(key)
    if name not in _FIRST_KINDS:  # format 1 does not even know the key
        return FORMAT
    return max(format_of(before), format_of(after))


_FIRST_KINDS = ("ball", "event", "clip", "assignment")


@lru_cache(maxsize=1 << 15)  # undo meets each label of a gesture several times
def label_from_json(key: str, text: str, format: int) -> Label:
    """The label that `text` holds for `key`; UserError if it cannot be understood."""
    if format > FORMAT:
        raise UserError(
            f"The history of {key} uses format {format}, which this version does not support.",
            "Update Touchline.",
        )
    if kind_of(key) is None:
        return UnknownLabel(text)
    try:
        return label_from_fields(key, json.loads(text))
    except (ValueError, RecursionError) as error:
        raise UserError(
            f"The history of {key} is damaged: {text[:80]!r} is not a label.",
            "Restore the library from a backup.",
        ) from error


def label_from_fields(key: str, fields: object) -> Label:
    """The label that JSON's `fields` hold for `key`; ValueError if none."""
    kind = kind_of(key)
    try:
        if not isinstance(fields, dict):
            raise TypeError(f"a label is {type(fields).__name__}")
        label: Label = _unknown(fields) if kind is None else kind.bounded(kind.label(fields))
        check_label(key, label)
    except (TypeError, KeyError, OverflowError) as error:
        raise ValueError(f"not a label of {key}: {error}") from error
    return label


def unknown_fields(key: str, fields: dict[str, object]) -> set[str]:
    """Names in the JSON of a label that this version does not know; none for unknown kinds."""
    kind = kind_of(key)
    return set() if kind is None else fields.keys() - set(kind.columns)


def _unknown(fields: dict[str, object]) -> UnknownLabel:
    """As it came: compact JSON, as every version writes it, comes back to the last character."""
    text = json.dumps(fields, separators=(",", ":"), allow_nan=False)
    if len(text) > LONGEST:
        raise ValueError(f"{len(text)} characters")
    return UnknownLabel(text)


def _place(name: str, text: str) -> int | UUID | None:
    """The frame or id in a record key; a kind that this version does not know may have both."""
    if name in KINDS:
        return KINDS[name].place(text)
    if _FRAME.fullmatch(text):
        return int(text)
    return UUID(text) if _UUID.fullmatch(text) else None
