"""The text and the JSON of label files from anywhere: bounded, decoded, checked."""

import json
import os
from pathlib import Path
from typing import Any, NoReturn

from storage.errors import UserError
from storage.formats.common.problems import Malformed, shown

MAX_BYTES = 128 << 20  # of one file: hours of video, and a fraction of a machine's memory
Fields = dict[str, Any]


def read_label_bytes(path: Path, most: int = MAX_BYTES) -> bytes:
    """The bytes of the file at `path`. UserError if it is unreadable or larger than `most`."""
    try:
        with path.open("rb") as file:
            # no more than there is, as that much memory is taken before the first byte is read
            data = file.read(min(os.fstat(file.fileno()).st_size or most, most) + 1)
    except OSError as error:
        advice = f"{error.strerror or error}. Choose another file."
        raise UserError(f"{path} could not be read.", advice) from error
    if len(data) > most:
        size = f"{most >> 20} MiB" if most >= 1 << 20 else f"{most >> 10} KiB"
        title = f"{path} is larger than {size}."
        raise UserError(title, "That is no label file. Choose another one.")
    return data


def read_label_text(path: Path, most: int = MAX_BYTES) -> str:
    """The UTF-8 text of the file at `path`, with or without a mark. Raises UserError."""
    data = read_label_bytes(path, most)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _unreadable(path, line, "this is no UTF-8 text") from error


def read_label_json(path: Path, most: int = MAX_BYTES) -> object:
    """The JSON value in the file at `path`, without NaN and infinities. Raises UserError."""
    written = read_label_text(path, most)
    try:
        return json.loads(written, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise _unreadable(path, error.lineno, f"this is no JSON: {error.msg}") from error
    except RecursionError as error:
        raise _unreadable(path, 1, "this JSON is nested too deeply") from error
    except ValueError as error:  # NaN, and numbers of thousands of digits
        raise _unreadable(path, 1, f"this JSON holds {error}") from error


def compact(value: object) -> str:
    """`value` as JSON on one line; the same value gives the same text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def document(value: object) -> str:
    """The text of a JSON file: `value` on one line, and its end."""
    return compact(value) + "\n"


def fields(value: object, name: str = "this") -> Fields:
    """The JSON object that `value` is. Raises Malformed."""
    if not isinstance(value, dict):
        raise Malformed(f"{name} is {shown(value)}, not an object.")
    return value


def items(value: object, name: str) -> list[Any]:
    """The JSON list that `value` is; None, for one that is not there, is empty."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise Malformed(f"{name} is {shown(value)}, not a list.")
    return value


def _refuse_constant(constant: str) -> NoReturn:
    raise ValueError(f"{constant}, which is no number")


def _unreadable(path: Path, line: int, what: str) -> UserError:
    return UserError(f"{path.name}, line {line}: {what}.", "Choose another file.")
