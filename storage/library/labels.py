"""The present labels of a video, as people made them, and how the journal changes them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

from sqlite_utils import Database

from storage.library.database import rows
from storage.library.label_format import Kind, columns_from_json, split_key
from storage.records import (
    Assignment,
    BallLabel,
    Clip,
    Event,
    Review,
    Source,
    Visibility,
)

L = TypeVar("L", BallLabel, Event, Clip, Assignment)


@dataclass(frozen=True, slots=True)
class Stored(Generic[L]):
    """A label with who made it, when (UTC, for display only) and the edit that did."""

    label: L
    author: str
    time: datetime
    edit: UUID


StoredBall = Stored[BallLabel]
StoredEvent = Stored[Event]
StoredClip = Stored[Clip]
StoredAssignment = Stored[Assignment]


class Shown(NamedTuple):
    """What the present labels say under one key from now on; None: that there is no label."""

    key: str
    label: str | None  # as JSON
    author: str
    time: str  # ISO, UTC
    edit: bytes  # its uuid


_MADE = "author, time, edit"
_VIDEO = "video = (select id from videos where fingerprint = :video)"


def ball_labels(
    db: Database, video: str, first: int = 0, stop: int | None = None
) -> dict[int, StoredBall]:
    """The ball labels of frames `[first, stop)` (None: to the end) by frame, in order."""
    found = rows(
        db,
        f"""
        select frame, visibility, x, y, source, review, {_MADE}
          from ball_labels
         where {_VIDEO} and frame >= :first and (:stop is null or frame < :stop)
         order by frame
        """,
        {"video": video, "first": first, "stop": stop},
    )
    return {
        frame: _stored(
            BallLabel(Visibility(visibility), x, y, Source(source), Review(review)), *made
        )
        for frame, visibility, x, y, source, review, *made in found
    }


def events(db: Database, video: str) -> dict[UUID, StoredEvent]:
    """The events of the video by id, in time order."""
    found = rows(
        db,
        f"""
        select id, frame, name, confidence, source, review, {_MADE}
          from events
         where {_VIDEO}
         order by frame, id
        """,
        {"video": video},
    )
    return {
        UUID(bytes=id): _stored(
            Event(frame, name, confidence, Source(source), Review(review)), *made
        )
        for id, frame, name, confidence, source, review, *made in found
    }


def clips(db: Database, video: str) -> dict[UUID, StoredClip]:
    """The clips of the video by id, in time order."""
    found = rows(
        db,
        f"select id, first, stop, name, {_MADE} from clips where {_VIDEO} order by first, id",
        {"video": video},
    )
    return {
        UUID(bytes=id): _stored(Clip(first, stop, name), *made)
        for id, first, stop, name, *made in found
    }


def assignments(db: Database, video: str) -> dict[UUID, StoredAssignment]:
    """Who has taken on which frames of the video, by id, in time order."""
    found = rows(
        db,
        f"""
        select id, first, stop, person, {_MADE}
          from assignments
         where {_VIDEO}
         order by first, id
        """,
        {"video": video},
    )
    return {
        UUID(bytes=id): _stored(Assignment(first, stop, person), *made)
        for id, first, stop, person, *made in found
    }


@dataclass(frozen=True, slots=True)
class LabelsDigest:
    """A name for all that people have said of a video; the same edits give the same one."""

    digest: str  # SHA-256 in hex
    newest: datetime  # UTC, wall time of the newest label


def labels_digest(db: Database, video: str) -> LabelsDigest | None:
    """What people's balls, events and clips in the video come to; None if there are none."""
    tables = ("ball_labels", "events", "clips")
    sql = " union all ".join(f"select edit, time from {name} where {_VIDEO}" for name in tables)
    found = rows(db, sql, {"video": video})
    if not found:
        return None
    digest = hashlib.sha256(b"".join(sorted(edit for edit, _ in found))).hexdigest()
    newest = max(datetime.fromisoformat(time) for _, time in found)
    return LabelsDigest(digest, newest)


def show(db: Database, video: int, shown: Sequence[Shown]) -> None:
    """Make the present labels of `video` say what `shown`, one a key, says.

    For the journal alone, inside its transaction: labels change no other way.
    """
    sorted_by_kind: dict[Kind, list[tuple[int | bytes, Shown]]] = {}
    for each in shown:
        kind, id = split_key(each.key)
        place = id.bytes if isinstance(id, UUID) else id
        sorted_by_kind.setdefault(kind, []).append((place, each))
    for kind, placed in sorted_by_kind.items():
        _show_kind(db, video, kind, placed)


def _show_kind(
    db: Database, video: int, kind: Kind, placed: list[tuple[int | bytes, Shown]]
) -> None:
    table, column = _TABLES[kind]
    gone: list[tuple[object, ...]] = []
    present: list[tuple[object, ...]] = []
    for place, (_, label, *made) in placed:
        if label is None:
            gone.append((video, place))
        else:
            present.append((video, place, *columns_from_json(kind, label), *made))
    db.conn.executemany(f"delete from {table} where video = ? and {column} = ?", gone)
    if present:
        marks = ", ".join("?" * len(present[0]))
        db.conn.executemany(f"insert or replace into {table} values ({marks})", present)


_TABLES: dict[Kind, tuple[str, str]] = {
    "ball": ("ball_labels", "frame"),
    "event": ("events", "id"),
    "clip": ("clips", "id"),
    "assignment": ("assignments", "id"),
}


def _stored(label: L, author: str, time: str, edit: bytes) -> Stored[L]:
    return Stored(label, author, datetime.fromisoformat(time), UUID(bytes=edit))
