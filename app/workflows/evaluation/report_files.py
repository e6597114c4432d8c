"""An evaluation as files: tables for a spreadsheet, pictures for a report, JSON for programs."""

import csv
import io
import json
import math
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from app.workflows.evaluation.evaluate import Evaluation
from app.workflows.evaluation.figures import report, score_rows
from app.workflows.evaluation.plots import plots_of
from inference.ball.evaluation.metrics import ball_metrics
from inference.ball.evaluation.slices import metrics_by_slice
from inference.evaluation.comparison import compare
from inference.evaluation.curves import precision_recall, reliability
from inference.evaluation.outcomes import Outcome, Outcomes
from storage.files import write_bytes, write_text

_Cell = str | int | float | None

# of the column "outcome"; spreadsheets of people filter by them, so they stay
_WORDS = {
    Outcome.TP: "right",
    Outcome.MISPLACED: "wrong",
    Outcome.FP: "invented",
    Outcome.FN: "missed",
    Outcome.TN: "absent",
}


def write_report(evaluation: Evaluation, folder: Path) -> None:
    """Write all tables and plots into `folder`, over older ones. Raises UserError."""
    head = list(ball_metrics(evaluation.outcomes[0]).figures())
    write_table(folder / "scores.csv", ["model", "clip", *head], _scores(evaluation))
    write_table(
        folder / "conditions.csv", ["model", "condition", "bin", *head], _binned(evaluation)
    )
    write_table(
        folder / "precision-recall.csv",
        ["model", "confidence", "precision", "hit", "f1"],
        _curves(evaluation),
    )
    write_table(
        folder / "calibration.csv",
        ["model", "from", "to", "positions", "confidence", "right"],
        _calibrations(evaluation),
    )
    columns = ["outcome", "error_px", "confidence"]
    if len(evaluation.names) > 1:
        columns = [f"{head}, {name}" for name in evaluation.names for head in columns]
    write_table(
        folder / "frames.csv",
        ["clip", "frame", *columns, *evaluation.measures],
        _frames(evaluation),
    )
    if len(evaluation.outcomes) == 2:
        write_table(
            folder / "differing.csv",
            ["clip", "frame", "right", "other", "error_px"],
            _differing(evaluation),
        )
    for name, picture in plots_of(evaluation).items():
        write_bytes(folder / f"{name}.png", picture)
    # last, so that where it is the others are whole
    write_text(folder / "evaluation.json", json.dumps(report(evaluation), indent=2) + "\n")


def write_table(path: Path, head: Sequence[str], rows: Iterable[Sequence[_Cell]]) -> None:
    """Write a CSV file; what is not known is an empty cell."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(head)
    table.writerows([_plain(cell) for cell in row] for row in rows)
    write_text(path, text.getvalue())


def _plain(cell: _Cell) -> _Cell:
    if isinstance(cell, float):
        return f"{cell:.4f}" if math.isfinite(cell) else None
    return cell


def _scores(evaluation: Evaluation) -> Iterable[Sequence[_Cell]]:
    for name, outcomes in zip(evaluation.names, evaluation.outcomes, strict=True):
        for row in score_rows(evaluation, outcomes):
            yield [name, row.name, *row.metrics.figures().values()]


def _binned(evaluation: Evaluation) -> Iterable[Sequence[_Cell]]:
    for name, outcomes in zip(evaluation.names, evaluation.outcomes, strict=True):
        for slice_metrics in metrics_by_slice(outcomes, evaluation.measures):
            for bin, metrics in zip(
                slice_metrics.dimension.names, slice_metrics.metrics, strict=True
            ):
                yield [name, slice_metrics.dimension.key, bin, *metrics.figures().values()]


def _curves(evaluation: Evaluation) -> Iterable[Sequence[_Cell]]:
    for name, outcomes in zip(evaluation.names, evaluation.outcomes, strict=True):
        curve = precision_recall(outcomes)
        columns = (curve.threshold, curve.precision, curve.recall, curve.f1)
        for row in zip(*(column.tolist() for column in columns), strict=True):
            yield [name, *row]


def _calibrations(evaluation: Evaluation) -> Iterable[Sequence[_Cell]]:
    for name, outcomes in zip(evaluation.names, evaluation.outcomes, strict=True):
        bins = reliability(outcomes)
        columns = (bins.edges[:-1], bins.edges[1:], bins.count, bins.confidence, bins.accuracy)
        for row in zip(*(column.tolist() for column in columns), strict=True):
            yield [name, *row]


def _frames(evaluation: Evaluation) -> Iterable[Sequence[_Cell]]:
    first = evaluation.outcomes[0]
    for row in range(len(first)):
        cells = [cell for outcomes in evaluation.outcomes for cell in _outcome_cells(outcomes, row)]
        measured = [float(values[row]) for values in evaluation.measures.values()]
        yield [evaluation.clips[int(first.clip[row])], int(first.frame[row]), *cells, *measured]


def _outcome_cells(outcomes: Outcomes, row: int) -> list[_Cell]:
    return [_word(outcomes, row), float(outcomes.error[row]), float(outcomes.confidence[row])]


def _differing(evaluation: Evaluation) -> Iterable[Sequence[_Cell]]:
    correct = compare(*evaluation.outcomes)
    for right, other, only in ((0, 1, correct.first_only), (1, 0, correct.second_only)):
        outcomes = evaluation.outcomes[other]
        for row in np.flatnonzero(only).tolist():
            clip, frame = evaluation.clips[int(outcomes.clip[row])], int(outcomes.frame[row])
            yield [
                clip,
                frame,
                evaluation.names[right],
                _word(outcomes, row),
                float(outcomes.error[row]),
            ]


def _word(outcomes: Outcomes, row: int) -> str:
    return _WORDS[Outcome(int(outcomes.outcome[row]))]
