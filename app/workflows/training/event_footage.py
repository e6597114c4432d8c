"""Videos with the path of the ball and with events that people have marked."""

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sqlite_utils import Database

from app.workflows.analysis.find_events import SERVE, increasing, path_of
from inference.actions.data.ball_path import BallPath, ball_path
from inference.actions.data.labelled_path import (
    BOUNCE,
    CLASSES,
    FAR,
    HIT,
    NEAR,
    LabelledEvent,
    LabelledPath,
)
from storage.errors import UserError
from storage.files import fit_name
from storage.formats.tables.ball_csv import read_ball_csv
from storage.formats.tables.events_csv import read_events_csv
from storage.library.labels import events as event_labels
from storage.library.library import Library
from storage.library.predictions.tracks import effective_track
from storage.library.videos import frame_table, recent_videos
from storage.media.fingerprint import fingerprint
from storage.media.frame_table import FrameTable, scan_frames, table_from_bytes
from storage.records import DECIDED, BallRow, Event, Source, Video

_BALL, _EVENTS = ".ball.csv", ".events.csv"


@dataclass(frozen=True, eq=False)
class EventFootage:
    """One video with the events that people have marked in it: see `LabelledFootage`."""

    name: str
    path: Path
    venue: str  # what else was filmed there has the same
    video: str  # fingerprint
    ball: BallPath
    events: tuple[LabelledEvent, ...]

    @property
    def labels(self) -> int:
        """How many events there are."""
        return len(self.events)

    @property
    def positives(self) -> int:
        """The same: every label is an event."""
        return len(self.events)


def labelled_paths(footage: Sequence[EventFootage]) -> tuple[LabelledPath, ...]:
    """`footage` as training wants it: where nobody marks bounces, the ball is a shuttlecock."""
    bouncing = {video.venue for video in footage for e in video.events if e.event == BOUNCE}
    return tuple(
        LabelledPath(
            video.name,
            video.venue,
            "tennis" if video.venue in bouncing else "badminton",
            video.ball,
            video.events,
            frozenset(CLASSES if video.venue in bouncing else [HIT]),
        )
        for video in footage
    )


def footage_in_library(library: Library) -> Generator[object, None, list[EventFootage]]:
    """The videos in which people have marked or accepted events. Yields while it looks."""
    footage = []
    with library.connect() as db:
        for video in sorted((s.video for s in recent_videos(db)), key=lambda v: v.fingerprint):
            yield video
            marked = [
                stored.label
                for stored in event_labels(db, video.fingerprint).values()
                if stored.label.review in DECIDED
            ]
            if events := _labelled(marked):
                table = yield from _frame_table(db, video)
                track = effective_track(db, video.fingerprint, video.frames)
                path, name = path_of(track, table, video), video.path.name
                footage.append(
                    EventFootage(
                        name, video.path, video.fingerprint, video.fingerprint, path, events
                    )
                )
    return footage


def footage_in_folder(folder: Path) -> Generator[object, None, list[EventFootage]]:
    """The videos in `folder` and below with rally.ball.csv and rally.events.csv beside rally.mp4.

    What lies in one folder was filmed in one place. Yields while it reads. UserError if there are
    none, or something cannot be read.
    """
    videos = [path for path in sorted(folder.rglob("*")) if _has_tables(path)]
    if not videos:
        raise UserError(
            f"{folder} has no videos with labelled events.",
            "Put the labels of rally.mp4 beside it, as rally.ball.csv and rally.events.csv.",
        )
    footage = []
    for video in videos:
        table = yield from scan_frames(video)
        balls = read_ball_csv(video.with_name(fit_name(video.stem) + _BALL))
        events = _labelled(read_events_csv(video.with_name(fit_name(video.stem) + _EVENTS)))
        venue = str(video.resolve().parent)
        path = _path(balls, table)
        footage.append(EventFootage(video.name, video, venue, fingerprint(video), path, events))
    return [video for video in footage if video.events]


def _has_tables(path: Path) -> bool:
    tables = (path.with_name(fit_name(path.stem) + ending) for ending in (_BALL, _EVENTS))
    return path.suffix.lower() != ".csv" and path.is_file() and all(t.is_file() for t in tables)


def _frame_table(db: Database, video: Video) -> Generator[object, None, FrameTable]:
    data = frame_table(db, video.fingerprint)
    try:
        if data is not None:
            return table_from_bytes(data)
    except ValueError:
        pass  # another version has written it
    return (yield from scan_frames(video.path))


def _labelled(events: Iterable[Event]) -> tuple[LabelledEvent, ...]:
    """The hits and bounces among people's events, in order; a serve is a hit."""
    reviewed = sorted((e for e in events if e.source != Source.MODEL), key=lambda e: e.frame)
    named = ((event, event.name.casefold()) for event in reviewed)
    return tuple(_event(event, name) for event, name in named if name in (*CLASSES, SERVE))


def _event(event: Event, name: str) -> LabelledEvent:
    values = dict(event.attributes)
    if name == BOUNCE:
        return LabelledEvent(event.frame, BOUNCE)
    side = values.get("side", "").casefold()
    serve = True if name == SERVE or values.get(SERVE) == "yes" else None
    return LabelledEvent(event.frame, HIT, side if side in (NEAR, FAR) else "", serve)


def _path(rows: Sequence[BallRow], table: FrameTable) -> BallPath:
    x, y = np.full(len(table), np.nan), np.full(len(table), np.nan)
    confidence = np.zeros(len(table))
    for row in rows:
        if row.frame < len(table) and row.x is not None and row.y is not None and row.visibility:
            x[row.frame], y[row.frame], confidence[row.frame] = row.x, row.y, row.confidence
    size = table.stream.width, table.stream.height
    return ball_path(increasing(table.times), x, y, size, confidence)
