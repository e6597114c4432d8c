"""The present labels of a video, as people made them, and how the journal changes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from sqlite_utils import Database

from storage.library.database import rows
from storage.library.label_format import Kind, split_key
from storage.records import BallLabel, Clip, Edit, Event, Review, Source, Visibility

L = TypeVar("L", BallLabel, Event, Clip)


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


def show_edits(db: Database, video: int, edits: Sequence[Edit]) -> None:
    """Make the present labels of `video` say what `edits`, one a key, say.

    For the journal alone, inside its transaction: labels change no other way.
    """
    for kind, table, column in _TABLES:
        gone, present = [], []
        for edit in edits:
            kind_of_edit, id = split_key(edit.key)
            if kind_of_edit != kind:
                continue
            place = id.bytes if isinstance(id, UUID) else id
            if edit.after is None:
                gone.append((video, place))
            else:
                present.append((video, place, *_values(edit.after), *_made(edit)))
        db.conn.executemany(f"delete from {table} where video = ? and {column} = ?", gone)
        if present:
            marks = ", ".join("?" * len(present[0]))
            db.conn.executemany(f"insert or replace into {table} values ({marks})", present)


_TABLES: tuple[tuple[Kind, str, str], ...] = (
    ("ball", "ball_labels", "frame"),
    ("event", "events", "id"),
    ("clip", "clips", "id"),
)


def _stored(label: L, author: str, time: str, edit: bytes) -> Stored[L]:
    return Stored(label, author, datetime.fromisoformat(time), UUID(bytes=edit))


def _values(label: BallLabel | Event | Clip) -> tuple[object, ...]:
    """The label's columns, in the order of its table."""
    if isinstance(label, BallLabel):
        return (
            int(label.visibility),
            None if label.x is None else float(label.x),
            None if label.y is None else float(label.y),
            int(label.source),
            int(label.review),
        )
    if isinstance(label, Event):
        confidence = float(label.confidence)
        return (int(label.frame), label.name, confidence, int(label.source), int(label.review))
    return (int(label.first), int(label.stop), label.name)


def _made(edit: Edit) -> tuple[object, ...]:
    return (edit.author, edit.time.isoformat(), edit.id.bytes)
