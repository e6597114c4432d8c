"""The effective ball of a video as arrays: people's labels over predictions.

Predictions are those of the active run, and where it has not been, those of the newest other one:
who tracks a few seconds with another model does not lose the rest from sight.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from storage.bounds import MAX_PIXELS
from storage.library.database import reading
from storage.library.errors import plain_errors
from storage.library.predictions.predictions import predicted_range
from storage.library.predictions.runs import active_run, runs
from storage.records import BallTrack, BallTrackBuilder, Run, Source, Visibility

_LABELS = np.dtype(
    [
        ("frame", "<i8"),
        ("visibility", "u1"),
        ("x", "<f8"),
        ("y", "<f8"),
        ("source", "u1"),
        ("review", "u1"),
    ]
)

FILLED = 0.5  # confidence of an interpolated point: no one has seen the ball there


def effective_track(db: Database, video: str, frames: int) -> BallTrack:
    """The effective ball of every frame of a video of `frames`."""
    return effective_range(db, video, 0, frames)


def effective_range(db: Database, video: str, first: int, stop: int) -> BallTrack:
    """The effective ball of frames `[first, stop)`, for refreshing a part after an edit.

    A person's label counts with confidence 1. One without a position, absent or rejected, gives
    visibility 0 and NaN; its review tells the two apart.
    """
    builder = BallTrackBuilder.empty(stop - first)
    with reading(db):
        for run in _shown_runs(db, video):
            _fill(builder, predicted_range(db, run.id, first, stop))
            if builder.source.all():
                break
        labels = _labels(db, video, first, stop)
    _lay_over(builder, labels["frame"] - first, labels)
    return builder.build()


def shown_run(db: Database, video: str, frame: int) -> Run | None:
    """The run whose prediction is shown in `frame`; where there is none, the active one."""
    with reading(db):
        candidates = list(_shown_runs(db, video))
        for run in candidates:
            if predicted_range(db, run.id, frame, frame + 1).source[0]:
                return run
    return candidates[0] if candidates else None


def _shown_runs(db: Database, video: str) -> Iterator[Run]:
    """The active run, then the others, the newest first; none where none is shown."""
    if (active := active_run(db, video)) is not None:
        yield active
        yield from (run for run in runs(db, video) if run.id != active.id)


def _fill(track: BallTrackBuilder, predicted: BallTrack) -> None:
    """Write `predicted` into the frames that no run has filled yet."""
    open_frames = (track.source == Source.NONE) & (predicted.source != Source.NONE)
    for name in ("visibility", "x", "y", "confidence", "source", "review"):
        getattr(track, name)[open_frames] = getattr(predicted, name)[open_frames]


def _labels(db: Database, video: str, first: int, stop: int) -> NDArray[np.void]:
    """People's labels as `_LABELS` rows; straight from the cursor, half a million are usual."""
    # SQLite has no NaN, and None does not go into an array: infinity stands for no position
    sql = """
        select frame, visibility, ifnull(x, 9e999), ifnull(y, 9e999), source, review
          from ball_labels
         where video = (select id from videos where fingerprint = :video)
           and frame >= :first and frame < :stop
    """
    with plain_errors():
        cursor = db.conn.execute(sql, {"video": video, "first": first, "stop": stop})
        return np.fromiter(cursor, _LABELS)


def _lay_over(track: BallTrackBuilder, at: NDArray[np.int64], labels: NDArray[np.void]) -> None:
    """Write the labels into the track's arrays at the indices `at`."""
    placed = np.isfinite(labels["x"])
    track.visibility[at] = np.where(placed, labels["visibility"], Visibility.ABSENT)
    track.x[at] = np.where(placed, _within(labels["x"]), np.nan)
    track.y[at] = np.where(placed, _within(labels["y"]), np.nan)
    track.confidence[at] = np.where(labels["source"] == Source.HUMAN, 1, FILLED)
    track.source[at] = labels["source"]
    track.review[at] = labels["review"]


def _within(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Libraries from before there were bounds may hold positions anywhere."""
    return np.clip(places, -MAX_PIXELS, MAX_PIXELS)
