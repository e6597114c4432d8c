"""Edits of one device in one video as a file: JSON lines, named by their numbers and content.

The first line says what the file is, each other line is one edit. Files come from strangers, and
everything in them is checked. Equal labels get equal texts here, so that they can be compared.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, get_args
from uuid import UUID

from storage.library.journal.journal_rows import LONGEST_AUTHOR
from storage.library.journal.merging import Received, parents_of
from storage.library.label_format import FORMAT, label_from_fields, label_to_json, last_frame
from storage.records import BallLabel, GestureKind

VERSION = 1
MOST_BYTES = 16 << 20
MOST_EDITS = 4000  # that we write into one file
_READ_EDITS = 50_000  # that we read from one
_READ_PARENTS = 1000  # of one edit: a choice among very many devices
_LONGEST_LINE = 1 << 16
_LAST = 1 << 62

_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_NUMBER = "[1-9][0-9]{0,18}"
_NAME = re.compile(f"edits/({_UUID})/({_NUMBER})-({_NUMBER})-([0-9a-f]{{64}})\\.jsonl")
_KINDS = frozenset(get_args(GestureKind))
_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


class Unreadable(Exception):
    """A file that is no file of edits of this version; the message says why, for people."""


class Newer(Unreadable):
    """A file that a newer version of Touchline has written."""


class Broken(Unreadable):
    """A file that is not what its name promises: damaged where it lies, or on its way here."""


@dataclass(frozen=True, slots=True)
class EditFile:
    """What the name of a file says: whose edits, their first and last number, their SHA-256."""

    name: str  # counted from the folder of the video
    device: str
    first: int
    last: int
    digest: str


def parse_name(name: str) -> EditFile | None:
    """What `name`, counted from the folder of the video, says; None if it is not such a file's."""
    match = _NAME.fullmatch(name)
    return match and EditFile(name, match[1], int(match[2]), int(match[3]), match[4])


def encode(video: str, device: str, edits: Sequence[Received]) -> tuple[str, bytes]:
    """Name and bytes of the file of `edits`, one or more in the order of their numbers.

    The same edits give the same file on every machine.
    """
    head = {
        "touchline": "edits",
        "version": VERSION,
        "video": video,
        "device": device,
        "labels": FORMAT,
        "edits": len(edits),
    }
    lines = [_encode(head), *(_line(edit) for edit in edits)]
    data = ("\n".join(lines) + "\n").encode()
    first, last = edits[0].sequence, edits[-1].sequence
    digest = hashlib.sha256(data).hexdigest()
    return f"edits/{device}/{first}-{last}-{digest}.jsonl", data


def decode(file: EditFile, video: str, frames: int, data: bytes) -> list[Received]:
    """The edits of a file, all of them checked. Raises Unreadable.

    `video` is the fingerprint, and `frames` the number of frames, of the video in whose folder it
    lies.
    """
    if hashlib.sha256(data).hexdigest() != file.digest:
        raise Broken("Its content is not what its name promises.")
    try:
        head, *lines = data.decode().removesuffix("\n").split("\n")
        _check_head(json.loads(head), file, video, len(lines))
        if max(map(len, lines)) > _LONGEST_LINE:
            raise ValueError("a line without end")
        # as one value: a call for each line would take most of the time
        edits = [_edit(fields, frames) for fields in json.loads(f"[{','.join(lines)}]")]
        _check_numbers(file, edits, len(lines))
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError) as error:
        raise Unreadable(f"It holds what is no edit: {str(error)[:200]}") from error
    return edits


def _line(edit: Received) -> str:
    """One edit; labels are JSON already."""
    fields: dict[str, object] = {
        "id": _text(edit.id),
        "sequence": edit.sequence,
        "gesture": _text(edit.gesture),
        "kind": edit.kind,
        "key": edit.key,
        "parents": [_text(parent) for parent in parents_of(edit.parent, edit.others)],
        "author": edit.author,
        "time": edit.time,
    }
    before, after = edit.before or "null", edit.after or "null"
    return f'{_encode(fields)[:-1]},"before":{before},"after":{after}}}'


def _check_head(head: Any, file: EditFile, video: str, count: int) -> None:
    if head["touchline"] != "edits":
        raise ValueError("the first line is not that of a file of edits")
    if head["version"] > VERSION or head["labels"] > FORMAT:
        raise Newer("A newer version of Touchline has written it.")
    if (head["video"], head["device"]) != (video, file.device):
        raise ValueError("it belongs to another video or device")
    if head["edits"] != count or count > _READ_EDITS:
        raise ValueError(f"{count} edits, where {head['edits']} are promised")


def _check_numbers(file: EditFile, edits: Iterable[Received], count: int) -> None:
    numbers = [edit.sequence for edit in edits]
    if len(numbers) != count:
        raise ValueError(f"{len(numbers)} edits in {count} lines")
    if numbers != sorted(set(numbers)) or not numbers:
        raise ValueError("the edits are not counted in their order")
    if (numbers[0], numbers[-1]) != (file.first, file.last) or numbers[-1] > _LAST:
        raise ValueError("the numbers are not those of the name")


def _edit(fields: dict[str, Any], frames: int) -> Received:
    key, kind, author, time = fields["key"], fields["kind"], fields["author"], fields["time"]
    if kind not in _KINDS or type(fields["sequence"]) is not int:
        raise ValueError(f"a gesture of kind {kind!r}")
    if type(author) is not str or len(author) > LONGEST_AUTHOR or not author.isprintable():
        raise ValueError("an author without a proper name")
    if last_frame(key, None) >= frames:
        raise ValueError(f"{key} is not in a video of {frames} frames")
    named = fields["parents"]
    if type(named) is not list or len(named) > _READ_PARENTS:
        raise ValueError("parents that cannot be counted")
    parents = [_bytes(parent) for parent in named]
    return Received(
        id=_bytes(fields["id"]),
        gesture=_bytes(fields["gesture"]),
        kind=kind,
        key=key,
        parent=parents[0] if parents else None,
        others=b"".join(parents[1:]) or None,
        before=_canonical(key, fields["before"], frames),
        after=_canonical(key, fields["after"], frames),
        author=author,
        time=_moment(time),
        sequence=fields["sequence"],
    )


def _canonical(key: str, fields: object, frames: int) -> str | None:
    """The text of a label as this library writes it, so that equal labels are equal texts."""
    if fields is None:
        return None
    label = label_from_fields(key, fields)
    if not isinstance(label, BallLabel) and last_frame(key, label) >= frames:
        raise ValueError(f"{key} is not in a video of {frames} frames")
    return label_to_json(label)


@lru_cache(maxsize=256)  # the edits of a gesture share it
def _moment(time: str) -> str:
    """A wall time in UTC. The years are those that every calendar on a screen can show."""
    moment = datetime.fromisoformat(time)
    if moment.tzinfo is None or not 1971 < moment.year < 9000:
        raise ValueError(f"{time!r} is no moment")
    return moment.astimezone(UTC).isoformat()


def _bytes(id: str) -> bytes:
    data = bytes.fromhex(str(id).replace("-", ""))
    if len(data) != 16:
        raise ValueError(f"{id!r} is no id")
    return data


def _text(id: bytes) -> str:
    return str(UUID(bytes=id))
