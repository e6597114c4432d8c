"""What a run finds by itself: the path through its candidates, past no person's word.

The track that the library shows goes through people's labels, so it cannot be judged by them.
"""

import numpy as np
from sqlite_utils import Database

from inference.ball.path import find_path
from storage.library.predictions import CHUNK, candidates, done_chunks, predicted_track
from storage.records import BallTrack, Run, Source, Video

_SEGMENT = 32 * CHUNK  # frames whose path is found at once: bounds memory
_MARGIN = 2 * CHUNK  # frames on either side beyond which nothing reaches into a segment


def unaided_track(db: Database, video: Video, run: Run) -> BallTrack:
    """The ball of every frame of `video` as `run` alone sees it; NaN where it has not looked.

    A run without candidates, such as an imported one, is taken at its word.
    """
    done = done_chunks(db, run.id)
    if not done:
        return predicted_track(db, run.id, video.frames)
    track = BallTrack.empty(video.frames)
    for first in range(0, video.frames, _SEGMENT):
        stop = min(first + _SEGMENT, video.frames)
        start = max(first - _MARGIN, 0)
        found = candidates(db, run.id, start, min(stop + _MARGIN, video.frames))
        path = find_path(found, video.width)
        part = slice(first - start, stop - start)
        track.visibility[first:stop] = path.visible[part]
        track.x[first:stop], track.y[first:stop] = path.x[part], path.y[part]
        track.confidence[first:stop] = path.confidence[part]
        track.source[first:stop] = path.source[part]
    _forget(track, ~np.isin(np.arange(video.frames) // CHUNK, sorted(done)))
    return track


def _forget(track: BallTrack, unseen: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> None:
    """Clear the frames that the run has not looked at, bridged ones too."""
    track.visibility[unseen] = 0
    track.x[unseen] = track.y[unseen] = np.nan
    track.confidence[unseen] = np.nan
    track.source[unseen] = Source.NONE
