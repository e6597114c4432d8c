"""Evaluations made up for tests of what is told of them."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from app.workflows.evaluation.evaluate import EvaluatedClip, Evaluation, evaluation_of
from app.workflows.evaluation.ground_truth import GroundTruth
from app.workflows.evaluation.predictions import PredictedPositions
from inference.ball.evaluation.image_statistics import ImageStatistics
from inference.ball.evaluation.metrics import Position
from storage.records import Video, Visibility

VIDEO = Video("v", Path("a.mp4"), 12, 512, 288, 0.48, None)
BALLS = 10  # frames with a ball; two more have none


def clip(path: str, right: tuple[int, ...]) -> EvaluatedClip:
    """A clip of 10 balls and 2 frames without; each source finds the first so many of them.

    Of the others every second is 100 px off; in the last frame one sees a ball that is not there.
    """
    frames = range(BALLS + 2)
    positions: dict[int, Position] = {
        f: (20.0 * f + 20, 100.0) if f < BALLS else None for f in frames
    }
    return EvaluatedClip(
        replace(VIDEO, path=Path(path)),
        GroundTruth(
            positions, {f: Visibility(int(p is not None)) for f, p in positions.items()}, (3,)
        ),
        ImageStatistics(*np.linspace((1, 2, 0), (200, 6, 20), len(frames)).T),
        tuple(_predicted(f"model {n}", positions, found) for n, found in enumerate(right)),
    )


def evaluation(*right: tuple[int, ...]) -> Evaluation:
    """The evaluation of clips a, b, … in folders of their own: what each source finds."""
    return evaluation_of(
        [clip(f"venue {name}/{name}.mp4", found) for name, found in zip("abc", right, strict=False)]
    )


def _predicted(name: str, positions: dict[int, Position], found: int) -> PredictedPositions:
    given: dict[int, Position] = {}
    for frame, place in positions.items():
        if place is None:
            given[frame] = (5.0, 5.0) if frame == BALLS + 1 else None
        elif frame < found:
            given[frame] = place[0] + 1, place[1]
        else:
            given[frame] = (place[0], place[1] + 100) if frame % 2 else None
    return PredictedPositions(name, given, {frame: 1 - frame / 20 for frame in given})
