"""Frames that want a look: unreviewed ones in which the model is not sure of the ball."""

import numpy as np
from numpy.typing import NDArray

from storage.records import BallTrack, Review, Source

DOUBTFUL = 0.5  # confidence below which a frame wants a look


def is_doubtful(track: BallTrack, part: slice) -> NDArray[np.bool_]:
    """Of each frame of a part: unreviewed, with a ball that is unsure or was filled in."""
    source = track.source[part]
    waiting = (track.review[part] == Review.UNREVIEWED) & (track.visibility[part] > 0)
    filled = (source == Source.INTERPOLATED) | (source == Source.RELINKED)
    return np.asarray(waiting & (filled | (track.confidence[part] < DOUBTFUL)))


def doubtful_frames(track: BallTrack) -> NDArray[np.int64]:
    """All such frames."""
    return np.flatnonzero(is_doubtful(track, slice(None)))
