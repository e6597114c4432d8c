"""Labels from files: new ones become a person's labels, what differs becomes a proposal.

A person's label is never replaced. Everything that one file adds can be undone in one step; the
proposals are predictions of a run of their own, named after the file.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np
from sqlite_utils import Database

from storage.library.database import writing
from storage.library.journal.journal import write_gesture
from storage.library.labels import StoredBall, StoredEvent, ball_labels, clips, events
from storage.library.library import Library
from storage.library.predictions.events import put_event_predictions
from storage.library.predictions.predictions import put_track
from storage.library.predictions.runs import activate_run, active_run, matching_run, put_run
from storage.records import (
    BallLabel,
    BallRow,
    Clip,
    Event,
    Label,
    Review,
    Run,
    Source,
    Video,
    ball_key,
    clip_key,
    event_key,
)

_TRACK = np.dtype(
    [("visible", "?"), ("x", "f8"), ("y", "f8"), ("confidence", "f4"), ("source", "u1")]
)
_LABEL_FILES = (".csv", ".json", ".jsonl", ".manifest", ".txt", ".xml")
SAME_PLACE = 0.01  # pixels: files round positions
SAME_MOMENT = 2  # frames: closer than this, two events are two opinions on one


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the rows of a file."""

    written: int  # new labels of a person
    proposed: int  # differ from a person's label, or come from a model
    same: int  # said already


def import_ball(
    library: Library,
    video: Video,
    rows: Iterable[BallRow],
    file: Path,
    author: str,
    time: datetime | None = None,
    exact: float = SAME_PLACE,
) -> Imported:
    """Bring `rows`, sorted by frame, that were read from `file` into the library.

    `time` is when they were made; places of less than `exact` pixels between them are the same.
    """
    with library.connect() as db:
        with writing(db):  # nobody labels between looking and writing
            new, proposed, same = _sorted_balls(rows, ball_labels(db, video.fingerprint), exact)
            changes = {ball_key(row.frame): _label(row) for row in new}
            write_gesture(db, video.fingerprint, changes, author, time)
        if proposed:
            _put_proposals(db, video, proposed, file)
    return Imported(len(new), len(proposed), same)


def import_events(
    library: Library,
    video: Video,
    found: Iterable[Event],
    file: Path,
    author: str,
    time: datetime | None = None,
) -> Imported:
    """Bring events that were read from `file` into the library, made at `time`.

    A proposal stands beside the person's own events, in a run of its own.
    """
    with library.connect() as db, writing(db):
        new, proposed, same = _sorted_events(found, events(db, video.fingerprint))
        changes: dict[str, Label | None] = {event_key(uuid4()): event for event in new}
        write_gesture(db, video.fingerprint, changes, author, time)
        if proposed:
            _put_proposed_events(db, video, proposed, file)
    return Imported(len(new), len(proposed), same)


def import_clips(
    library: Library,
    video: Video,
    found: Iterable[Clip],
    author: str,
    time: datetime | None = None,
) -> Imported:
    """Bring clips that were read from a file into the library, made at `time`."""
    with library.connect() as db, writing(db):
        there = {stored.label for stored in clips(db, video.fingerprint).values()}
        wanted = list(dict.fromkeys(found))
        new = [clip for clip in wanted if clip not in there]
        changes = {clip_key(uuid4()): clip for clip in new}
        write_gesture(db, video.fingerprint, changes, author, time)
    return Imported(len(new), 0, len(wanted) - len(new))


def _sorted_balls(
    rows: Iterable[BallRow], present: Mapping[int, StoredBall], exact: float
) -> tuple[list[BallRow], list[BallRow], int]:
    """Rows to write as labels, rows to propose, and how many say what is there already."""
    new, proposed, same = [], [], 0
    for row in rows:
        stored = present.get(row.frame)
        if stored is not None and _agree(row, stored.label, exact):
            same += 1
        elif stored is None and row.source == Source.HUMAN:
            new.append(row)
        else:
            proposed.append(row)
    return new, proposed, same


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
    run = _run(db, video, file, "events")
    put_run(db, run)
    put_event_predictions(db, run.id, 0, video.frames, proposed)
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
        engine="file",
        created=datetime.now(UTC),
        task=task,
    )


def _content(path: Path) -> str:
    """A hash of the label files at `path`, which may be the folder of a data set."""
    content = hashlib.sha256()
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    for file in files:
        if file == path or (file.is_file() and file.suffix.lower() in _LABEL_FILES):
            content.update(file.read_bytes())
    return content.hexdigest()


def _sorted_events(
    found: Iterable[Event], present: Mapping[UUID, StoredEvent]
) -> tuple[list[Event], list[Event], int]:
    """Events to write as labels, events to propose, and how many are there already."""
    there = {(stored.label.frame, stored.label.name) for stored in present.values()}
    taken = {
        frame
        for stored in present.values()
        if stored.label.source == Source.HUMAN
        for frame in range(stored.label.frame - SAME_MOMENT, stored.label.frame + SAME_MOMENT + 1)
    }
    new, proposed, same = [], [], 0
    for event in found:
        if (event.frame, event.name) in there:
            same += 1
        elif event.source == Source.HUMAN and event.frame not in taken:
            new.append(event)
        else:
            proposed.append(event)
    return new, proposed, same
