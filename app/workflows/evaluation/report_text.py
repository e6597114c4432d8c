"""An evaluation as text for a terminal."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.workflows.evaluation.evaluate import Evaluation
from app.workflows.evaluation.figures import comparison, ends, mean_f1, score_rows
from inference.ball.evaluation.slices import SliceMetrics, metrics_by_slice
from inference.evaluation.comparison import OutcomeSegment, compare, outcome_segments
from inference.evaluation.curves import precision_recall, reliability
from inference.evaluation.intervals import f1_interval, gain_interval
from inference.evaluation.outcomes import Outcomes
from storage.quantities import plural

_COLUMNS = {
    "frames": "frames",
    "visible": "visible",
    "hit": "hit",
    "precision": "precision",
    "f1": "F1",
    "tn_f1": "TrackNet F1",
    "pck2": "PCK 2",
    "pck8": "PCK 8",
    "median_px": "median px",
    "p90_px": "p90 px",
}
_WORST = 10  # rows of frames told


def table_of(evaluation: Evaluation) -> str:
    """Everything worth reading at once; correct is within 4 px of a picture 512 wide."""
    parts = [_scores(evaluation, which) for which in range(len(evaluation.names))]
    parts.append(_conditions(evaluation))
    parts.append(_compared(evaluation) if len(evaluation.outcomes) == 2 else _worst(evaluation))
    return "\n\n".join(parts)


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """`rows` as columns: the first to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _scores(evaluation: Evaluation, which: int) -> str:
    outcomes = evaluation.outcomes[which]
    rows = [[evaluation.names[which], *_COLUMNS.values()]]
    for line in score_rows(evaluation, outcomes):
        values = line.metrics.figures()
        rows.append([line.name, *(_cell(key, values[key]) for key in _COLUMNS)])
    return aligned(rows) + "\n" + _summary(evaluation, outcomes)


def _summary(evaluation: Evaluation, outcomes: Outcomes) -> str:
    parts = [
        f"average precision {precision_recall(outcomes).average_precision:.4f}",
        f"calibration error {reliability(outcomes).expected_error:.4f}",
    ]
    if interval := ends(f1_interval(outcomes)):
        clips = f"bootstrap over {len(evaluation.clips)} clips"
        parts.insert(0, f"F1 between {interval[0]:.4f} and {interval[1]:.4f} (95 %, {clips})")
    if len(set(evaluation.folders)) > 1:
        parts.insert(0, f"mean F1 of the folders {mean_f1(evaluation, outcomes):.4f}")
    return "; ".join(parts)


def _conditions(evaluation: Evaluation) -> str:
    """Hit rates by condition, the sources side by side."""
    by_source = [
        metrics_by_slice(outcomes, evaluation.measures) for outcomes in evaluation.outcomes
    ]
    heads = ["hit", "median px"] * len(by_source)
    if len(by_source) == 2:
        heads = [f"{head}, {name}" for name in evaluation.names for head in ("hit", "median px")]
    rows = [["Visible balls by condition", "frames", *heads]]
    for parts in zip(*by_source, strict=True):
        dimension = parts[0].dimension
        title = f"{dimension.title}, {dimension.unit}" if dimension.unit else dimension.title
        rows.append([title] + [""] * (len(heads) + 1))
        rows += [_condition(name, parts, bin) for bin, name in enumerate(dimension.names)]
        if parts[0].unknown:
            rows.append(["  unknown", str(parts[0].unknown)] + [""] * len(heads))
    return aligned(rows)


def _condition(name: str, by_source: Sequence[SliceMetrics], bin: int) -> list[str]:
    cells = [f"  {name}", str(by_source[0].metrics[bin].visible)]
    for slice_metrics in by_source:
        values = slice_metrics.metrics[bin].figures()
        empty = slice_metrics.metrics[bin].visible == 0
        cells += ["-" if empty else _cell(key, values[key]) for key in ("hit", "median_px")]
    return cells


def _worst(evaluation: Evaluation) -> str:
    outcomes = evaluation.outcomes[0]
    is_wrong = ~outcomes.correct
    if not is_wrong.any():
        return "Every labelled frame is correct."
    return _rows_of(evaluation, outcomes, is_wrong, "Errors, longest first")


def _compared(evaluation: Evaluation) -> str:
    figures, correct = comparison(evaluation), compare(*evaluation.outcomes)
    first_name, second_name = evaluation.names
    gain = f"{second_name} compared with {first_name}: F1 {figures['f1_gain']:+.4f}"
    if interval := ends(gain_interval(*evaluation.outcomes)):
        gain += f", between {interval[0]:+.4f} and {interval[1]:+.4f} (95 %)"
    both = (
        f"Both are right in {figures['both_right']} frames, neither in {figures['neither_right']}."
    )
    parts = [f"{gain}\n{both}"]
    for better, other, only in (
        (first_name, 1, correct.first_only),
        (second_name, 0, correct.second_only),
    ):
        if only.any():
            parts.append(
                _rows_of(evaluation, evaluation.outcomes[other], only, f"Only {better} is right")
            )
    return "\n\n".join(parts)


def _rows_of(evaluation: Evaluation, outcomes: Outcomes, mask: NDArray[np.bool_], head: str) -> str:
    """The frames of `mask` in rows, and what `outcomes` has there."""
    segments = outcome_segments(outcomes, mask)
    cells = [
        [
            evaluation.clips[segment.clip],
            f"{segment.first} to {segment.last}" if segment.frames > 1 else f"{segment.first}",
            plural(segment.frames, "frame"),
            _error_summary(segment),
        ]
        for segment in segments[:_WORST]
    ]
    title = f"{head}: {plural(int(mask.sum()), 'frame')} in {plural(len(segments), 'place')}"
    more = f"\n  and {len(segments) - _WORST:,} more" if len(segments) > _WORST else ""
    return f"{title}\n{_left(cells)}{more}"


def _error_summary(segment: OutcomeSegment) -> str:
    parts = []
    if segment.error is not None:
        parts.append(f"up to {segment.error:.0f} px off")
    if segment.fn:
        parts.append(f"missed in {segment.fn}")
    if segment.fp:
        parts.append(f"no ball in {segment.fp}")
    return ", ".join(parts)


def _left(rows: Sequence[Sequence[str]]) -> str:
    """`rows` as columns, all to the left."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  " + "  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _cell(key: str, value: float | None) -> str:
    if value is None or np.isnan(value):
        return "-"
    if key.endswith("_px"):
        return f"{value:.2f}"
    return str(value) if isinstance(value, int) else f"{value:.4f}"
