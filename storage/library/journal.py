"""Edits by people: written with the labels they change, undone and redone by their inverse.

The journal is append-only and is the only undo there is: undo appends the inverse of a gesture.
A gesture remembers on which stack it lies, so that no history is replayed to find the last one.
"""

from collections.abc import Mapping
from typing import Literal

from sqlite_utils import Database

from storage.library.database import rows, writing
from storage.library.journal_rows import Head, Writer, append_gesture, heads, steps, this_writer
from storage.library.journal_rows import edits as edits
from storage.library.label_format import check_label
from storage.records import Changes, Edit, Label

Stack = Literal["undo", "redo"]
_OTHER: dict[Stack, Stack] = {"undo": "redo", "redo": "undo"}


def write_gesture(db: Database, video: str, changes: Changes, author: str) -> list[Edit]:
    """Change labels as one undo step and return its edits; what changes nothing is left out.

    Labels and journal are written in one transaction that survives a crash once this returns.
    A new gesture clears what could be redone. ValueError for a label that makes no sense,
    UserError if the library does not take it.
    """
    for key, label in changes.items():
        check_label(key, label)
    with writing(db):
        writer = this_writer(db, video, author)
        made = append_gesture(db, writer, "edit", _effective(changes, heads(db, writer, changes)))
        if made:
            _clear_redo(db, writer)
        return made


def undo(db: Database, video: str, author: str) -> list[Edit]:
    """Take back this device's last gesture in the video that is not undone; returns the edits.

    A label that another device has changed since is left alone. Nothing to undo: no edits.
    """
    return _turn(db, video, author, "undo")


def redo(db: Database, video: str, author: str) -> list[Edit]:
    """Do again what was undone last and not redone; returns the edits."""
    return _turn(db, video, author, "redo")


def undoable(db: Database, video: str) -> tuple[bool, bool]:
    """Whether there is something to undo, and something to redo, for this device."""
    sql = """
        select exists (select 1 from gestures where {mine} and stack = 'undo'),
               exists (select 1 from gestures where {mine} and stack = 'redo')
    """
    mine = """
        video = (select id from videos where fingerprint = :video)
        and device = (select device from this_device)
    """
    [(can_undo, can_redo)] = rows(db, sql.format(mine=mine), {"video": video})
    return bool(can_undo), bool(can_redo)


def _effective(
    changes: Changes, present: Mapping[str, Head]
) -> dict[str, tuple[Head, Label | None]]:
    """The changes that change something, each with what it changes."""
    return {
        key: (present[key], after) for key, after in changes.items() if present[key].label != after
    }


def _turn(db: Database, video: str, author: str, stack: Stack) -> list[Edit]:
    """Invert or repeat the gesture on top of `stack`, and lay it on the other stack."""
    with writing(db):
        writer = this_writer(db, video, author)
        while (gesture := _top(db, writer, stack)) is not None:
            db.conn.execute("update gestures set stack = ? where id = ?", [_OTHER[stack], gesture])
            changes = _changes_of(db, writer, gesture, stack)
            # with nothing left to take back the step would look like a dead key: take the next
            if made := append_gesture(db, writer, stack, changes):
                return made
        return []


def _changes_of(
    db: Database, writer: Writer, gesture: int, stack: Stack
) -> dict[str, tuple[Head, Label | None]]:
    """What undoing or redoing `gesture` changes, where the labels are still as it left them."""
    turned = {
        key: (after, before) if stack == "undo" else (before, after)
        for key, (before, after) in steps(db, gesture).items()
    }
    present = heads(db, writer, turned)
    return {
        key: (present[key], goal)
        for key, (expected, goal) in turned.items()
        if present[key].label == expected
    }


def _top(db: Database, writer: Writer, stack: Stack) -> int | None:
    """The gesture to undo or to redo next: the newest done, or the oldest undone."""
    found = rows(
        db,
        f"""
        select id
          from gestures
         where video = :video and device = :device and stack = :stack
         order by id {"desc" if stack == "undo" else "asc"}
         limit 1
        """,
        {"video": writer.video_id, "device": writer.device_id, "stack": stack},
    )
    return int(found[0][0]) if found else None


def _clear_redo(db: Database, writer: Writer) -> None:
    """After a new gesture, what was undone before cannot be redone."""
    db.conn.execute(
        "update gestures set stack = null where video = ? and device = ? and stack = 'redo'",
        [writer.video_id, writer.device_id],
    )
