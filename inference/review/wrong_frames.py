"""Which frames of a track are wrong, where the truth is known."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.ball.evaluation.metrics import REFERENCE_WIDTH, TOLERANCE, Position
from storage.records import BallTrack


@dataclass(frozen=True, eq=False)
class LabelledBall:
    """Where the ball is in truth: (T,) arrays in display pixels, NaN where there is none."""

    labelled: NDArray[np.bool_]  # frames of which that is known
    x: NDArray[np.float64]
    y: NDArray[np.float64]

    @classmethod
    def of(cls, positions: Mapping[int, Position], frames: int) -> "LabelledBall":
        """The labels of a video of `frames`, by frame."""
        labelled = np.zeros(frames, np.bool_)
        x, y = np.full((2, frames), np.nan)
        for frame, position in positions.items():
            labelled[frame] = True
            if position is not None:
                x[frame], y[frame] = position
        return cls(labelled, x, y)

    @property
    def visible(self) -> NDArray[np.bool_]:
        """Labelled frames with a ball."""
        return np.isfinite(self.x)


def wrong_frames(track: BallTrack, truth: LabelledBall, width: int) -> NDArray[np.bool_]:
    """(T,) the labelled frames in which `track` is wrong.

    That is a ball further than 4 pixels of a picture 512 wide from the true one, a ball where
    there is none, or none where there is one. `width` is that of the video in display pixels.
    """
    has_ball = np.isfinite(track.x) & (track.visibility > 0)
    off = np.hypot(track.x - truth.x, track.y - truth.y)
    misplaced = has_ball & truth.visible & (off > TOLERANCE * width / REFERENCE_WIDTH)
    return np.asarray(truth.labelled & ((has_ball != truth.visible) | misplaced))
