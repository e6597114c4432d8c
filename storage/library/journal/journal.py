"""Edits by people: written with the labels they change, undone and redone by their inverse.

The journal is append-only and is the only undo there is: undo appends the inverse of a gesture.
A gesture remembers on which stack it lies, so that no history is replayed to find the last one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlite_utils import Database

from storage.library.database import rows, writing
from storage.library.journal.heads import Head, Leaf, heads
from storage.library.journal.journal_rows import (
    EditAuthor,
    PendingEdit,
    append_gesture,
    edits_of_gesture,
    label_left_by,
    this_writer,
)
from storage.library.journal.journal_rows import edits as edits
from storage.library.label_format import bounded, check_label, check_place
from storage.records import Changes, Edit, Label

Stack = Literal["undo", "redo"]
_OTHER: dict[Stack, Stack] = {"undo": "redo", "redo": "undo"}
_ORDER: dict[Stack, str] = {"undo": "desc", "redo": "asc"}  # which gesture of a stack is on top


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What undo or redo did: its edits, and the record keys it left to those who changed them."""

    edits: list[Edit] = field(default_factory=list)
    left: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class UndoStep:
    """The gesture that would be undone or redone next: how many edits, and the first of them."""

    edits: int
    first: Edit


def write_gesture(
    db: Database, video: str, changes: Changes, author: str, time: datetime | None = None
) -> list[Edit]:
    """Change labels as one undo step and return its edits; what changes nothing is left out.

    `video` is a fingerprint, or LIBRARY for what belongs to no single video: both have a journal
    and an undo stack of their own.

    `time` is when somebody made labels elsewhere that are brought in now; without, it is now.

    Labels and journal are written in one transaction that survives a crash once this returns.
    A new gesture clears what could be redone. Under a key in conflict it follows only
    what is shown: the conflict stays. Values are brought within `storage.bounds`. ValueError for a
    label that makes no sense, UserError if the library does not take it.
    """
    within = {key: bounded(key, label) for key, label in changes.items()}
    for key, label in within.items():
        check_label(key, label)
    with writing(db):
        writer = this_writer(db, video, author)
        pending = _effective(within, heads(db, writer.video_id, within))
        return write_pending(db, writer, pending, time)


def write_pending(
    db: Database, writer: EditAuthor, pending: list[PendingEdit], time: datetime | None = None
) -> list[Edit]:
    """Append a new gesture of `pending`; for the journal's own modules, in their transaction.

    ValueError for a label outside of the video, or of a kind that does not belong to it.
    """
    for edit in pending:
        check_place(edit.key, edit.after, writer.video, writer.frames)
    written = append_gesture(db, writer, "edit", pending, time)
    if written:
        _clear_redo(db, writer)
    return written


def undo(db: Database, video: str, author: str) -> UndoResult:
    """Take back this device's last gesture in the video that is not undone.

    A label that another device has changed or confirmed since is left to it. Undoing the choice
    between labels in conflict brings the conflict back. Nothing to undo: no edits.
    """
    return _undo_or_redo(db, video, author, "undo")


def redo(db: Database, video: str, author: str) -> UndoResult:
    """Do again what was undone last and not redone, with the care of `undo`."""
    return _undo_or_redo(db, video, author, "redo")


def undo_steps(db: Database, video: str) -> tuple[UndoStep | None, UndoStep | None]:
    """What undo, and what redo, would be about for this device; None where there is nothing."""
    return _step(db, video, "undo"), _step(db, video, "redo")


def _step(db: Database, video: str, stack: Stack) -> UndoStep | None:
    tops = rows(
        db,
        f"""
        select id, (select count(*) from edits where gesture = gestures.id)
          from gestures
         where video = (select id from videos where fingerprint = :video)
           and device = (select device from this_device)
           and stack = :stack
         order by id {_ORDER[stack]}
         limit 1
        """,
        {"video": video, "stack": stack},
    )
    for gesture, count in tops:
        if first := edits_of_gesture(db, gesture, limit=1):
            return UndoStep(count, first[0])
    return None


def _effective(changes: Changes, present: Mapping[str, Head]) -> list[PendingEdit]:
    """The changes that change something, each with what it changes."""
    return [
        PendingEdit(key, present[key], present[key].agreeing, after)
        for key, after in changes.items()
        if present[key].label != after
    ]


def _undo_or_redo(db: Database, video: str, author: str, stack: Stack) -> UndoResult:
    """Invert or repeat the gesture on top of `stack`, and lay it on the other stack."""
    left: set[str] = set()
    with writing(db):
        writer = this_writer(db, video, author)
        while (gesture := _top(db, writer, stack)) is not None:
            db.conn.execute("update gestures set stack = ? where id = ?", [_OTHER[stack], gesture])
            pending, overtaken = _inverse(db, writer, gesture, stack)
            left |= overtaken
            # with nothing left to take back the step would look like a dead key: take the next
            if written := append_gesture(db, writer, stack, pending):
                return UndoResult(written, frozenset(left))
        return UndoResult(left=frozenset(left))


def _inverse(
    db: Database, writer: EditAuthor, gesture: int, stack: Stack
) -> tuple[list[PendingEdit], set[str]]:
    """The edits that undo or redo `gesture`, and the keys that have moved on elsewhere."""
    pending: list[PendingEdit] = []
    overtaken: set[str] = set()
    done = edits_of_gesture(db, gesture)
    present = heads(db, writer.video_id, [edit.key for edit in done])
    for edit in done:
        after, before = [edit.after], _labels_before(db, edit)
        expected, goals = (after, before) if stack == "undo" else (before, after)
        head = present[edit.key]
        if parents := _still_ours(head, expected, writer.device_id):
            pending += [PendingEdit(edit.key, head, parents, goal) for goal in goals]
        else:
            overtaken.add(edit.key)
    return pending, overtaken


def _labels_before(db: Database, edit: Edit) -> list[Label | None]:
    """What `edit` followed: one label, or those that were in conflict before a choice."""
    labels = [edit.before]
    for other in edit.others:
        if (label := label_left_by(db, other)) not in labels:
            labels.append(label)
    return labels


def _still_ours(head: Head, expected: list[Label | None], device: int) -> tuple[Leaf, ...]:
    """The leaves that say what is expected, if all is said, and only by this device."""
    saying = tuple(leaf for leaf in head.leaves if leaf.label in expected)
    complete = all(any(leaf.label == label for leaf in saying) for label in expected)
    own = all(leaf.device == device for leaf in saying)
    return saying if complete and own else ()


def _top(db: Database, writer: EditAuthor, stack: Stack) -> int | None:
    """The gesture to undo or to redo next: the newest done, or the oldest undone."""
    gestures = rows(
        db,
        f"""
        select id
          from gestures
         where video = :video and device = :device and stack = :stack
         order by id {_ORDER[stack]}
         limit 1
        """,
        {"video": writer.video_id, "device": writer.device_id, "stack": stack},
    )
    return int(gestures[0][0]) if gestures else None


def _clear_redo(db: Database, writer: EditAuthor) -> None:
    """After a new gesture, what was undone before cannot be redone."""
    db.conn.execute(
        "update gestures set stack = null where video = ? and device = ? and stack = 'redo'",
        [writer.video_id, writer.device_id],
    )
