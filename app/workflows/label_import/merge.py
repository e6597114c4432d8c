"""Labels from files: new ones become a person's labels, what differs becomes a proposal.

A person's label is never replaced. Everything that one file adds can be undone in one step; the
proposals are predictions of a run of their own, named after the file.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Generic, TypeVar
from uuid import UUID, uuid4

import numpy as np
from sqlite_utils import Database

from storage.foreign_files import files_inside, read_at_most
from storage.formats.common.label_set import LabelSet
from storage.formats.common.text_files import MAX_BYTES
from storage.library.database import writing
from storage.library.journal.journal import write_gesture
from storage.library.labels import (
    Stored,
    StoredBall,
    StoredEvent,
    ball_labels,
    boxes,
    clips,
    events,
)
from storage.library.library import Library
from storage.library.predictions.boxes import put_box_predictions
from storage.library.predictions.events import OF_A_FILE, put_event_predictions
from storage.library.predictions.predictions import put_track
from storage.library.predictions.runs import activate_run, active_run, matching_run, put_run
from storage.records import (
    BallLabel,
    BallRow,
    Box,
    Event,
    Label,
    Review,
    Run,
    Source,
    Video,
    ball_key,
    box_key,
    clip_key,
    event_key,
)

_TRACK = np.dtype(
    [("visible", "?"), ("x", "f8"), ("y", "f8"), ("confidence", "f4"), ("source", "u1")]
)
_LABEL_FILES = (".csv", ".json", ".jsonl", ".manifest", ".txt", ".xml")
T = TypeVar("T")
SAME_MOMENT = 2  # frames: closer than this, two events are two opinions on one


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """What became of the rows of a file."""

    written: int  # new labels of a person
    proposed: int  # differ from a person's label, or come from a model
    same: int  # already there


def merge_labels(
    library: Library, video: Video, labels: LabelSet, file: Path, author: str
) -> ImportCounts:
    """Bring `labels` that were read from `file` into the library, as one step of undo.

    Labels and proposals are written together, or none of them.
    """
    fingerprint = video.fingerprint
    with library.connect() as db, writing(db):  # no one else writes labels in between
        balls = _sorted_balls(labels.balls, ball_labels(db, fingerprint), labels.exact)
        new_events = _sorted_events(labels.events, events(db, fingerprint))
        new_boxes = _sorted_boxes(labels.boxes, boxes(db, fingerprint), labels.exact)
        existing_clips = {stored.label for stored in clips(db, fingerprint).values()}
        new_clips = [clip for clip in dict.fromkeys(labels.clips) if clip not in existing_clips]
        changes: dict[str, Label | None] = {
            **{ball_key(row.frame): _label(row) for row in balls.new},
            **{event_key(uuid4()): event for event in new_events.new},
            **{box_key(uuid4()): box for box in new_boxes.new},
            **{clip_key(uuid4()): clip for clip in new_clips},
        }
        write_gesture(db, fingerprint, changes, author, labels.created)
        _put_proposals(db, video, balls.proposed, file)
        _put_proposed_events(db, video, new_events.proposed, file)
        _put_proposed_boxes(db, video, new_boxes.proposed, file)
    same = balls.same + new_events.same + new_boxes.same + len(set(labels.clips)) - len(new_clips)
    proposed = len(balls.proposed) + len(new_events.proposed) + len(new_boxes.proposed)
    return ImportCounts(len(changes), proposed, same)


@dataclass(frozen=True, slots=True)
class _Sorted(Generic[T]):
    """Labels of a file: to write as a person's, to propose, and how many are already there."""

    new: list[T]
    proposed: list[T]
    same: int


def _sorted_balls(
    rows: Iterable[BallRow], present: Mapping[int, StoredBall], exact: float
) -> _Sorted[BallRow]:
    new, proposed, same = [], [], 0
    for row in rows:
        stored = present.get(row.frame)
        if stored is not None and _agree(row, stored.label, exact):
            same += 1
        elif stored is None and row.source == Source.HUMAN:
            new.append(row)
        else:
            proposed.append(row)
    return _Sorted(new, proposed, same)


def _agree(row: BallRow, label: BallLabel, exact: float) -> bool:
    if label.review == Review.REJECTED or row.visibility != label.visibility:
        return False
    if row.x is None or row.y is None or label.x is None or label.y is None:
        return row.x == label.x and row.y == label.y
    return max(abs(row.x - label.x), abs(row.y - label.y)) < exact


def _label(row: BallRow) -> BallLabel:
    return BallLabel(row.visibility, row.x, row.y)


def _put_proposals(db: Database, video: Video, rows: list[BallRow], file: Path) -> None:
    """Keep `rows` as the predictions of a run, which is shown if the video has no other."""
    if not rows:
        return
    run = _run(db, video, file, "ball")
    first, last = rows[0].frame, rows[-1].frame
    track = np.recarray(last - first + 1, _TRACK)
    track.fill(0)
    for row in rows:
        source = Source.MODEL if row.source == Source.HUMAN else row.source
        place = (row.x or 0.0, row.y or 0.0)
        track[row.frame - first] = (row.visibility > 0, *place, row.confidence, source)
    put_run(db, run)
    put_track(db, run.id, first, track.visible, track.x, track.y, track.confidence, track.source)
    if active_run(db, video.fingerprint) is None:
        activate_run(db, video.fingerprint, run.id)


def _put_proposed_events(db: Database, video: Video, proposed: Sequence[Event], file: Path) -> None:
    """Keep events as predictions of a run, which is shown if the video has no other for them."""
    if not proposed:
        return
    run = _run(db, video, file, "events")
    put_run(db, run)
    put_event_predictions(db, run.id, 0, video.frames, proposed)
    _show(db, video, run)


def _put_proposed_boxes(db: Database, video: Video, proposed: Sequence[Box], file: Path) -> None:
    """Keep boxes as predictions of a run, which is shown if the video has no other for them."""
    if not proposed:
        return
    run = _run(db, video, file, "objects")
    put_run(db, run)
    put_box_predictions(db, run.id, 0, video.frames, proposed)
    _show(db, video, run)


def _show(db: Database, video: Video, run: Run) -> None:
    if active_run(db, video.fingerprint, run.task) is None:
        activate_run(db, video.fingerprint, run.id, run.task)


def _run(db: Database, video: Video, file: Path, task: str) -> Run:
    """The run of proposals from `file`: the same one when the same file is imported again."""
    model = f"import:{file.name}"
    content = _content(file)
    return matching_run(db, video.fingerprint, model, content, "{}", task) or Run(
        id=uuid4(),
        video=video.fingerprint,
        model=model,
        weights=content,
        settings="{}",
        first=0,
        stop=video.frames,
        engine=OF_A_FILE,
        created=datetime.now(UTC),
        task=task,
    )


def _content(path: Path) -> str:
    """A hash of the label files at `path`, which may be the folder of a data set."""
    content = hashlib.sha256()
    files = files_inside(path, "**/*") if path.is_dir() else [path]
    for file in files:
        if file == path or file.suffix.lower() in _LABEL_FILES:
            content.update(read_at_most(file, MAX_BYTES))
    return content.hexdigest()


def _sorted_events(
    imported: Iterable[Event], present: Mapping[UUID, StoredEvent]
) -> _Sorted[Event]:
    existing = {(stored.label.frame, stored.label.name) for stored in present.values()}
    labelled_frames = {
        frame
        for stored in present.values()
        if stored.label.source == Source.HUMAN
        for frame in range(stored.label.frame - SAME_MOMENT, stored.label.frame + SAME_MOMENT + 1)
    }
    new, proposed, same = [], [], 0
    for event in imported:
        if (event.frame, event.name) in existing:
            same += 1
        elif event.source == Source.HUMAN and event.frame not in labelled_frames:
            new.append(event)
        else:
            proposed.append(event)
    return _Sorted(new, proposed, same)


def _sorted_boxes(
    imported: Iterable[Box], present: Mapping[UUID, Stored[Box]], exact: float
) -> _Sorted[Box]:
    """A person's box is new unless there is one of its class at the same place."""
    by_place: dict[tuple[int, str], list[Box]] = {}
    for stored in present.values():
        by_place.setdefault((stored.label.frame, stored.label.name), []).append(stored.label)
    new, proposed, same = [], [], 0
    for box in imported:
        if any(_lies_there(box, other, exact) for other in by_place.get((box.frame, box.name), ())):
            same += 1
        elif box.source == Source.HUMAN:
            new.append(box)
        else:
            proposed.append(box)
    return _Sorted(new, proposed, same)


def _lies_there(box: Box, other: Box, exact: float) -> bool:
    sides = (box.left, box.top, box.width, box.height)
    others = (other.left, other.top, other.width, other.height)
    return all(abs(a - b) < exact for a, b in zip(sides, others, strict=True))
