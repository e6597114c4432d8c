"""Where two analyses of a video say different things of the ball."""

import numpy as np
from numpy.typing import NDArray

from inference.ball.evaluation.metrics import REFERENCE_WIDTH, TOLERANCE
from storage.records import BallTrack, Source


def disagreements(one: BallTrack, other: BallTrack, width: int) -> NDArray[np.bool_]:
    """Frames (frames,) that both have looked at and of which they say different things.

    That is a ball in one and none in the other, or two places more than 4 pixels of a picture 512
    wide apart: what a judge would call two different balls. `width` is that of the video in
    display pixels. ValueError if the tracks differ in length.
    """
    if len(one) != len(other):
        raise ValueError(f"tracks of {len(one)} and {len(other)} frames")
    both_analysed = (one.source != Source.NONE) & (other.source != Source.NONE)
    has_ball, other_has_ball = (track.visibility > 0 for track in (one, other))
    distance = np.hypot(one.x - other.x, one.y - other.y)
    is_apart = has_ball & other_has_ball & (distance > TOLERANCE * width / REFERENCE_WIDTH)
    return np.asarray(both_analysed & ((has_ball != other_has_ball) | is_apart), np.bool_)
