"""The figures of an evaluation by name, rounded as they are told."""

from dataclasses import dataclass

import numpy as np

from app.workflows.evaluation.evaluate import Evaluation
from inference.ball.evaluation.comparison import compare
from inference.ball.evaluation.curves import precision_recall, reliability
from inference.ball.evaluation.intervals import Interval, f1_interval, gain_interval
from inference.ball.evaluation.metrics import BallScore, Judged, score
from inference.ball.evaluation.slices import by_condition

Figure = int | float | None


@dataclass(frozen=True, slots=True)
class Line:
    """The score of a clip, a folder or everything."""

    name: str
    score: BallScore


def lines(found: Evaluation, judged: Judged) -> list[Line]:
    """A line for each clip, for each folder where there are several, and one for all."""
    told = [Line(n, score(judged.where(judged.clip == i))) for i, n in enumerate(found.clips)]
    if len(set(found.folders)) > 1:
        told += [Line(f"all of {name}", s) for name, s in folders(found, judged).items()]
    if len(told) > 1:
        told.append(Line("all", score(judged)))
    return told


def folders(found: Evaluation, judged: Judged) -> dict[str, BallScore]:
    """The score of the clips of each folder: a venue, a match."""
    return {
        name: score(judged.where(np.array([f == name for f in found.folders])[judged.clip]))
        for name in dict.fromkeys(found.folders)
    }


def figures(scored: BallScore) -> dict[str, Figure]:
    """The score by the short names that are usual for it; errors are pixels of the video."""
    return {
        "frames": scored.frames,
        "visible": scored.visible,
        "f1": round(scored.f1, 4),
        "hit": round(scored.hit, 4),
        "precision": round(scored.precision, 4),
        "tn_f1": round(scored.tn_f1, 4),
        "pck2": round(scored.pck2, 4),
        "pck4": round(scored.hit, 4),
        "pck8": round(scored.pck8, 4),
        "median_px": _rounded(scored.median_error),
        "p90_px": _rounded(scored.p90_error),
        "tp": scored.right,
        "fp1": scored.wrong,
        "fp2": scored.invented,
        "fn": scored.missed,
        "tn": scored.absent,
    }


def report(found: Evaluation) -> dict[str, object]:
    """The whole evaluation as one JSON value."""
    told: dict[str, object] = {
        "clips": list(found.clips),
        "models": [_model(found, which) for which in range(len(found.names))],
        "notes": list(found.notes),
    }
    if len(found.judged) == 2:
        told["comparison"] = comparison(found)
    return told


def comparison(found: Evaluation) -> dict[str, object]:
    """What the second contender gains on the first."""
    first, second = found.judged
    who = compare(first, second)
    gain = score(second).f1 - score(first).f1
    return {
        "both_right": int(who.both.sum()),
        "neither_right": int(who.neither.sum()),
        "first_only": int(who.first_only.sum()),
        "second_only": int(who.second_only.sum()),
        "f1_gain": round(gain, 4),
        "f1_gain_interval": ends(gain_interval(first, second)),
    }


def ends(interval: Interval | None) -> list[float] | None:
    """Low and high end, None if there is no interval."""
    return None if interval is None else [round(interval.low, 4), round(interval.high, 4)]


def mean_f1(found: Evaluation, judged: Judged) -> float:
    """The mean of the folders' F1: each venue counts the same, however long its clips."""
    return float(np.mean([each.f1 for each in folders(found, judged).values()]))


def _model(found: Evaluation, which: int) -> dict[str, object]:
    judged = found.judged[which]
    return {
        "name": found.names[which],
        "all": figures(score(judged)),
        "f1_interval": ends(f1_interval(judged)),
        "f1_mean_of_folders": round(mean_f1(found, judged), 4),
        "average_precision": round(precision_recall(judged).average_precision, 4),
        "calibration_error": round(reliability(judged).expected_error, 4),
        "by_clip": {line.name: figures(line.score) for line in lines(found, judged)},
        "by_condition": {
            part.scale.key: {
                name: figures(each)
                for name, each in zip(part.scale.names, part.scores, strict=True)
            }
            for part in by_condition(judged, found.measures)
        },
    }


def _rounded(error: float | None) -> float | None:
    return None if error is None else round(error, 2)
