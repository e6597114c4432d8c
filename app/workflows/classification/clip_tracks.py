"""The ball's track in labelled clips: from the table beside a clip, or from the library."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from inference.clips.data.labelled_clip import LabelledClip
from storage.files import fit_name
from storage.formats.tables.ball_csv import read_ball_csv
from storage.library.library import Library
from storage.library.predictions.tracks import effective_track
from storage.library.videos import video
from storage.media.streams import probe_video

_TABLE = ".ball.csv"


def with_tracks(library: Library, clips: Iterable[LabelledClip]) -> Iterator[LabelledClip]:
    """The clips with the ball's track, where clip.ball.csv is beside clip.mp4, or the library has
    labels or a run of its video. UserError if a table cannot be read.
    """
    for clip in clips:
        track = _beside(clip) if clip.medium == "video" else None
        if track is None and clip.medium == "video":
            track = _in_library(library, clip)
        yield clip if track is None else replace(clip, track=track)


def _beside(clip: LabelledClip) -> NDArray[np.float32] | None:
    table = clip.path.with_name(fit_name(clip.path.stem) + _TABLE)
    if not table.is_file():
        return None
    rows = [row for row in read_ball_csv(table) if row.visibility and row.x is not None]
    stream = probe_video(clip.path).stream
    track = np.full((max((row.frame for row in rows), default=-1) + 1, 2), np.nan, np.float32)
    for row in rows:
        if row.x is not None and row.y is not None:
            track[row.frame] = (row.x + 0.5) / stream.width, (row.y + 0.5) / stream.height
    return track


def _in_library(library: Library, clip: LabelledClip) -> NDArray[np.float32] | None:
    with library.connect() as db:
        known = video(db, clip.fingerprint)
        if known is None:
            return None
        track = effective_track(db, known.fingerprint, known.frames)
    seen = track.visibility > 0
    places = np.stack([(track.x + 0.5) / known.width, (track.y + 0.5) / known.height], 1)
    return np.where(seen[:, None], places, np.nan).astype(np.float32) if seen.any() else None
