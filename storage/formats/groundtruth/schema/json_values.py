"""JSON objects of others: typed values are read from them, and written back over what was there.

Numbers stand as strings in some files and as numbers in others, so both are read. What has not
been changed is written back as it was, with its type, its place and its unknown neighbours.
"""

import math
from collections.abc import Mapping

from storage.formats.common.json_document import Object

_HUGE = 1e12  # no pixel, frame, index or time in seconds is farther from zero


def number(value: object) -> float | None:
    """The number in `value`, written as one or as a string; None if it holds none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str) and (len(value) > 32 or "_" in value):
        return None
    try:
        read = float(value)
    except (ValueError, OverflowError):
        return None
    return read if math.isfinite(read) and abs(read) <= _HUGE else None


def whole(value: object) -> int | None:
    """The whole number in `value`, written as `7`, `7.0` or `"7"`; None if it holds none."""
    read = number(value)
    return int(read) if read is not None and read.is_integer() else None


def text(value: object) -> str | None:
    """The string in `value`; a number as its digits, None for anything else."""
    if isinstance(value, str):
        return value
    read = number(value)
    if read is None:
        return None
    return str(int(read)) if read.is_integer() else str(value)


def word(value: object) -> str:
    """`value` if it is a string, else an empty one."""
    return value if isinstance(value, str) else ""


def mapping(value: object) -> Object:
    """`value` if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def texts(value: object) -> dict[str, str]:
    """The names of an object with what they stand for as strings; what is no scalar left out."""
    values = {name: _scalar(text) for name, text in mapping(value).items()}
    return {name: text for name, text in values.items() if text is not None}


def sequence(value: object) -> list[object]:
    """`value` if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def written_over(kept: Object, before: Mapping[str, object], now: Mapping[str, object]) -> Object:
    """`kept` with its fields brought from `before`, as they were read from it, to `now`.

    Without `kept`, a value made here, all of `now`.
    """
    if not kept:
        return dict(now)
    gone = before.keys() - now.keys()
    changed = {name: value for name, value in now.items() if before.get(name, ...) != value}
    return {name: value for name, value in kept.items() if name not in gone} | changed


def _scalar(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return text(value)
