"""Ball tracks for tests of widgets, where only what the test is about needs saying."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from storage.records import BallTrack, Source


def model_track(frames: int = 100, **changes: NDArray[np.generic]) -> BallTrack:
    """A model's ball of confidence 0.8 in every frame."""
    track = BallTrack(
        visibility=np.ones(frames, np.uint8),
        x=np.full(frames, 320.0),
        y=np.full(frames, 180.0),
        confidence=np.full(frames, 0.8, np.float32),
        source=np.full(frames, Source.MODEL, np.uint8),
        review=np.zeros(frames, np.uint8),
    )
    return replace(track, **changes)  # type: ignore[arg-type]
