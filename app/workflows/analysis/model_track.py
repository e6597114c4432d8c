"""What a run finds by itself: the path through its candidates, past no person's word.

The track that the library shows goes through people's labels, so it cannot be judged by them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from app.workflows.analysis.run_track import MARGIN, SEGMENT
from inference.ball.tracking.calibrated_confidence import calibrated, calibration_of, track_signals
from inference.ball.tracking.confidence import Signals
from inference.ball.tracking.trajectory import Trajectory, find_path
from storage.library.predictions.predictions import CHUNK, candidates, done_chunks, predicted_track
from storage.records import BallTrack, Candidates, Run, Source, Video


def model_track(db: Database, video: Video, run: Run) -> BallTrack:
    """The ball of every frame of `video` as `run` alone sees it; NaN where it has not looked.

    A run without candidates, such as an imported one, is taken at its word.
    """
    done = done_chunks(db, run.id)
    if not done:
        return predicted_track(db, run.id, video.frames)
    track = BallTrack.empty(video.frames)
    calibration = calibration_of(run.settings)
    for piece in _pieces(db, video, run):
        path = calibrated(piece.path, piece.found, video.width, calibration)
        part, all_ = piece.part, slice(piece.first, piece.stop)
        track.visibility[all_] = path.visible[part]
        track.x[all_], track.y[all_] = path.x[part], path.y[part]
        track.confidence[all_] = path.confidence[part]
        track.source[all_] = path.source[part]
    _forget(track, ~np.isin(np.arange(video.frames) // CHUNK, sorted(done)))
    return track


def model_signals(db: Database, video: Video, run: Run) -> Signals | None:
    """What is known of the positions of `model_track`; None of a run without candidates."""
    if not done_chunks(db, run.id):
        return None
    parts = []
    for piece in _pieces(db, video, run):
        told = track_signals(piece.path, piece.found, video.width)
        # frames of the piece become frames of the video
        told = replace(told, before=told.before + piece.start, after=told.after + piece.start)
        parts.append([getattr(told, field.name)[piece.part] for field in fields(Signals)])
    return Signals(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


@dataclass(frozen=True, eq=False)
class _Piece:
    """Frames `[first, stop)` of a video, and the path of these and some on either side."""

    first: int
    stop: int
    start: int  # the first frame of `path` and `found`
    path: Trajectory
    found: Candidates

    @property
    def part(self) -> slice:
        """The frames in `path` and `found`."""
        return slice(self.first - self.start, self.stop - self.start)


def _pieces(db: Database, video: Video, run: Run) -> Iterator[_Piece]:
    for first in range(0, video.frames, SEGMENT):
        stop = min(first + SEGMENT, video.frames)
        start = max(first - MARGIN, 0)
        found = candidates(db, run.id, start, min(stop + MARGIN, video.frames))
        yield _Piece(first, stop, start, find_path(found, video.width), found)


def _forget(track: BallTrack, unseen: NDArray[np.bool_]) -> None:
    """Clear the frames that the run has not looked at, bridged ones too."""
    track.visibility[unseen] = 0
    track.x[unseen] = track.y[unseen] = np.nan
    track.confidence[unseen] = np.nan
    track.source[unseen] = Source.NONE
