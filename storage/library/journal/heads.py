"""The last words on each record key: the leaves of its tree of edits, and which one is shown.

Two leaves that say different things are a conflict. Both are kept; the one with the longest chain
behind it is shown, of equally long ones that with the greatest uuid. No clock decides anything.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlite_utils import Database

from storage.library.database import rows
from storage.library.label_format import label_from_json
from storage.library.labels import LabelRow, apply_labels
from storage.records import Label

_KEYS_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Leaf:
    """An edit that no other edit has as its parent."""

    number: int  # its row in this library
    edit: UUID
    label: Label | None  # what it left
    depth: int
    device: int


@dataclass(frozen=True, slots=True)
class Head:
    """What stands under one record key: its leaves, the shown one first; none: never written."""

    leaves: tuple[Leaf, ...] = ()

    @property
    def edit(self) -> UUID | None:
        """The edit that is shown."""
        return self.leaves[0].edit if self.leaves else None

    @property
    def label(self) -> Label | None:
        """What is shown."""
        return self.leaves[0].label if self.leaves else None

    @property
    def agreeing(self) -> tuple[Leaf, ...]:
        """The leaves that say what is shown."""
        return tuple(leaf for leaf in self.leaves if leaf.label == self.label)


_UNWRITTEN = Head()


def heads(db: Database, video: int, keys: Collection[str]) -> dict[str, Head]:
    """The head of each of `keys` of the video of that number, in their order."""
    leaves = dict(_leaves(db, video, keys, "format, edits.id, edits.uuid, depth, edits.device"))
    return {
        key: Head(tuple(_leaf(key, *leaf) for leaf in leaves[key])) if key in leaves else _UNWRITTEN
        for key in keys
    }


def update_heads(db: Database, video: int, keys: Collection[str]) -> None:
    """Make labels and the list of conflicts say what the edits of `keys` lead to.

    Only for the journal, inside its transaction.
    """
    shown: list[LabelRow] = []
    clear: list[tuple[int, str]] = []
    contested: list[tuple[int, str]] = []
    for key, leaves in _leaves(db, video, keys, "author, time, edits.uuid"):
        shown.append(LabelRow(key, *leaves[0]))
        agree = len(leaves) == 1 or len({leaf[0] for leaf in leaves}) == 1
        (clear if agree else contested).append((video, key))
    apply_labels(db, video, shown)
    if rows(db, "select 1 from conflicts where video = :video limit 1", {"video": video}):
        db.conn.executemany("delete from conflicts where video = ? and key = ?", clear)
    db.conn.executemany("insert or ignore into conflicts (video, key) values (?, ?)", contested)


def _leaves(
    db: Database, video: int, keys: Collection[str], columns: str
) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """Each written key with its leaves, the shown one first: label as JSON, then `columns`."""
    key_list = list(keys)
    for start in range(0, len(key_list), _KEYS_AT_ONCE):
        leaf_rows = rows(
            db,
            f"""
            select edits.key, after, {columns}
              from json_each(:keys) as list
              cross join edits on edits.video = :video and edits.key = list.value
                              and edits.leaf = 1
              join gestures on gestures.id = edits.gesture
             order by list.id, depth desc, edits.uuid desc
            """,
            {"keys": json.dumps(key_list[start : start + _KEYS_AT_ONCE]), "video": video},
        )
        for key, leaves in groupby(leaf_rows, key=lambda row: row[0]):
            yield key, [leaf[1:] for leaf in leaves]


def _leaf(
    key: str, after: str | None, format: int, number: int, uuid: bytes, depth: int, device: int
) -> Leaf:
    label = None if after is None else label_from_json(key, after, format)
    return Leaf(number, UUID(bytes=uuid), label, depth, device)
