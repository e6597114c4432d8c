"""Made-up paths of a ball that flies to and fro, with the hits between."""

import numpy as np

from inference.actions.data.ball_path import BallPath, ball_path
from inference.actions.data.labelled_path import FAR, HIT, NEAR, LabelledEvent, LabelledPath

SIZE = 1280, 720


def zigzag(
    hits: int = 6, seconds: float = 0.8, rate: float = 50.0, lead: float = 0.4
) -> LabelledPath:
    """A shuttle between far and near, with a hit every `seconds`, and the first at `lead`."""
    times = np.arange(int((lead + hits * seconds) * rate)) / rate
    phase = (times - lead) / seconds
    shot = np.floor(phase).astype(int)
    part = phase - shot
    going_far = shot % 2 == 1
    y = np.where(going_far, 500 - 300 * part, 200 + 300 * part) - 100 * part * (1 - part)
    x = 640 + 40 * np.where(going_far, 1 - part, part)
    held = phase < 0
    path = ball_path(times, np.where(held, 640, x), np.where(held, 200, y), SIZE)
    frames = np.round((lead + np.arange(hits) * seconds) * rate).astype(int)
    events = tuple(
        LabelledEvent(int(frame), HIT, NEAR if number % 2 else FAR, serve=number == 0)
        for number, frame in enumerate(frames)
    )
    return LabelledPath("zigzag", "made up", "badminton", path, events, frozenset([HIT]))


def without(path: BallPath, *frames: int) -> BallPath:
    """`path` with no position in some frames."""
    x, y, confidence = path.x.copy(), path.y.copy(), path.confidence.copy()
    x[list(frames)] = y[list(frames)] = np.nan
    confidence[list(frames)] = 0
    return BallPath(path.seconds, x, y, confidence)
