"""An evaluation as text for a terminal."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.workflows.evaluation.evaluate import Evaluation
from app.workflows.evaluation.figures import comparison, ends, lines, mean_f1
from inference.ball.evaluation.slices import SliceMetrics, metrics_by_slice
from inference.evaluation.comparison import Stretch, compare, stretches
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
    for line in lines(evaluation, outcomes):
        values = line.metrics.figures()
        rows.append([line.name, *(_cell(key, values[key]) for key in _COLUMNS)])
    return aligned(rows) + "\n" + _summary(evaluation, outcomes)


def _summary(evaluation: Evaluation, outcomes: Outcomes) -> str:
    told = [
        f"average precision {precision_recall(outcomes).average_precision:.4f}",
        f"calibration error {reliability(outcomes).expected_error:.4f}",
    ]
    if interval := ends(f1_interval(outcomes)):
        clips = f"bootstrap over {len(evaluation.clips)} clips"
        told.insert(0, f"F1 between {interval[0]:.4f} and {interval[1]:.4f} (95 %, {clips})")
    if len(set(evaluation.folders)) > 1:
        told.insert(0, f"mean F1 of the folders {mean_f1(evaluation, outcomes):.4f}")
    return "; ".join(told)


def _conditions(evaluation: Evaluation) -> str:
    """Hit rates by condition, the sources side by side."""
    sides = [metrics_by_slice(outcomes, evaluation.measures) for outcomes in evaluation.outcomes]
    heads = ["hit", "median px"] * len(sides)
    if len(sides) == 2:
        heads = [f"{head}, {name}" for name in evaluation.names for head in ("hit", "median px")]
    rows = [["Visible balls by condition", "frames", *heads]]
    for parts in zip(*sides, strict=True):
        dimension = parts[0].dimension
        title = f"{dimension.title}, {dimension.unit}" if dimension.unit else dimension.title
        rows.append([title] + [""] * (len(heads) + 1))
        rows += [_condition(name, parts, bin) for bin, name in enumerate(dimension.names)]
        if parts[0].unknown:
            rows.append(["  unknown", str(parts[0].unknown)] + [""] * len(heads))
    return aligned(rows)


def _condition(name: str, parts: Sequence[SliceMetrics], bin: int) -> list[str]:
    cells = [f"  {name}", str(parts[0].metrics[bin].visible)]
    for part in parts:
        values = part.metrics[bin].figures()
        empty = part.metrics[bin].visible == 0
        cells += ["-" if empty else _cell(key, values[key]) for key in ("hit", "median_px")]
    return cells


def _worst(evaluation: Evaluation) -> str:
    outcomes = evaluation.outcomes[0]
    bad = ~outcomes.correct
    if not bad.any():
        return "Every labelled frame is correct."
    return _rows_of(evaluation, outcomes, bad, "Errors, longest first")


def _compared(evaluation: Evaluation) -> str:
    told, who = comparison(evaluation), compare(*evaluation.outcomes)
    one, two = evaluation.names
    gain = f"{two} compared with {one}: F1 {told['f1_gain']:+.4f}"
    if interval := ends(gain_interval(*evaluation.outcomes)):
        gain += f", between {interval[0]:+.4f} and {interval[1]:+.4f} (95 %)"
    both = f"Both are right in {told['both_right']} frames, neither in {told['neither_right']}."
    parts = [f"{gain}\n{both}"]
    for better, other, only in ((one, 1, who.first_only), (two, 0, who.second_only)):
        if only.any():
            parts.append(
                _rows_of(evaluation, evaluation.outcomes[other], only, f"Only {better} is right")
            )
    return "\n\n".join(parts)


def _rows_of(evaluation: Evaluation, outcomes: Outcomes, mask: NDArray[np.bool_], head: str) -> str:
    """The frames of `mask` in rows, and what `outcomes` has there."""
    rows = stretches(outcomes, mask)
    told = [
        [
            evaluation.clips[each.clip],
            f"{each.first} to {each.last}" if each.frames > 1 else f"{each.first}",
            plural(each.frames, "frame"),
            _said(each),
        ]
        for each in rows[:_WORST]
    ]
    title = f"{head}: {plural(int(mask.sum()), 'frame')} in {plural(len(rows), 'place')}"
    more = f"\n  and {len(rows) - _WORST:,} more" if len(rows) > _WORST else ""
    return f"{title}\n{_left(told)}{more}"


def _said(each: Stretch) -> str:
    parts = []
    if each.error is not None:
        parts.append(f"up to {each.error:.0f} px off")
    if each.fn:
        parts.append(f"missed in {each.fn}")
    if each.fp:
        parts.append(f"no ball in {each.fp}")
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
