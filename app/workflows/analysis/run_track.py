"""The track of a run: the path through its stored candidates, with and without people's labels."""

from collections.abc import Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from inference.ball.tracking.calibrated_confidence import calibrate_confidence, calibration_of
from inference.ball.tracking.model_track import MARGIN, SEGMENT, ModelTrack, model_track
from inference.ball.tracking.trajectory import Anchor, Trajectory, find_path
from storage.library.labels import ball_labels
from storage.library.predictions.predictions import (
    candidates,
    done_chunks,
    predicted_range,
    predicted_track,
    put_track,
)
from storage.records import CHUNK, BallLabel, Candidates, Review, Run, Source, Video

_SAME_BALL = 8 / 512  # share of the width within which a candidate is what a person has marked


def write_track(db: Database, video: Video, run: Run, wanted: range) -> Iterator[tuple[int, int]]:
    """Find and write the path in the `wanted` frames, and anew wherever the run has one already.

    Yields the frames `[first, stop)` of each segment written. The path depends on the stored
    candidates and the labels alone, not on the order in which they came.
    """
    for first in range(0, video.frames, SEGMENT):
        stop = min(first + SEGMENT, video.frames)
        if write_track_segment(db, video, run, wanted, first, stop, MARGIN):
            yield first, stop


def write_track_segment(
    db: Database, video: Video, run: Run, wanted: range, first: int, stop: int, margin: int
) -> bool:
    """Write the path of frames `[first, stop)`, as seen with `margin` frames on either side.

    Only `wanted` frames and those that have a track are written. Returns whether any were.
    """
    frames = np.arange(first, stop)
    has_track = predicted_range(db, run.id, first, stop).source != Source.NONE
    is_written = has_track | (frames >= wanted.start) & (frames < wanted.stop)
    if not is_written.any():
        return False
    start = max(first - margin, 0)
    stored_candidates = candidates(db, run.id, start, min(stop + margin, video.frames))
    anchors = _anchors(db, video.fingerprint, start, start + len(stored_candidates))
    path = find_path(stored_candidates, video.width, anchors)
    path = calibrate_confidence(path, stored_candidates, video.width, calibration_of(run.settings))
    _restore_model_positions(path, stored_candidates, anchors, video.width * _SAME_BALL)
    for run_first, run_stop in _runs(is_written):
        part = slice(run_first + first - start, run_stop + first - start)
        put_track(
            db,
            run.id,
            run_first + first,
            path.visible[part],
            path.x[part],
            path.y[part],
            path.confidence[part],
            path.source[part],
        )
    return True


def stored_model_track(db: Database, video: Video, run: Run) -> ModelTrack:
    """The ball of every frame of `video` as `run` sees it by itself, without people's labels.

    A run without candidates, such as an imported one, has the positions that were stored with it.
    """
    done = done_chunks(db, run.id)
    if not done:
        return ModelTrack(predicted_track(db, run.id, video.frames), None)
    seen = np.isin(np.arange(video.frames) // CHUNK, sorted(done))
    read = partial(candidates, db, run.id)
    return model_track(read, video.frames, video.width, calibration_of(run.settings), seen)


def anchor_of(label: BallLabel) -> Anchor:
    """Where a label says that the ball is, None for "there is no ball"."""
    return None if label.x is None or label.y is None else (label.x, label.y)


def _anchors(db: Database, video: str, first: int, stop: int) -> dict[int, Anchor]:
    """What people say of frames `[first, stop)`, counted from `first`.

    A rejected point says nothing of where the ball is, a filled-in one is nobody's word.
    """
    return {
        frame - first: anchor_of(stored.label)
        for frame, stored in ball_labels(db, video, first, stop).items()
        if stored.label.source == Source.HUMAN and stored.label.review != Review.REJECTED
    }


def _restore_model_positions(
    path: Trajectory, stored_candidates: Candidates, anchors: dict[int, Anchor], tolerance: float
) -> None:
    """Put into labelled frames what the model itself saw there: its predictions are its own."""
    for frame, anchor in anchors.items():
        seen = _nearest(stored_candidates, frame, anchor, tolerance) if anchor else None
        x, y, score = seen or (np.nan, np.nan, 0.0)
        path.visible[frame] = seen is not None
        path.x[frame], path.y[frame], path.confidence[frame] = x, y, score
        path.source[frame] = Source.MODEL


def _nearest(
    stored_candidates: Candidates, frame: int, anchor: tuple[float, float], tolerance: float
) -> tuple[float, float, float] | None:
    distance = np.hypot(
        stored_candidates.x[frame] - anchor[0], stored_candidates.y[frame] - anchor[1]
    )
    distance = np.where(np.isfinite(distance), distance, np.inf)
    if not len(distance) or distance.min() > tolerance:
        return None
    best = int(distance.argmin())
    return (
        float(stored_candidates.x[frame, best]),
        float(stored_candidates.y[frame, best]),
        float(stored_candidates.score[frame, best]),
    )


def _runs(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The stretches of true values as half-open ranges."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
