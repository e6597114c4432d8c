"""A made-up flight with doubts in known places, for tests of the review queue."""

import numpy as np

from inference.review.evidence import QueueInput
from storage.records import BallTrack, BallTrackBuilder, Candidates, Source

WIDTH, HEIGHT = 1280, 720
GAP = range(60, 70)


def flight(frames: int = 200) -> QueueInput:
    """A ball to and fro, seen in all frames but those of GAP, in which a candidate is faint."""
    time = np.arange(frames)
    x, y = 200 + 8.0 * (time % 100), 300 + 2.0 * ((time % 100 - 50) ** 2) / 25
    score = np.full((frames, 2), 0.9, np.float32)
    score[GAP.start : GAP.stop, 0] = 0.12
    score[:, 1] = 0.06
    px = np.stack([x, np.full(frames, 1000.0)], 1).astype(np.float32)
    py = np.stack([y, np.full(frames, 40.0)], 1).astype(np.float32)
    candidates = Candidates(px, py, score, np.zeros(frames, np.bool_))
    return QueueInput(candidates, track(px[:, 0], py[:, 0]), WIDTH, HEIGHT)


def track(x: np.ndarray, y: np.ndarray) -> BallTrack:
    """A model's ball at these places, but for GAP."""
    builder = BallTrackBuilder.empty(len(x))
    builder.source[:], builder.visibility[:], builder.confidence[:] = Source.MODEL, 1, 0.9
    builder.x[:], builder.y[:] = x, y
    gap = slice(GAP.start, GAP.stop)
    builder.visibility[gap], builder.confidence[gap] = 0, 0
    builder.x[gap] = builder.y[gap] = np.nan
    return builder.build()
