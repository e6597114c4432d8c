"""Metrics of positions as a test or a benchmark writes them down: by frame."""

from collections.abc import Iterable, Mapping

from inference.ball.evaluation.metrics import BallMetrics, Position, ball_metrics, match_positions
from inference.evaluation.outcomes import concatenate_outcomes


def evaluate_positions(
    pairs: Iterable[tuple[Mapping[int, Position], Mapping[int, Position]]], width: float
) -> BallMetrics:
    """Metrics of (predicted, labelled) positions by frame, of videos `width` pixels wide.

    Frames that the labels leave out are not scored; a frame that the prediction leaves out is one
    without a position.
    """
    parts = [match_positions(predicted, labelled, width) for predicted, labelled in pairs]
    return ball_metrics(concatenate_outcomes(parts))
