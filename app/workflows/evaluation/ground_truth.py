"""The labels that people have made of a video: the ground truth of an evaluation."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from inference.ball.evaluation.metrics import Position
from storage.errors import UserError
from storage.files import fit_name
from storage.formats.common.csv_rows import check_frames
from storage.formats.tables.ball_csv import read_ball_csv
from storage.formats.tables.events_csv import read_events_csv
from storage.library.labels import ball_labels, events
from storage.library.library import Library
from storage.records import DECIDED, Event, Source, Video, Visibility

BALL, EVENTS = ".ball.csv", ".events.csv"


@dataclass(frozen=True, eq=False)
class GroundTruth:
    """The frames of a video of which a person has said where the ball is, or that there is none.

    Filled-in points and what nobody has reviewed are not among them.
    """

    positions: dict[int, Position]
    visibility: dict[int, Visibility]
    hits: tuple[int, ...]  # frames, as far as people have marked them


def ground_truth_of(library: Library, video: Video, labels: Path | None) -> GroundTruth:
    """From the file or folder `labels`, else the library, else the tables beside the video.

    UserError if nobody has labelled the ball.
    """
    stored = None if labels else _of_library(library, video)
    truth = stored or _of_file(video, _table(video, labels or video.path.parent))
    if not truth.positions:
        raise UserError(
            f"{video.path.name} has no ball labels made by people.",
            "Predictions and filled gaps do not count: accept or correct some frames, "
            "or choose a table with --labels.",
        )
    return truth


def _of_library(library: Library, video: Video) -> GroundTruth | None:
    with library.connect() as db:
        balls = {
            frame: stored.label
            for frame, stored in ball_labels(db, video.fingerprint).items()
            if stored.label.source == Source.HUMAN and stored.label.review in DECIDED
        }
        event_labels = [stored.label for stored in events(db, video.fingerprint).values()]
    if not balls:
        return None
    return GroundTruth(
        {frame: _place(label.x, label.y) for frame, label in balls.items()},
        {frame: label.visibility for frame, label in balls.items()},
        _hits(event for event in event_labels if event.review in DECIDED),
    )


def _table(video: Video, labels: Path) -> Path:
    path = labels / f"{fit_name(video.path.stem)}{BALL}" if labels.is_dir() else labels
    if not path.is_file():
        raise UserError(
            f"{video.path.name} has no labels: the library has none, and {path} does not exist.",
            "Label some frames in the window, or choose a table or its folder with --labels.",
        )
    return path


def _of_file(video: Video, path: Path) -> GroundTruth:
    rows = [row for row in read_ball_csv(path) if row.source == Source.HUMAN]
    check_frames(rows, video.frames)
    events_path = path.with_name(path.name.removesuffix(BALL) + EVENTS)
    return GroundTruth(
        {row.frame: _place(row.x, row.y) for row in rows},
        {row.frame: row.visibility for row in rows},
        _hits(read_events_csv(events_path)) if events_path.is_file() else (),
    )


def _place(x: float | None, y: float | None) -> Position:
    return None if x is None or y is None else (x, y)


def _hits(labelled_events: Iterable[Event]) -> tuple[int, ...]:
    return tuple(
        event.frame
        for event in labelled_events
        if event.source == Source.HUMAN and event.name == "hit"
    )
