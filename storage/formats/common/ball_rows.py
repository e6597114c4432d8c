"""The ball of a video as one row a frame, and the words that label files have for it."""

from collections.abc import Iterator

import numpy as np

from storage.records import DECIDED, BallRow, BallTrack, Review, Source, Visibility

# what files with room for it say of how well the ball can be seen
VISIBILITIES = {
    Visibility.CLEAR: "clear",
    Visibility.HARD: "blurred",
    Visibility.OCCLUDED: "occluded",
    Visibility.ABSENT: "absent",
}


def ball_rows(track: BallTrack) -> Iterator[BallRow]:
    """One row for each frame of `track` that was analysed or labelled, in order of time.

    A frame whose point was rejected has no row: that the ball is not *there* says neither where
    it is nor that there is none.
    """
    known = (track.source != Source.NONE) & (track.review != Review.REJECTED)
    known &= (track.visibility == Visibility.ABSENT) | np.isfinite(track.x + track.y)
    for frame in np.flatnonzero(known).tolist():
        visibility = Visibility(int(track.visibility[frame]))
        there = visibility != Visibility.ABSENT
        yield BallRow(
            frame,
            visibility,
            float(track.x[frame]) if there else None,
            float(track.y[frame]) if there else None,
            float(track.confidence[frame]),
            Source(int(track.source[frame])),
        )


def decided(track: BallTrack, frame: int) -> bool:
    """Whether a person has accepted or corrected what is said of `frame`."""
    return int(track.review[frame]) in DECIDED
