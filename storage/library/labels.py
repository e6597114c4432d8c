"""The present labels of a video, as people made them, and how the journal changes them."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Generic, NamedTuple, cast
from uuid import UUID

from sqlite_utils import Database

from storage.bounds import moment
from storage.library.database import rows
from storage.library.kinds.json_fields import decode
from storage.library.kinds.kind import L, LabelKind
from storage.library.kinds.registry import (
    ASSIGNMENT,
    BALL,
    BOX,
    CLIP,
    EVENT,
    EVENT_CLASS,
    KINDS,
    REEL,
)
from storage.library.label_format import split_key
from storage.records import (
    LIBRARY,
    Assignment,
    BallLabel,
    Box,
    Clip,
    Event,
    EventClass,
    Reel,
)


@dataclass(frozen=True, slots=True)
class Stored(Generic[L]):
    """A label with who made it, when (UTC, for display only) and the edit that did."""

    label: L
    author: str
    time: datetime
    edit: UUID


StoredBall = Stored[BallLabel]
StoredEvent = Stored[Event]
StoredAssignment = Stored[Assignment]


class LabelRow(NamedTuple):
    """What the present labels say under one key from now on; None: that there is no label."""

    key: str
    label: str | None  # as JSON
    author: str
    time: str  # ISO, UTC
    edit: bytes  # its uuid


_ORIGIN = "author, time, edit"
_VIDEO = "video = (select id from videos where fingerprint = :video)"


def ball_labels(
    db: Database, video: str, first: int = 0, stop: int | None = None
) -> dict[int, StoredBall]:
    """The ball labels of frames `[first, stop)` (None: to the end) by frame, in order."""
    return cast(dict[int, StoredBall], _in_range(db, BALL, video, first, stop))


def boxes(
    db: Database, video: str, first: int = 0, stop: int | None = None
) -> dict[UUID, Stored[Box]]:
    """The boxes of frames `[first, stop)` (None: to the end) by id, in order of their frames."""
    return cast(dict[UUID, Stored[Box]], _in_range(db, BOX, video, first, stop))


def events(db: Database, video: str) -> dict[UUID, StoredEvent]:
    """The events of the video by id, in time order."""
    return cast(dict[UUID, StoredEvent], labels_of_kind(db, EVENT, video))


def event_labels(db: Database, video: str, id: UUID) -> dict[UUID, StoredEvent]:
    """The event of that id, if it is there."""
    where = {"id": id.bytes}
    return cast(dict[UUID, StoredEvent], labels_of_kind(db, EVENT, video, "and id = :id", where))


def clips(db: Database, video: str) -> dict[UUID, Stored[Clip]]:
    """The clips of the video by id, in time order."""
    return cast(dict[UUID, Stored[Clip]], labels_of_kind(db, CLIP, video))


def assignments(db: Database, video: str) -> dict[UUID, StoredAssignment]:
    """Who has taken on which frames of the video, by id, in time order."""
    return cast(dict[UUID, StoredAssignment], labels_of_kind(db, ASSIGNMENT, video))


def event_classes(db: Database) -> dict[UUID, Stored[EventClass]]:
    """The classes of events of the library by id, in the order of their names."""
    return cast(dict[UUID, Stored[EventClass]], labels_of_kind(db, EVENT_CLASS, LIBRARY))


def reels(db: Database) -> dict[UUID, Stored[Reel]]:
    """The reels of the library by id, in the order of their names."""
    return cast(dict[UUID, Stored[Reel]], labels_of_kind(db, REEL, LIBRARY))


def labels_of_kind(
    db: Database,
    kind: LabelKind[L],
    video: str,
    where: str = "",
    parameters: Mapping[str, object] | None = None,
) -> dict[int | UUID, Stored[L]]:
    """The labels of one kind by frame or id; `video` is LIBRARY for what belongs to no video.

    `where` is SQL that narrows them down, beginning with "and".
    """
    columns = ", ".join(f'"{column}"' for column in kind.columns)
    labels = rows(
        db,
        f"""
        select {kind.place_column}, {columns}, {_ORIGIN}
          from {kind.table}
         where {_VIDEO} {where}
         order by {kind.order}
        """,
        {"video": video, **(parameters or {})},
    )
    return dict(_stored(kind, row) for row in labels)


@dataclass(frozen=True, slots=True)
class LabelsDigest:
    """A name for all that people have said of a video; the same edits give the same one."""

    digest: str  # SHA-256 in hex
    newest: datetime  # UTC, wall time of the newest label


def labels_digest(db: Database, video: str) -> LabelsDigest | None:
    """What people's labels of what is in the video come to; None if there are none."""
    tables = [kind.table for kind in KINDS.values() if kind.annotates and not kind.of_library]
    sql = " union all ".join(f"select edit, time from {name} where {_VIDEO}" for name in tables)
    edits = rows(db, sql, {"video": video})
    if not edits:
        return None
    digest = hashlib.sha256(b"".join(sorted(edit for edit, _ in edits))).hexdigest()
    newest = moment(max(datetime.fromisoformat(time) for _, time in edits))
    return LabelsDigest(digest, newest)


def apply_labels(db: Database, video: int, shown: Iterable[LabelRow]) -> None:
    """Make the present labels of `video` say what `shown`, one a key, says.

    Only for the journal, inside its transaction: labels change no other way. Kinds that this
    version does not know are in the journal only.
    """
    by_kind: dict[str, list[tuple[int | bytes, LabelRow]]] = {}
    for row in shown:
        name, id = split_key(row.key)
        by_kind.setdefault(name, []).append((id.bytes if isinstance(id, UUID) else id, row))
    for name, placed in by_kind.items():
        if name in KINDS:
            _apply_kind(db, video, KINDS[name], placed)


def apply_new_kinds(db: Database) -> None:
    """Fill the tables of kinds that this version of the program is the first one here to know.

    Their edits may have been in the journal for long, sent by newer versions of others.
    """
    filled_kinds = {name for (name,) in rows(db, "select name from known_kinds")}
    for name in sorted(KINDS.keys() - filled_kinds):
        for video, shown in _latest(db, name):
            apply_labels(db, video, shown)
        db.conn.execute("insert into known_kinds values (?)", [name])


def _latest(db: Database, kind: str) -> list[tuple[int, list[LabelRow]]]:
    """What is to be shown of one kind, video by video: for each key the leaf that counts."""
    leaves_by_key = rows(
        db,
        """
        select edits.video, key, after, author, time, edits.uuid
          from edits join gestures on gestures.id = edits.gesture
         where leaf = 1 and key >= :kind || '/' and key < :kind || '0'
         order by edits.video, key, depth desc, edits.uuid desc
        """,
        {"kind": kind},
    )
    first = [next(leaves) for _, leaves in groupby(leaves_by_key, key=lambda row: row[:2])]
    return [
        (video, [LabelRow(*row[1:]) for row in shown])
        for video, shown in groupby(first, key=lambda row: row[0])
    ]


def _apply_kind(
    db: Database, video: int, kind: LabelKind[Any], placed: Sequence[tuple[int | bytes, LabelRow]]
) -> None:
    gone: list[tuple[object, ...]] = []
    present: list[tuple[object, ...]] = []
    for place, (_, label, *origin) in placed:
        if label is None:
            gone.append((video, place))
        else:  # it was checked when it came into the journal
            present.append((video, place, *kind.row(decode(label)), *origin))
    db.conn.executemany(
        f"delete from {kind.table} where video = ? and {kind.place_column} = ?", gone
    )
    names = ["video", kind.place_column, *kind.columns, "author", "time", "edit"]
    columns = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join("?" * len(names))
    db.conn.executemany(
        f"insert or replace into {kind.table} ({columns}) values ({marks})", present
    )


def _in_range(
    db: Database, kind: LabelKind[L], video: str, first: int, stop: int | None
) -> dict[int | UUID, Stored[L]]:
    where = "and frame >= :first and (:stop is null or frame < :stop)"
    return labels_of_kind(db, kind, video, where, {"first": first, "stop": stop})


def _stored(kind: LabelKind[L], row: tuple[Any, ...]) -> tuple[int | UUID, Stored[L]]:
    place, *values, author, time, edit = row
    # libraries from before there were bounds may hold anything
    label = kind.bounded(kind.from_row(*values))
    stored = Stored(label, author, moment(datetime.fromisoformat(time)), UUID(bytes=edit))
    return UUID(bytes=place) if isinstance(place, bytes) else place, stored


def record_key(kind: LabelKind[Any], place: int | UUID) -> str:
    """The key of the record of that frame or id."""
    return f"{kind.name}/{place}"


def keys_at(db: Database, video: str, frame: int) -> list[str]:
    """The keys of the records that speak of a frame; of its ball, whether there is a label or not.

    The ball comes last.
    """
    keys = [
        record_key(kind, place)
        for kind in KINDS.values()
        if kind is not BALL and not kind.of_library
        for place, stored in labels_of_kind(db, kind, video).items()
        if frame in (kind.frames(stored.label) or ())
    ]
    return [*keys, record_key(BALL, frame)]
