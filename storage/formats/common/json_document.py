"""JSON from anywhere: bounded in size, depth and number of values, finite, fit to be written."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from json.decoder import JSONDecoder
from math import isfinite
from pathlib import Path
from typing import Any

from storage.formats.common.problems import FormatError, shown
from storage.formats.common.text_files import MAX_BYTES, read_foreign_text, read_label_text

Object = dict[str, object]
Fields = dict[str, Any]

MAX_DOCUMENT = 32 << 20  # bytes: 2,000 frames with 50 boxes each, and more
MAX_DEPTH = 32  # of lists and objects in each other; real files have 6
MAX_VALUES = 2_000_000  # in one document; each may take some 100 bytes of memory
_MAX_FILE_VALUES = 20_000_000  # of a file with the labels of many videos
# possessive, and taken to the end where it is not closed: linear in any text
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
_SPACE = re.compile(r"[ \t\r\n]*")
_TOLD = 8  # repeated keys of a document
_HALF = re.compile(r"\\u[dD][89a-fA-F]")  # half of a pair of UTF-16, maybe without the other


@dataclass(frozen=True, slots=True)
class Document:
    """One JSON object of a file.

    `lines` says on which line each element of its lists begins, `repeated` names the keys that
    stand twice in one object: of their values the last one counts.
    """

    value: Object
    lines: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    repeated: tuple[str, ...] = ()
    height: int = 1  # lines of the text

    def line(self, key: str, number: int) -> int:
        """The line of element `number` of the list `key`."""
        lines = self.lines.get(key, ())
        return lines[number] if number < len(lines) else 1


def parse_object(text: str) -> Document:
    """The one JSON object that `text` holds. Raises FormatError."""
    try:
        _check_bounds(text, MAX_VALUES)
        document = _Walker(text).document()
        _check_characters(text, document.value)
        return document
    except json.JSONDecodeError as error:
        raise FormatError(f"this is not JSON: {error.msg}", error.lineno) from error
    except RecursionError as error:
        raise FormatError(_TOO_DEEP) from error


def read_object(path: Path) -> Document:
    """The one JSON object in a file of up to `MAX_DOCUMENT` bytes. Raises UserError."""
    return parse_object(read_label_text(path, MAX_DOCUMENT))


def read_json(path: Path, most: int = MAX_BYTES) -> object:
    """The JSON value in a file of up to `most` bytes, as other programs write it.

    NaN and infinities are among its numbers: who reads an element refuses them there. Raises
    FormatError that names the file.
    """
    try:
        return parse_json(read_foreign_text(path, most), _MAX_FILE_VALUES, finite=False)
    except FormatError as error:
        what = error.what if error.what.endswith(".") else f"{error.what}."
        raise FormatError(what, error.line, path, "Choose another file.") from error


def parse_json(text: str, most_values: int = MAX_VALUES, finite: bool = True) -> object:
    """The JSON value that `text` holds: bounded in depth, and `finite`. Raises FormatError."""
    try:
        _check_bounds(text, most_values)
        if finite:
            value = json.loads(text, parse_float=_finite, parse_constant=_refuse)
        else:
            value = json.loads(text)
        _check_characters(text, value)
    except json.JSONDecodeError as error:
        raise FormatError(f"this is not JSON: {error.msg}", error.lineno) from error
    except RecursionError as error:
        raise FormatError(_TOO_DEEP) from error
    except FormatError:
        raise
    except ValueError as error:  # not finite, or a number of thousands of digits
        raise FormatError(f"this JSON contains {str(error)[:200]}") from error
    return value


def compact(value: object) -> str:
    """`value` as JSON on one line; the same value gives the same text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def document(value: object) -> str:
    """The text of a JSON file: `value` on one line, and its end."""
    return compact(value) + "\n"


def fields(value: object, name: str = "this") -> Fields:
    """The JSON object that `value` is. Raises FormatError."""
    if not isinstance(value, dict):
        raise FormatError(f"{name} is {shown(value)}, not an object.")
    return value


def items(value: object, name: str) -> list[Any]:
    """The JSON list that `value` is; None, for one that is not there, is empty."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise FormatError(f"{name} is {shown(value)}, not a list.")
    return value


_TOO_DEEP = f"lists and objects are nested more than {MAX_DEPTH} deep"


def _check_bounds(text: str, most_values: int) -> None:
    """Refuse what would take much memory or a deep stack before it is parsed."""
    plain = _STRING.sub("", text)
    if sum(map(plain.count, ",[{")) > most_values:
        raise FormatError(f"there are more than {most_values:,} values")
    depth = 0
    for bracket in re.findall(r"[\[\]{}]", plain):
        depth += 1 if bracket in "[{" else -1
        if depth > MAX_DEPTH:
            raise FormatError(_TOO_DEEP)


def _check_characters(text: str, value: object) -> None:
    """Half a pair of UTF-16 is legal in JSON, and cannot be written again."""
    if _HALF.search(text):
        try:
            compact(value).encode()
        except UnicodeEncodeError as error:
            raise FormatError("a text contains an invalid character") from error


class _Walker:
    """Goes through the outer object by itself, so that it knows on which lines things stand."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line_at, self._line = 0, 1
        self._lines: dict[str, tuple[int, ...]] = {}
        self._repeated: list[str] = []
        self._decode = JSONDecoder(
            object_pairs_hook=self._object, parse_float=_finite, parse_constant=_refuse
        ).raw_decode

    def document(self) -> Document:
        if self._peek() != "{":
            raise self._error("Expecting an object")
        pairs: list[tuple[str, object]] = []
        self._members("}", lambda: pairs.append(self._pair()))
        value = self._object(pairs)
        if self._peek():
            raise self._error("Extra data")
        repeated = tuple(dict.fromkeys(self._repeated))
        return Document(value, self._lines, repeated, self._text.strip().count("\n") + 1)

    def _pair(self) -> tuple[str, object]:
        if self._peek() != '"':
            raise self._error("Expecting property name enclosed in double quotes")
        name = str(self._value())
        if self._peek() != ":":
            raise self._error("Expecting ':' delimiter")
        self._at += 1
        if self._peek() == "[":
            return name, self._list(name)
        return name, self._value()

    def _list(self, name: str) -> list[object]:
        values: list[object] = []
        lines: list[int] = []

        def element() -> None:
            self._peek()
            lines.append(self._line_number())
            values.append(self._value())

        self._members("]", element)
        self._lines[name] = tuple(lines)
        return values

    def _members(self, end: str, member: Callable[[], None]) -> None:
        """Go over a list or object: `member` for each, up to and over `end`."""
        self._at += 1
        if self._peek() == end:
            self._at += 1
            return
        while True:
            member()
            mark = self._peek()
            if mark not in (",", end):
                raise self._error("Expecting ',' delimiter")
            self._at += 1
            if mark == end:
                return
            if self._peek() == end:
                raise self._error("Illegal trailing comma")

    def _value(self) -> object:
        self._peek()
        try:
            value, self._at = self._decode(self._text, self._at)
        except json.JSONDecodeError:
            raise
        except (ValueError, RecursionError) as error:
            # a number of thousands of digits, or one that is not finite
            raise self._error(str(error)) from error
        found: object = value
        return found

    def _peek(self) -> str:
        """The next character that is no space; empty at the end."""
        space = _SPACE.match(self._text, self._at)
        self._at = space.end() if space else self._at
        return self._text[self._at : self._at + 1]

    def _line_number(self) -> int:
        self._line += self._text.count("\n", self._line_at, self._at)
        self._line_at = self._at
        return self._line

    def _error(self, what: str) -> json.JSONDecodeError:
        return json.JSONDecodeError(what, self._text, self._at)

    def _object(self, pairs: list[tuple[str, object]]) -> Object:
        value = dict(pairs)
        if len(value) < len(pairs):
            seen: set[str] = set()
            for name, _ in pairs:
                if name in seen and len(self._repeated) < _TOLD:
                    self._repeated.append(name)
                seen.add(name)
        return value


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError(f"the number {text[:20]} is too large")
    return number


def _refuse(text: str) -> object:
    raise ValueError(f"{text}, which is not a number")
