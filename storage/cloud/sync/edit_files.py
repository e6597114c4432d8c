"""Edits of one device in one video as a file: JSON lines, named by their numbers and content.

The first line says what the file is, each other line is one edit. Files are untrusted, and
everything in them is checked. Equal labels get equal texts here, so that they can be compared.

A file names the first label format that can say all its edits, and programs that know only earlier
ones leave it where it is. Edits that an earlier one can say too lie in files of their own, so that
those programs go on understanding them. A new kind of label does not need a new format: edits of
kinds that this version does not know are kept and passed on as they came.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, get_args
from uuid import UUID

from storage.bounds import MAX_PERSON, moment, name
from storage.errors import UserError
from storage.library.journal.merging import EditRow, parents_of
from storage.library.label_format import (
    FORMAT,
    bounded_json,
    check_place,
    edit_format,
    label_from_fields,
    label_to_json,
    unknown_fields,
)
from storage.records import GestureKind, Label

VERSION = 1
MOST_BYTES = 16 << 20
MOST_EDITS = 4000  # that we write into one file
_READ_EDITS = 50_000  # that we read from one
_READ_PARENTS = 1000  # of one edit: a choice among very many devices
_LONGEST_LINE = {1: 1 << 16, 2: 1 << 20}  # by label format
_LAST = 1 << 62

_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_NUMBER = "[1-9][0-9]{0,18}"
_NAME = re.compile(f"edits/({_UUID})/({_NUMBER})-({_NUMBER})-([0-9a-f]{{64}})\\.jsonl")
_KINDS = frozenset(get_args(GestureKind))
_REFUSALS = (ValueError, TypeError, KeyError, RecursionError, OverflowError)
_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


class SyncFileError(Exception):
    """A file that this version cannot read as edits; the message says why, for people."""


class NewerFileError(SyncFileError):
    """A file that a newer version of Touchline has written."""


class DamagedFileError(SyncFileError):
    """A file that is not what its name promises: damaged where it lies, or on its way here."""


@dataclass(frozen=True, slots=True)
class EditFile:
    """What the name of a file says: whose edits, their first and last number, their SHA-256."""

    name: str  # counted from the folder of the video
    device: str
    first: int
    last: int
    digest: str


def parse_name(path: str) -> EditFile | None:
    """What `path`, counted from the folder of the video, says; None if it is not such a file's."""
    match = _NAME.fullmatch(path)
    return match and EditFile(path, match[1], int(match[2]), int(match[3]), match[4])


def encode(video: str, device: str, edits: Sequence[EditRow]) -> tuple[str, bytes]:
    """Name and bytes of the file of `edits`: one or more, of one format, by their numbers.

    The same edits give the same file on every machine.
    """
    head = {
        "touchline": "edits",
        "version": VERSION,
        "video": video,
        "device": device,
        "labels": max(edit.format for edit in edits),
        "edits": len(edits),
    }
    lines = [_encode(head), *(_line(edit) for edit in edits)]
    data = ("\n".join(lines) + "\n").encode()
    first, last = edits[0].sequence, edits[-1].sequence
    digest = hashlib.sha256(data).hexdigest()
    return f"edits/{device}/{first}-{last}-{digest}.jsonl", data


@dataclass(frozen=True, slots=True)
class DecodedFile:
    """The edits of a file that make sense, and for each of the others why it is left out."""

    edits: list[EditRow]
    refused: tuple[str, ...] = ()


def decode(file: EditFile, video: str, frames: int, data: bytes) -> DecodedFile:
    """The edits of a file, each of them checked by itself: one that is refused costs no other.

    `video` is the fingerprint, and `frames` the number of frames, of the video in whose folder it
    lies. Raises SyncFileError for what is not a file of edits at all.
    """
    if hashlib.sha256(data).hexdigest() != file.digest:
        raise DamagedFileError("Its content does not match its name.")
    try:
        first_line, *lines = data.decode().removesuffix("\n").split("\n")
        head = json.loads(first_line)
        _check_head(head, file, video, len(lines))
        format = head["labels"]
        longest = _LONGEST_LINE[format]
    except _REFUSALS as error:
        raise SyncFileError(f"It is not a file of edits: {str(error)[:200]}") from error
    reading = _Reading(file, video, frames, format)
    for fields in _parsed(lines, longest):
        reading.take(fields)
    return DecodedFile(reading.edits, tuple(reading.refused))


def _parsed(lines: Sequence[str], longest: int) -> Iterator[object]:
    """The JSON of each line, or the error for one that has none."""
    if max(map(len, lines), default=0) <= longest:
        try:
            # as one value: a call for each line would take most of the time
            values = json.loads(f"[{','.join(lines)}]")
        except (ValueError, RecursionError):
            values = []
        if len(values) == len(lines):
            yield from values
            return
    for line in lines:
        try:
            yield json.loads(line) if len(line) <= longest else ValueError("a line is too long")
        except (ValueError, RecursionError) as error:
            yield error


class _Reading:
    """Takes the edits of one file, one after the other."""

    def __init__(self, file: EditFile, video: str, frames: int, format: int) -> None:
        self.edits: list[EditRow] = []
        self.refused: list[str] = []
        self._file, self._video, self._frames, self._format = file, video, frames, format
        self._numbers: set[int] = set()

    def take(self, fields: Any) -> None:
        try:
            if isinstance(fields, Exception):
                raise fields
            edit = _edit(fields, self._video, self._frames, self._format)
            self._check_number(edit.sequence)
        except (*_REFUSALS, NewerFileError) as error:
            self.refused.append(str(error)[:200])
        else:
            self._numbers.add(edit.sequence)
            self.edits.append(edit)

    def _check_number(self, sequence: int) -> None:
        if not self._file.first <= sequence <= self._file.last or sequence in self._numbers:
            raise ValueError("its number does not match the name of the file")


def _line(edit: EditRow) -> str:
    """One edit; labels are JSON already."""
    fields: dict[str, object] = {
        "id": _text(edit.id),
        "sequence": edit.sequence,
        "gesture": _text(edit.gesture),
        "kind": edit.kind,
        "key": edit.key,
        "parents": [_text(parent) for parent in parents_of(edit.parent, edit.others)],
        "author": name(edit.author, MAX_PERSON),
        "time": _moment(edit.time),
    }
    before, after = (
        _bounded(edit.key, text, edit.format) or "null" for text in (edit.before, edit.after)
    )
    return f'{_encode(fields)[:-1]},"before":{before},"after":{after}}}'


def _bounded(key: str, text: str | None, format: int) -> str | None:
    """A label as everybody may read it; one that is not all read here stays as it is."""
    try:
        bounded = bounded_json(key, text, format)
    except (UserError, ValueError):
        return text
    if text is None or bounded is None or bounded == text:
        return text
    return bounded if json.loads(text).keys() <= json.loads(bounded).keys() else text


def _check_head(head: Any, file: EditFile, video: str, count: int) -> None:
    if head["touchline"] != "edits":
        raise ValueError("the first line does not describe a file of edits")
    if head["version"] > VERSION or head["labels"] > FORMAT:
        raise NewerFileError("It was written by a newer version of Touchline.")
    if (head["video"], head["device"]) != (video, file.device):
        raise ValueError("it belongs to another video or device")
    if head["edits"] != count or count > _READ_EDITS:
        raise ValueError(f"{count} edits where {head['edits']} were expected")
    if not file.first <= file.last <= _LAST:
        raise ValueError("the numbers in its name make no sense")


def _edit(fields: dict[str, Any], video: str, frames: int, format: int) -> EditRow:
    key, kind, author, time = fields["key"], fields["kind"], fields["author"], fields["time"]
    if kind not in _KINDS or type(fields["sequence"]) is not int:
        raise ValueError(f"an unknown kind of gesture: {kind!r}")
    if type(author) is not str or len(author) > MAX_PERSON or not author.isprintable():
        raise ValueError("an invalid author name")
    named = fields["parents"]
    if type(named) is not list or len(named) > _READ_PARENTS:
        raise ValueError("an invalid list of parents")
    parents = [_bytes(parent) for parent in named]
    before = _label(key, fields["before"], format)
    after = _label(key, fields["after"], format)
    for label in (before, after):
        check_place(key, label, video, frames)
    return EditRow(
        id=_bytes(fields["id"]),
        gesture=_bytes(fields["gesture"]),
        kind=kind,
        key=key,
        parent=parents[0] if parents else None,
        others=b"".join(parents[1:]) or None,
        before=None if before is None else label_to_json(before),
        after=None if after is None else label_to_json(after),
        author=author,
        time=_moment(time),
        sequence=fields["sequence"],
        format=edit_format(key, before, after),
    )


def _label(key: str, fields: object, format: int) -> Label | None:
    """A label, read in full: a field that this version does not know is not lost quietly."""
    if fields is None:
        return None
    label = label_from_fields(key, fields)
    if format > 1 and isinstance(fields, dict) and unknown_fields(key, fields):
        raise NewerFileError("It was written by a newer version of Touchline.")
    return label


@lru_cache(maxsize=256)  # the edits of a gesture share it
def _moment(time: str) -> str:
    """A wall time in UTC and within bounds: earlier versions refuse files with others."""
    read = datetime.fromisoformat(time)
    if read.tzinfo is None:
        raise ValueError(f"{time!r} is not a time")
    return moment(read).isoformat()


def _bytes(id: str) -> bytes:
    data = bytes.fromhex(str(id).replace("-", ""))
    if len(data) != 16:
        raise ValueError(f"{id!r} is not an id")
    return data


def _text(id: bytes) -> str:
    return str(UUID(bytes=id))
