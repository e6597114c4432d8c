"""Edits of other devices come into the journal; the labels follow.

The state depends only on the set of edits, not on the order or the pieces in which they came.
What this costs depends on what is new, not on how long the journal is: only keys whose edits come
out of order, a child before its parent, are rebuilt as a whole.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlite_utils import Database

from storage.errors import UserError
from storage.library.database import rows, writing
from storage.library.journal.heads import update_heads
from storage.library.journal.revision_tree import places
from storage.library.label_format import FORMAT, bounded_json
from storage.library.videos import video_id
from storage.records import GestureKind

_AT_ONCE = 500  # values in one query


class EditRow(NamedTuple):
    """An edit as it is stored: uuids as bytes, labels as their JSON.

    Who makes one has checked it: labels make sense, and equal labels have equal texts. The labels
    of kinds that this version does not know are as they came.
    """

    id: bytes
    gesture: bytes
    kind: GestureKind
    key: str
    parent: bytes | None
    others: bytes | None  # end to end
    before: str | None
    after: str | None
    author: str
    time: str  # ISO, with its zone
    sequence: int
    format: int = 1  # the first journal format that can say it


class DeviceEdits(NamedTuple):
    """Edits that one device made, as they came in one piece."""

    device: str
    edits: Sequence[EditRow]


@dataclass(frozen=True, slots=True)
class MergeResult:
    """What became of the edits of one piece."""

    new: int
    tampered: int  # known with another content: changed after they were made, or made up


def merge_edits(db: Database, video: str, pieces: Iterable[DeviceEdits]) -> list[MergeResult]:
    """Take in edits of a video, and tell of each piece what became of it.

    In one transaction, in which the labels follow once at the end: what a chain costs that comes
    piece by piece, children first, does not grow with its square. Edits that are known with
    another content are left out. UserError if the video is gone.
    """
    with writing(db):
        number = video_id(db, video)
        results, changed, out_of_order = [], dict[str, None](), set[str]()
        for device, edits in pieces:
            fresh, tampered = _fresh(db, edits)
            if fresh:
                growth = _grown(db, number, fresh)
                _insert(db, number, device, fresh, growth)
                changed |= dict.fromkeys(edit.key for edit in fresh.values())
                out_of_order |= growth.out_of_order
            results.append(MergeResult(len(fresh), tampered))
        _rebuild_trees(db, number, out_of_order)
        update_heads(db, number, changed)
        return results


@dataclass(frozen=True, slots=True)
class _Growth:
    """How new edits change the trees that they grow on."""

    depths: dict[bytes, int] = field(default_factory=dict)  # of the new edits
    with_children: set[bytes] = field(default_factory=set)  # new edits with children among them
    superseded: list[int] = field(default_factory=list)  # rows that are not leaves any more
    missing_parents: list[tuple[bytes, bytes]] = field(default_factory=list)  # parent, child
    arrived_parents: list[bytes] = field(default_factory=list)  # parents that were missing
    out_of_order: set[str] = field(default_factory=set)  # keys whose trees must be rebuilt


def _fresh(db: Database, edits: Sequence[EditRow]) -> tuple[dict[bytes, EditRow], int]:
    """The edits that are not in the library yet, by id, and how many claim the id of another."""
    sql = "select uuid, key, parent, others, after from edits where uuid in ({})"
    contents = {uuid: content for uuid, *content in _in(db, sql, [edit.id for edit in edits])}
    fresh: dict[bytes, EditRow] = {}
    tampered = 0
    for edit in edits:
        content = [edit.key, edit.parent, edit.others, edit.after]
        if contents.setdefault(edit.id, content) is content:
            fresh[edit.id] = edit
        elif contents[edit.id] != content and _within_bounds(contents[edit.id]) != content:
            tampered += 1
    return fresh, tampered


def _within_bounds(content: list[Any]) -> list[Any]:
    """The same as it travels: older libraries hold labels outside of the bounds."""
    key, *parents, after = content
    try:
        return [key, *parents, bounded_json(key, after, FORMAT)]
    except (UserError, ValueError):
        return content


def _grown(db: Database, video: int, fresh: dict[bytes, EditRow]) -> _Growth:
    """Where the new edits lie, as long as their parents come before them."""
    growth = _Growth()
    parents = _known_parents(db, video, fresh)
    sql = "select distinct parent from missing_parents where parent in ({})"
    growth.arrived_parents.extend(parent for (parent,) in _in(db, sql, fresh))
    growth.out_of_order.update(fresh[parent].key for parent in growth.arrived_parents)
    for edit in fresh.values():
        depth = 0
        for parent in parents_of(edit.parent, edit.others):
            if parent in parents:
                key, row, below = parents[parent]
                if key == edit.key:  # an honest client never names a parent under another key
                    depth = max(depth, below)
                    growth.superseded.append(row)
            elif parent in growth.depths and fresh[parent].key == edit.key:
                depth = max(depth, growth.depths[parent])
                growth.with_children.add(parent)
            elif parent in fresh:
                growth.out_of_order.add(edit.key)
            else:
                growth.missing_parents.append((parent, edit.id))
        growth.depths[edit.id] = depth + 1
    return growth


def _known_parents(
    db: Database, video: int, fresh: dict[bytes, EditRow]
) -> dict[bytes, tuple[str, int, int]]:
    """Key, row and depth of the parents that the library has."""
    named = {
        parent
        for edit in fresh.values()
        for parent in parents_of(edit.parent, edit.others)
        if parent not in fresh
    }
    sql = f"select uuid, key, id, depth from edits where +video = {video} and uuid in ({{}})"
    return {uuid: (key, number, depth) for uuid, key, number, depth in _in(db, sql, named)}


def parents_of(parent: bytes | None, others: bytes | None) -> list[bytes]:
    """All parents of an edit, from its two columns."""
    first = [] if parent is None else [parent]
    if others is None:
        return first
    return [*first, *(others[at : at + 16] for at in range(0, len(others), 16))]


def _insert(
    db: Database, video: int, uuid: str, fresh: dict[bytes, EditRow], growth: _Growth
) -> None:
    device = _device_number(db, uuid)
    gestures = _gesture_numbers(db, video, device, uuid, fresh)
    db.conn.executemany(
        "update edits set leaf = 0 where id = ?", [(row,) for row in growth.superseded]
    )
    db.conn.executemany(
        """
        insert into edits
            (uuid, gesture, video, key, parent, others, before, after, format, device, sequence,
             depth, leaf)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            (
                edit.id,
                gestures[edit.gesture],
                video,
                edit.key,
                edit.parent,
                edit.others,
                edit.before,
                edit.after,
                edit.format,
                device,
                edit.sequence,
                growth.depths[edit.id],
                edit.id not in growth.with_children,
            )
            for edit in fresh.values()
        ),
    )
    db.conn.executemany(
        "insert or ignore into missing_parents values (?, ?)", growth.missing_parents
    )
    db.conn.executemany(
        "delete from missing_parents where parent = ?", [(uuid,) for uuid in growth.arrived_parents]
    )


def _gesture_numbers(
    db: Database, video: int, device: int, uuid: str, fresh: dict[bytes, EditRow]
) -> dict[bytes, int]:
    """The rows of the gestures, made where they are new: pieces of one may come one by one.

    A gesture belongs to its device and video: what others say to be a part of it becomes a gesture
    of theirs.
    """
    gestures_by_id = {edit.gesture: edit for edit in fresh.values()}
    names = {gesture: gesture for gesture in gestures_by_id}
    numbers: dict[bytes, int] = {}
    while names:
        db.conn.executemany(
            """
            insert or ignore into gestures (uuid, video, device, kind, author, time)
            values (?, ?, ?, ?, ?, ?)
            """,
            [
                (name, video, device, edit.kind, edit.author, edit.time)
                for name, edit in ((names[id], gestures_by_id[id]) for id in names)
            ],
        )
        sql = f"""
            select uuid, id from gestures
             where +video = {video} and +device = {device} and uuid in ({{}})
        """
        rows_by_name = dict(_in(db, sql, names.values()))
        numbers |= {id: rows_by_name[name] for id, name in names.items() if name in rows_by_name}
        names = {
            id: hashlib.sha256(name + uuid.encode()).digest()[:16]
            for id, name in names.items()
            if name not in rows_by_name
        }
    return numbers


def _device_number(db: Database, device: str) -> int:
    db.conn.execute("insert or ignore into devices (uuid) values (?)", [device])
    [(number,)] = rows(db, "select id from devices where uuid = :device", {"device": device})
    return int(number)


def _rebuild_trees(db: Database, video: int, keys: Collection[str]) -> None:
    """Find depths and leaves of whole trees: a parent came after its child."""
    sql = """
        select uuid, parent, others, depth, leaf from edits where video = :video and key = :key
    """
    changed = []
    for key in keys:
        edits = rows(db, sql, {"video": video, "key": key})
        tree = places({uuid: parents_of(parent, others) for uuid, parent, others, *_ in edits})
        changed += [
            (tree[uuid].depth, tree[uuid].leaf, uuid)
            for uuid, *_, depth, leaf in edits
            if (depth, leaf) != (tree[uuid].depth, tree[uuid].leaf)
        ]
    db.conn.executemany("update edits set depth = ?, leaf = ? where uuid = ?", changed)


def _in(db: Database, sql: str, values: Collection[bytes]) -> Iterator[tuple[Any, ...]]:
    """Rows of `sql`, which has `{}` where a list of values goes, for all `values`."""
    listed = list(values)
    for start in range(0, len(listed), _AT_ONCE):
        batch = listed[start : start + _AT_ONCE]
        yield from db.conn.execute(sql.format(", ".join("?" * len(batch))), batch).fetchall()
