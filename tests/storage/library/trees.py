"""Edits of several devices for tests: single ones, random trees of them, and what they lead to."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from hypothesis import strategies as st
from sqlite_utils import Database

from storage.library.database import rows
from storage.library.journal.conflicts import conflicts
from storage.library.journal.merging import DeviceEdits, EditRow, MergeResult, merge_edits
from storage.library.label_format import label_to_json
from storage.library.migrations import migrations
from storage.library.videos import put_video
from storage.records import Label, ball_key
from tests.storage.library.builders import VIDEO, ball, present, video

TIME = "2026-01-02T03:04:05+00:00"


def received(
    id: int,
    parents: Sequence[int] = (),
    after: Label | None = None,
    key: str = "ball/1",
    author: str = "bob",
    gesture: int | None = None,
    sequence: int = 0,
) -> EditRow:
    """An edit of another device; ids are small numbers."""
    named = [UUID(int=parent).bytes for parent in parents]
    return EditRow(
        id=UUID(int=id).bytes,
        gesture=UUID(int=gesture or id).bytes,
        kind="edit",
        key=key,
        parent=named[0] if named else None,
        others=b"".join(named[1:]) or None,
        before=None,
        after=None if after is None else label_to_json(after),
        author=author,
        time=TIME,
        sequence=sequence or id,
    )


@dataclass(frozen=True)
class Delivery:
    """The same edits in two orders, each cut into pieces, some of them delivered twice."""

    first: list[list[EditRow]]
    second: list[list[EditRow]]


@st.composite
def deliveries(draw: st.DrawFn, *, complete: bool = True) -> Delivery:
    """Random trees under three keys; without `complete` some parents never come."""
    count = draw(st.integers(1, 12))
    edits = [draw(_edits(id)) for id in range(1, count + 1)]
    if not complete:
        edits = draw(st.lists(st.sampled_from(edits), unique=True))
    return Delivery(draw(_pieces(edits)), draw(_pieces(edits)))


# strategies are kept: hypothesis looks long at each new one
_LABELS = st.none() | st.sampled_from([ball(1), ball(2), ball(3)])


@cache
def _edits(id: int) -> st.SearchStrategy[EditRow]:
    def edit(parents: list[int], label: Label | None) -> EditRow:
        return received(id, list(dict.fromkeys(parents)), label, ball_key(id % 3))

    return st.builds(edit, _parents(id), _LABELS)


def _parents(id: int) -> st.SearchStrategy[list[int]]:
    # parents of other keys, later ones and the edit itself: what no honest device names
    honest = [earlier for earlier in range(1, id) if earlier % 3 == id % 3]
    anything = st.integers(1, 14)
    named = st.sampled_from(honest) | anything if honest else anything
    likely = st.lists(st.sampled_from(honest), max_size=2) if honest else st.just([])
    return likely | st.lists(named, max_size=3)


@st.composite
def _pieces(draw: st.DrawFn, edits: list[EditRow]) -> list[list[EditRow]]:
    twice = draw(st.lists(st.sampled_from(edits), max_size=4)) if edits else []
    order = draw(st.permutations([*edits, *twice]))
    cuts = sorted(draw(st.lists(st.integers(0, len(order)), max_size=4)))
    return [order[first:stop] for first, stop in zip([0, *cuts], [*cuts, len(order)], strict=True)]


@cache
def _template() -> Database:
    db = Database(memory=True)
    migrations.apply(db)
    put_video(db, video())
    db.execute("insert into devices (id, uuid) values (1, 'mine')")
    db.execute("insert into this_device values (1, 1)")
    db.conn.commit()
    return db


@contextmanager
def new_library() -> Iterator[Database]:
    """An empty library in memory that knows VIDEO."""
    db = Database(memory=True)
    _template().conn.backup(db.conn)
    db.execute("pragma foreign_keys = on")
    try:
        yield db
    finally:
        db.close()


def merge(db: Database, video: str, device: str, edits: Sequence[EditRow]) -> MergeResult:
    """Take in one piece."""
    [result] = merge_edits(db, video, [DeviceEdits(device, edits)])
    return result


def state_after(pieces: Sequence[Sequence[EditRow]]) -> object:
    """All that the edits lead to, after each piece has been taken in by itself."""
    with new_library() as db:
        for piece in pieces:
            merge(db, VIDEO, "bob's", piece)
        return state(db)


def state(db: Database) -> object:
    """What must be equal wherever the same edits are: labels, trees, conflicts."""
    trees = rows(db, "select uuid, key, depth, leaf from edits order by uuid")
    orphans = rows(db, "select parent, child from missing_parents order by parent, child")
    contested = [(one.key, one.sides) for one in conflicts(db, VIDEO)]
    return present(db), trees, orphans, contested
