"""The figures of an evaluation by name, rounded as they are told."""

from dataclasses import dataclass

import numpy as np

from app.workflows.evaluation.evaluate import Evaluation
from inference.ball.evaluation.metrics import BallMetrics, ball_metrics
from inference.ball.evaluation.slices import metrics_by_slice
from inference.evaluation.comparison import compare
from inference.evaluation.curves import precision_recall, reliability
from inference.evaluation.intervals import Interval, f1_interval, gain_interval
from inference.evaluation.outcomes import Outcomes


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """The score of a clip, a folder or everything."""

    name: str
    metrics: BallMetrics


def score_rows(evaluation: Evaluation, outcomes: Outcomes) -> list[ScoreRow]:
    """A line for each clip, for each folder where there are several, and one for all."""
    rows = [
        ScoreRow(n, ball_metrics(outcomes.where(outcomes.clip == i)))
        for i, n in enumerate(evaluation.clips)
    ]
    if len(set(evaluation.folders)) > 1:
        rows += [ScoreRow(f"all of {name}", s) for name, s in folders(evaluation, outcomes).items()]
    if len(rows) > 1:
        rows.append(ScoreRow("all", ball_metrics(outcomes)))
    return rows


def folders(evaluation: Evaluation, outcomes: Outcomes) -> dict[str, BallMetrics]:
    """The score of the clips of each folder: a venue, a match."""
    return {
        name: ball_metrics(
            outcomes.where(np.array([f == name for f in evaluation.folders])[outcomes.clip])
        )
        for name in dict.fromkeys(evaluation.folders)
    }


def report(evaluation: Evaluation) -> dict[str, object]:
    """The whole evaluation as one JSON value."""
    values: dict[str, object] = {
        "clips": list(evaluation.clips),
        "models": [_model(evaluation, which) for which in range(len(evaluation.names))],
        "notes": list(evaluation.notes),
    }
    if len(evaluation.outcomes) == 2:
        values["comparison"] = comparison(evaluation)
    return values


def comparison(evaluation: Evaluation) -> dict[str, object]:
    """What the second prediction source gains on the first."""
    first, second = evaluation.outcomes
    correct = compare(first, second)
    gain = ball_metrics(second).f1 - ball_metrics(first).f1
    return {
        "both_right": int(correct.both.sum()),
        "neither_right": int(correct.neither.sum()),
        "first_only": int(correct.first_only.sum()),
        "second_only": int(correct.second_only.sum()),
        "f1_gain": round(gain, 4),
        "f1_gain_interval": ends(gain_interval(first, second)),
    }


def ends(interval: Interval | None) -> list[float] | None:
    """Low and high end, None if there is no interval."""
    return None if interval is None else [round(interval.low, 4), round(interval.high, 4)]


def mean_f1(evaluation: Evaluation, outcomes: Outcomes) -> float:
    """The mean of the folders' F1: each venue counts the same, however long its clips."""
    return float(np.mean([metrics.f1 for metrics in folders(evaluation, outcomes).values()]))


def _model(evaluation: Evaluation, which: int) -> dict[str, object]:
    outcomes = evaluation.outcomes[which]
    return {
        "name": evaluation.names[which],
        "all": ball_metrics(outcomes).figures(),
        "f1_interval": ends(f1_interval(outcomes)),
        "f1_mean_of_folders": round(mean_f1(evaluation, outcomes), 4),
        "average_precision": round(precision_recall(outcomes).average_precision, 4),
        "calibration_error": round(reliability(outcomes).expected_error, 4),
        "by_clip": {row.name: row.metrics.figures() for row in score_rows(evaluation, outcomes)},
        "by_condition": {
            slice_metrics.dimension.key: {
                name: metrics.figures()
                for name, metrics in zip(
                    slice_metrics.dimension.names, slice_metrics.metrics, strict=True
                )
            }
            for slice_metrics in metrics_by_slice(outcomes, evaluation.measures)
        },
    }
