"""What people have labelled in the library."""

from collections.abc import Collection, Generator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlite_utils import Database

from inference.ball.data.frames import VideoPictures
from inference.ball.data.labelled_footage import BallFootage, ball_footage
from storage.errors import UserError
from storage.library.labels import StoredBall, ball_labels
from storage.library.library import Library
from storage.library.predictions.predictions import predicted_track
from storage.library.predictions.runs import active_run
from storage.library.videos import frame_table, recent_videos
from storage.media.fingerprint import fingerprint
from storage.media.frame_table import FrameTable, scan_frames, table_from_bytes
from storage.records import DECIDED, BallRow, Review, Source, Video


@dataclass(frozen=True, eq=False)
class LibraryFootage:
    """The labelled videos of a library."""

    videos: tuple[BallFootage, ...]
    left_out: tuple[str, ...]  # why, video by video


def library_footage(
    library: Library, only: Collection[str] | None = None
) -> Generator[object, None, LibraryFootage]:
    """The videos in which people have placed the ball, or accepted or corrected what was found.

    Points that a model found or that were filled in, and that are not reviewed, are not among the
    labels. Rejected ones say that the ball is not there, and nothing of the rest of their
    picture. `only` names the videos to take by their fingerprints. Yields while it looks. A video
    whose file cannot be read is left out.
    """
    footage, left_out = [], []
    with library.connect() as db:
        videos = [summary.video for summary in recent_videos(db)]
        # in an order that watching one of them does not change
        for video in sorted(videos, key=lambda video: video.fingerprint):
            yield video
            if only is not None and video.fingerprint not in only:
                continue
            labels = ball_labels(db, video.fingerprint)
            rows = _rows(labels)
            if not rows:
                continue
            try:
                negatives = _negatives(db, video, labels)
                footage.append((yield from _opened(db, video, rows, negatives)))
            except UserError as error:
                left_out.append(f"{video.path.name}, {len(rows)} labels: {error.title}")
    return LibraryFootage(tuple(footage), tuple(left_out))


def _rows(labels: Mapping[int, StoredBall]) -> list[BallRow]:
    return [
        BallRow(frame, stored.label.visibility, stored.label.x, stored.label.y)
        for frame, stored in labels.items()
        if stored.label.source == Source.HUMAN and stored.label.review in DECIDED
    ]


def _negatives(
    db: Database, video: Video, labels: Mapping[int, StoredBall]
) -> dict[int, tuple[float, float]]:
    """The points that people have rejected, by frame, as far as they are still known.

    They are those of the run that is shown, if it was there already when they were rejected and
    no correction nearby has led its track elsewhere since.
    """
    run = active_run(db, video.fingerprint)
    if run is None:
        return {}
    rejected = [
        frame
        for frame, stored in labels.items()
        if stored.label.review == Review.REJECTED and run.created <= stored.time
    ]
    track = predicted_track(db, run.id, video.frames) if rejected else None
    return {
        frame: (float(track.x[frame]), float(track.y[frame]))
        for frame in rejected
        if track is not None and track.source[frame] == Source.MODEL and np.isfinite(track.x[frame])
    }


def _opened(
    db: Database,
    video: Video,
    rows: Sequence[BallRow],
    negatives: Mapping[int, tuple[float, float]],
) -> Generator[object, None, BallFootage]:
    if fingerprint(video.path) != video.fingerprint:
        raise UserError(f"{video.path} is a different video now.", "Open it in the window.")
    table = _kept_table(db, video)
    if table is None:
        table = yield from scan_frames(video.path)
    pictures = VideoPictures(video.path, table)
    return ball_footage(
        video.path.name, video.path, video.fingerprint, pictures, rows, negatives=negatives
    )


def _kept_table(db: Database, video: Video) -> FrameTable | None:
    """The frame table that the library holds, None if another version has written it."""
    data = frame_table(db, video.fingerprint)
    try:
        return table_from_bytes(data) if data is not None else None
    except ValueError:
        return None
