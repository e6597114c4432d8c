"""Record keys under which people have said different things, and choosing between them.

A conflict is made by two edits on the same parent that nobody has joined. A choice is an ordinary
gesture whose edit names all that it joins, so that it travels, and can be undone, like any other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlite_utils import Database

from storage.library.database import rows, writing
from storage.library.journal.heads import heads
from storage.library.journal.journal import write_pending
from storage.library.journal.journal_rows import PendingEdit, contested_edits, this_writer
from storage.library.label_format import check_label, first_frame
from storage.library.videos import video_id
from storage.records import Edit, Label


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things said: `label` None says that there is none."""

    label: Label | None
    author: str  # who said it first
    time: datetime  # wall time in UTC, for display only
    mine: bool  # said on this device
    edits: frozenset[UUID]  # the leaves that say so


@dataclass(frozen=True, slots=True)
class Conflict:
    """What people say under one record key: two sides or more, the one that is shown first."""

    key: str
    sides: tuple[Side, ...]

    @property
    def frame(self) -> int:
        """The frame to look at."""
        frames = (first_frame(self.key, side.label) for side in self.sides)
        return min((frame for frame in frames if frame is not None), default=0)

    @property
    def edits(self) -> frozenset[UUID]:
        """All its leaves: what a choice made on seeing them joins."""
        return frozenset[UUID]().union(*(side.edits for side in self.sides))


@dataclass(frozen=True, slots=True)
class ConflictChoice:
    """What is to stand under a key from now on, in place of the leaves that were seen."""

    key: str
    seen: frozenset[UUID]
    label: Label | None


def conflicts(db: Database, video: str) -> list[Conflict]:
    """All conflicts of the video, in the order of their frames."""
    number = video_id(db, video)
    history = contested_edits(db, video)
    standing = heads(db, number, history)
    device = this_writer(db, video, "").device
    unresolved = [
        Conflict(key, _sides(edits, [leaf.edit for leaf in standing[key].leaves], device))
        for key, edits in history.items()
    ]
    return sorted(unresolved, key=lambda conflict: (conflict.frame, conflict.key))


def count_conflicts(db: Database, video: str | None = None) -> int:
    """How many record keys are in conflict, in one video or in all."""
    sql = """
        select count(*)
          from conflicts
         where :video is null or video = (select id from videos where fingerprint = :video)
    """
    return int(rows(db, sql, {"video": video})[0][0])


def choose(db: Database, video: str, choices: Sequence[ConflictChoice], author: str) -> list[Edit]:
    """Settle conflicts in one gesture; returns its edits.

    A choice joins the leaves that were seen. Later ones stay beside it, as a new conflict if they
    say something else; a conflict that another device has settled in the meantime is left as it
    is. ValueError for an invalid label.
    """
    for choice in choices:
        check_label(choice.key, choice.label)
    with writing(db):
        writer = this_writer(db, video, author)
        present = heads(db, writer.video_id, [choice.key for choice in choices])
        pending = []
        for choice in choices:
            head = present[choice.key]
            joined = tuple(leaf for leaf in head.leaves if leaf.edit in choice.seen)
            if len(joined) > 1:
                pending.append(PendingEdit(choice.key, head, joined, choice.label))
        return write_pending(db, writer, pending)


def _sides(edits: Iterable[Edit], leaves: Sequence[UUID], device: str) -> tuple[Side, ...]:
    """The leaves, those that say the same together."""
    edits_by_id = {edit.id: edit for edit in edits}
    leaves_by_label: dict[Label | None, list[UUID]] = {}
    for leaf in leaves:
        leaves_by_label.setdefault(edits_by_id[leaf].after, []).append(leaf)
    sides = []
    for label, saying in leaves_by_label.items():
        first = _origin(edits_by_id, saying[0])
        mine = any(_origin(edits_by_id, leaf).device == device for leaf in saying)
        sides.append(Side(label, first.author, first.time, mine, frozenset(saying)))
    return tuple(sides)


def _origin(edits_by_id: Mapping[UUID, Edit], leaf: UUID) -> Edit:
    """The edit that said first what `leaf` says: undoing and redoing only bring it back."""
    seen, looking = {leaf}, [leaf]
    for id in looking:  # grows while it is walked
        edit = edits_by_id[id]
        if edit.after == edits_by_id[leaf].after and edit.kind == "edit":
            return edit
        for parent in (edit.parent, *edit.others):
            if parent is not None and parent in edits_by_id and parent not in seen:
                seen.add(parent)
                looking.append(parent)
    return edits_by_id[leaf]
