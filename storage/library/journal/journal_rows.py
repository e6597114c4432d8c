"""The rows of the journal: appending gestures to it, and reading edits back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlite_utils import Database

from storage.bounds import MAX_PERSON, moment, name
from storage.library.database import rows
from storage.library.journal.heads import Head, Leaf, update_heads
from storage.library.label_format import edit_format, label_from_json, label_to_json
from storage.library.labels import LabelRow, apply_labels
from storage.library.videos import video_id
from storage.records import Edit, GestureKind, Label

_SELECT = """
    select edits.uuid, gestures.uuid, videos.fingerprint, edits.key, parent, before, after, format,
           author, time, devices.uuid, edits.sequence, others, kind
      from edits
      join gestures on gestures.id = edits.gesture
      join videos on videos.id = edits.video
      join devices on devices.id = edits.device
"""


@dataclass(frozen=True, slots=True)
class EditAuthor:
    """Who writes to which video's journal."""

    video: str  # fingerprint
    video_id: int
    device: str
    device_id: int
    author: str
    frames: int  # of the video


@dataclass(frozen=True, slots=True)
class PendingEdit:
    """One edit to be: from some leaves of a record key to a new label."""

    key: str
    head: Head  # as it is
    parents: tuple[Leaf, ...]  # those of its leaves that the edit follows
    after: Label | None

    @property
    def before(self) -> Label | None:
        """What the first of the parents says."""
        return self.parents[0].label if self.parents else None


def this_writer(db: Database, video: str, author: str) -> EditAuthor:
    """This device as writer to the journal of `video`; UserError if the video is gone.

    The author's name is cut to what fits on one line.
    """
    number = video_id(db, video)
    [(device_id, device, frames)] = rows(
        db,
        """
        select devices.id, devices.uuid, frames
          from this_device
          join devices on devices.id = this_device.device
          join videos on videos.id = :video
        """,
        {"video": number},
    )
    return EditAuthor(video, number, device, device_id, name(author, MAX_PERSON), frames)


def append_gesture(
    db: Database,
    writer: EditAuthor,
    kind: GestureKind,
    pending: Sequence[PendingEdit],
    time: datetime | None = None,
) -> list[Edit]:
    """Write one gesture, made at `time` or now, and the labels with it; nothing if none."""
    if not pending:
        return []
    gesture, now = uuid4(), moment(time or datetime.now(UTC))
    number = _insert_gesture(db, writer, gesture, kind, now)
    first = _next_sequence(db, writer, len(pending))
    written = [
        Edit(
            id=id,
            gesture=gesture,
            video=writer.video,
            key=step.key,
            parent=step.parents[0].edit if step.parents else None,
            before=step.before,
            after=step.after,
            author=writer.author,
            time=now,
            device=writer.device,
            sequence=sequence,
            others=tuple(leaf.edit for leaf in step.parents[1:]),
            kind=kind,
        )
        for sequence, (id, step) in enumerate(
            zip(_neighbours(len(pending)), pending, strict=True), first
        )
    ]
    labels = [None if edit.after is None else label_to_json(edit.after) for edit in written]
    _insert_edits(db, writer, number, pending, written, labels)
    _apply(db, writer, pending, written, labels)
    return written


def edits(db: Database, video: str, key: str | None = None) -> list[Edit]:
    """The history of the video, or of one record key in it, as it came to this library."""
    sql = f"""
        {_SELECT}
         where edits.video = (select id from videos where fingerprint = :video)
           {"" if key is None else "and key = :key"}
         order by edits.id
    """
    return [_edit(row) for row in rows(db, sql, {"video": video, "key": key})]


def contested_edits(db: Database, video: str) -> dict[str, list[Edit]]:
    """All edits of the record keys of the video that are in conflict, by key."""
    sql = f"""
        {_SELECT}
          join conflicts on conflicts.video = edits.video and conflicts.key = edits.key
         where edits.video = (select id from videos where fingerprint = :video)
         order by edits.id
    """
    by_key: dict[str, list[Edit]] = {}
    for row in rows(db, sql, {"video": video}):
        edit = _edit(row)
        by_key.setdefault(edit.key, []).append(edit)
    return by_key


def edits_of_gesture(db: Database, gesture: int, limit: int = -1) -> list[Edit]:
    """The edits of one gesture in their order, or the first `limit` of them."""
    sql = f"{_SELECT} where edits.gesture = :gesture order by edits.id limit :limit"
    return [_edit(row) for row in rows(db, sql, {"gesture": gesture, "limit": limit})]


def label_left_by(db: Database, edit: UUID) -> Label | None:
    """What an edit of this library left."""
    sql = "select key, after, format from edits where uuid = :uuid"
    [(key, after, format)] = rows(db, sql, {"uuid": edit.bytes})
    return _label(key, after, format)


def _apply(
    db: Database,
    writer: EditAuthor,
    pending: Sequence[PendingEdit],
    written: Sequence[Edit],
    labels: Sequence[str | None],
) -> None:
    """Update the labels; only keys with several leaves need all of them."""
    times = Counter(step.key for step in pending)
    contested = {step.key for step in pending if len(step.head.leaves) > 1 or times[step.key] > 1}
    apply_labels(
        db,
        writer.video_id,
        [
            LabelRow(edit.key, label, edit.author, edit.time.isoformat(), edit.id.bytes)
            for edit, label in zip(written, labels, strict=True)
            if edit.key not in contested
        ],
    )
    update_heads(db, writer.video_id, contested)


def _neighbours(number: int) -> list[UUID]:
    """`number` new ids with one random start, adjacent in their index.

    With independent random ids a large gesture would touch every page of a long journal.
    """
    start = uuid4().int >> 32 << 32  # 90 random bits stay
    return [UUID(int=start + offset) for offset in range(number)]


def _next_sequence(db: Database, writer: EditAuthor, count: int) -> int:
    """Take the next `count` numbers of this device and return the first of them.

    The counter is kept apart from the edits: removing a video must never free a number.
    """
    [(last,)] = rows(
        db,
        "update devices set sequence = sequence + :count where id = :id returning sequence",
        {"count": count, "id": writer.device_id},
    )
    return int(last) - count + 1


def _insert_gesture(
    db: Database, writer: EditAuthor, gesture: UUID, kind: GestureKind, time: datetime
) -> int | None:
    # an undo is undone by redo, not by undo: only edits lie on a stack
    stack = "undo" if kind == "edit" else None
    cursor = db.conn.execute(
        """
        insert into gestures (uuid, video, device, kind, author, time, stack)
        values (?, ?, ?, ?, ?, ?, ?)
        """,
        [
            gesture.bytes,
            writer.video_id,
            writer.device_id,
            kind,
            writer.author,
            time.isoformat(),
            stack,
        ],
    )
    return cursor.lastrowid


def _insert_edits(
    db: Database,
    writer: EditAuthor,
    gesture: int | None,
    pending: Sequence[PendingEdit],
    written: Sequence[Edit],
    labels: Sequence[str | None],
) -> None:
    followed = [(leaf.number,) for step in pending for leaf in step.parents]
    db.conn.executemany("update edits set leaf = 0 where id = ?", followed)
    db.conn.executemany(
        """
        insert into edits
            (uuid, gesture, video, key, parent, others, before, after, format, device, sequence,
             depth, leaf)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
        """,
        [
            (
                edit.id.bytes,
                gesture,
                writer.video_id,
                edit.key,
                None if edit.parent is None else edit.parent.bytes,
                b"".join(other.bytes for other in edit.others) or None,
                None if edit.before is None else label_to_json(edit.before),
                label,
                edit_format(edit.key, edit.before, edit.after),
                writer.device_id,
                edit.sequence,
                1 + max((leaf.depth for leaf in step.parents), default=0),
            )
            for step, edit, label in zip(pending, written, labels, strict=True)
        ],
    )


def _edit(row: tuple[Any, ...]) -> Edit:
    id, gesture, video, key, parent, before, after, format, author, time, device, *rest = row
    sequence, others, kind = rest
    return Edit(
        id=UUID(bytes=id),
        gesture=UUID(bytes=gesture),
        video=video,
        key=key,
        parent=None if parent is None else UUID(bytes=parent),
        before=_label(key, before, format),
        after=_label(key, after, format),
        author=author,
        time=moment(datetime.fromisoformat(time)),
        device=device,
        sequence=sequence,
        others=uuids(others),
        kind=kind,
    )


def uuids(data: bytes | None) -> tuple[UUID, ...]:
    """The ids concatenated in `data`, as in the column `others`."""
    return tuple(UUID(bytes=data[at : at + 16]) for at in range(0, len(data or b""), 16) if data)


def _label(key: str, text: str | None, format: int) -> Label | None:
    return None if text is None else label_from_json(key, text, format)
