"""The rows of the journal: appending gestures to it, and reading edits back."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from sqlite_utils import Database

from storage.library.database import rows
from storage.library.label_format import FORMAT, label_from_json, label_to_json
from storage.library.labels import show_edits
from storage.library.videos import video_id
from storage.records import Edit, Label

GestureKind = Literal["edit", "undo", "redo"]

_SELECT = """
    select edits.uuid, gestures.uuid, videos.fingerprint, key, parent, before, after, format,
           author, time, devices.uuid, edits.sequence
      from edits
      join gestures on gestures.id = edits.gesture
      join videos on videos.id = edits.video
      join devices on devices.id = edits.device
"""


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes to which video's journal."""

    video: str  # fingerprint
    video_id: int
    device: str
    device_id: int
    author: str


@dataclass(frozen=True, slots=True)
class Head:
    """The last word on one record key: the edit that said it, and the label it left."""

    edit: UUID | None
    label: Label | None


def this_writer(db: Database, video: str, author: str) -> Writer:
    """This device as writer to the journal of `video`; UserError if the video is gone."""
    [(device_id, device)] = rows(
        db,
        "select id, uuid from devices where id = (select device from this_device)",
    )
    return Writer(video, video_id(db, video), device, device_id, author)


def heads(db: Database, writer: Writer, keys: Collection[str]) -> dict[str, Head]:
    """The head of each of `keys`, also of those nobody has written yet."""
    found = rows(
        db,
        """
        select wanted.value, edits.uuid, edits.after, edits.format
          from json_each(:keys) as wanted
          left join edits on edits.id = (
              select id
                from edits
               where video = :video and key = wanted.value
               order by id desc
               limit 1
          )
        """,
        {"keys": json.dumps(list(keys)), "video": writer.video_id},
    )
    return {
        key: Head(_uuid(edit), _label(key, after, format)) for key, edit, after, format in found
    }


def append_gesture(
    db: Database,
    writer: Writer,
    kind: GestureKind,
    changes: Mapping[str, tuple[Head, Label | None]],
) -> list[Edit]:
    """Write one gesture, from heads to new labels, and the labels with it; nothing if empty."""
    if not changes:
        return []
    gesture, now = uuid4(), datetime.now(UTC)
    number = _insert_gesture(db, writer, gesture, kind, now)
    first = _next_sequence(db, writer, len(changes))
    made = [
        Edit(
            id=id,
            gesture=gesture,
            video=writer.video,
            key=key,
            parent=head.edit,
            before=head.label,
            after=after,
            author=writer.author,
            time=now,
            device=writer.device,
            sequence=sequence,
        )
        for sequence, (id, (key, (head, after))) in enumerate(
            zip(_neighbours(len(changes)), changes.items(), strict=True), first
        )
    ]
    _insert_edits(db, writer, number, made)
    show_edits(db, writer.video_id, made)
    return made


def edits(db: Database, video: str, key: str | None = None) -> list[Edit]:
    """The history of the video, or of one record key in it, oldest first."""
    sql = f"""
        {_SELECT}
         where edits.video = (select id from videos where fingerprint = :video)
           {"" if key is None else "and key = :key"}
         order by edits.id
    """
    return [_edit(row) for row in rows(db, sql, {"video": video, "key": key})]


def steps(db: Database, gesture: int) -> dict[str, tuple[Label | None, Label | None]]:
    """What one gesture changed: before and after of every key, in the order of its edits."""
    found = rows(
        db,
        "select key, before, after, format from edits where gesture = :gesture order by id",
        {"gesture": gesture},
    )
    return {
        key: (_label(key, before, format), _label(key, after, format))
        for key, before, after, format in found
    }


def _neighbours(number: int) -> list[UUID]:
    """So many new ids, random together, side by side in their index.

    Each random by itself, those of a large gesture would touch every page of a long journal.
    """
    start = uuid4().int >> 32 << 32  # 90 random bits stay
    return [UUID(int=start + each) for each in range(number)]


def _next_sequence(db: Database, writer: Writer, count: int) -> int:
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
    db: Database, writer: Writer, gesture: UUID, kind: GestureKind, now: datetime
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
            now.isoformat(),
            stack,
        ],
    )
    return cursor.lastrowid


def _insert_edits(db: Database, writer: Writer, gesture: int | None, made: list[Edit]) -> None:
    db.conn.executemany(
        """
        insert into edits
            (uuid, gesture, video, key, parent, before, after, format, device, sequence)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            (
                edit.id.bytes,
                gesture,
                writer.video_id,
                edit.key,
                None if edit.parent is None else edit.parent.bytes,
                None if edit.before is None else label_to_json(edit.before),
                None if edit.after is None else label_to_json(edit.after),
                FORMAT,
                writer.device_id,
                edit.sequence,
            )
            for edit in made
        ],
    )


def _edit(row: tuple[Any, ...]) -> Edit:
    id, gesture, video, key, parent, before, after, format, author, time, device, sequence = row
    return Edit(
        id=UUID(bytes=id),
        gesture=UUID(bytes=gesture),
        video=video,
        key=key,
        parent=_uuid(parent),
        before=_label(key, before, format),
        after=_label(key, after, format),
        author=author,
        time=datetime.fromisoformat(time),
        device=device,
        sequence=sequence,
    )


def _uuid(data: bytes | None) -> UUID | None:
    return None if data is None else UUID(bytes=data)


def _label(key: str, text: str | None, format: int) -> Label | None:
    return None if text is None else label_from_json(key, text, format)
