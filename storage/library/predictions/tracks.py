"""The effective ball of a video as arrays: people's labels over the active run's predictions."""

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from storage.library.database import reading
from storage.library.errors import plain_errors
from storage.library.predictions.predictions import predicted_range
from storage.library.predictions.runs import active_run
from storage.records import BallTrack, BallTrackBuilder, Source, Visibility

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
    with reading(db):
        run = active_run(db, video)
        builder = (
            BallTrackBuilder.empty(stop - first)
            if run is None
            else BallTrackBuilder.of(predicted_range(db, run.id, first, stop))
        )
        labels = _labels(db, video, first, stop)
    _lay_over(builder, labels["frame"] - first, labels)
    return builder.build()


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
    track.x[at] = np.where(placed, labels["x"], np.nan)
    track.y[at] = np.where(placed, labels["y"], np.nan)
    track.confidence[at] = np.where(labels["source"] == Source.HUMAN, 1, FILLED)
    track.source[at] = labels["source"]
    track.review[at] = labels["review"]
