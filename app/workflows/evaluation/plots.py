"""The plots of an evaluation, as PNG pictures on white paper."""

import io
from collections.abc import Callable

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.typing import RcKeyType

from app.workflows.evaluation.evaluate import Evaluation
from inference.ball.evaluation.metrics import TOLERANCE, ball_metrics
from inference.ball.evaluation.slices import SliceMetrics, metrics_by_slice
from inference.evaluation.curves import precision_recall, reliability
from inference.evaluation.outcomes import Outcomes

_COLOURS = ("#2563b8", "#d9730d")  # told apart by all eyes, and in grey
_HATCHES = ("", "///")
_PAPER = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
_INK, _FAINT = "#2b2f36", "#c9ced6"
_STYLE: dict[RcKeyType, object] = {
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.edgecolor": _FAINT,
    "axes.labelcolor": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#e9ecf0",
    "text.color": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "legend.frameon": False,
    "hatch.linewidth": 0.6,
    "savefig.dpi": 130,
}
_FARTHEST = 16  # pixels at 512 wide: beyond, it does not matter how far


def plots_of(evaluation: Evaluation) -> dict[str, bytes]:
    """PNG pictures by name."""
    makers: dict[str, Callable[[Evaluation], Figure]] = {
        "precision-recall": _precision_recall,
        "calibration": _calibration,
        "errors": _errors,
        "conditions": _conditions,
    }
    with rc_context(_STYLE):
        return {name: _png(make(evaluation)) for name, make in makers.items()}


def _png(figure: Figure) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    return buffer.getvalue()


def _precision_recall(evaluation: Evaluation) -> Figure:
    figure = Figure(figsize=(6.6, 5.6), layout="constrained")
    axes = figure.subplots()
    _contours(axes)
    for name, outcomes, colour in zip(
        evaluation.names, evaluation.outcomes, _COLOURS, strict=False
    ):
        curve = precision_recall(outcomes)
        metrics = ball_metrics(outcomes)
        label = (
            f"{name}: average precision {curve.average_precision:.3f}, "
            f"F1 without a threshold {metrics.f1:.3f}"
        )
        axes.plot(curve.recall, curve.precision, color=colour, lw=2, label=label)
        axes.plot(metrics.hit, metrics.precision, "o", color=colour, ms=7, zorder=3, clip_on=False)
    axes.set(
        xlim=(0, 1),
        ylim=(0, 1.005),
        xlabel="Hit rate: correct positions per visible ball",
        ylabel="Precision: correct positions per predicted position",
        title="Precision and hit rate by confidence threshold",
    )
    axes.legend(loc="lower left")
    return figure


def _contours(axes: Axes) -> None:
    """Faint lines of equal F1, named where they leave on the right."""
    for f1 in (0.2, 0.4, 0.6, 0.8, 0.9):
        recall = np.linspace(f1 / 2 + 1e-3, 1, 200)
        precision = f1 * recall / (2 * recall - f1)
        axes.plot(recall, precision, color=_FAINT, lw=0.8, ls="--", zorder=1)
        axes.text(1.01, precision[-1], f"F1 {f1:g}", fontsize=8, va="center", color="#7a818c")


def _calibration(evaluation: Evaluation) -> Figure:
    figure = Figure(figsize=(6.6, 6.4), layout="constrained")
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
    upper.plot([0, 1], [0, 1], color="#7a818c", lw=1, ls="--", label="perfectly calibrated")
    for at, (name, outcomes) in enumerate(zip(evaluation.names, evaluation.outcomes, strict=True)):
        bins = reliability(outcomes)
        filled = bins.count > 0
        label = f"{name}: error {bins.expected_error:.3f}"
        upper.plot(
            bins.confidence[filled],
            bins.accuracy[filled],
            "o-",
            color=_COLOURS[at],
            label=label,
            ms=5,
        )
        width = 0.1 / len(evaluation.names)
        left = bins.edges[:-1] + at * width
        lower.bar(
            left + 0.004,
            100 * bins.count / max(bins.count.sum(), 1),
            width - 0.008,
            align="edge",
            color=_COLOURS[at],
            hatch=_HATCHES[at],
            edgecolor="white",
        )
    upper.set(
        xlim=(0, 1),
        ylim=(0, 1.005),
        ylabel="Share of correct positions",
        title="Calibration of the confidence",
    )
    upper.legend(loc="upper left")
    lower.set(xlabel="Confidence of the position", ylabel="Positions, %")
    return figure


def _errors(evaluation: Evaluation) -> Figure:
    figure = Figure(figsize=(8.2, 4.6), layout="constrained")
    axes = figure.subplots()
    edges = np.arange(_FARTHEST + 1)
    for at, (name, outcomes) in enumerate(zip(evaluation.names, evaluation.outcomes, strict=True)):
        shares, median = _shares(outcomes)
        width = 0.9 / len(evaluation.names)
        label = name if median is None else f"{name}: median {median:.2f} px"
        axes.bar(
            np.r_[edges[:-1], _FARTHEST + 1, _FARTHEST + 3] + 0.05 + at * width,
            shares,
            width,
            align="edge",
            color=_COLOURS[at],
            hatch=_HATCHES[at],
            edgecolor="white",
            label=label,
        )
    axes.axvline(TOLERANCE, color=_INK, lw=1, ls="--")
    axes.annotate(
        f"correct: within {TOLERANCE:g} px",
        (TOLERANCE, 1),
        xycoords=("data", "axes fraction"),
        xytext=(5, -12),
        textcoords="offset points",
        fontsize=9,
    )
    ticks = [*range(0, _FARTHEST + 1, 2), _FARTHEST + 1.5, _FARTHEST + 3.5]
    axes.set_xticks(ticks, [*map(str, range(0, _FARTHEST + 1, 2)), "farther", "missed"])
    axes.grid(axis="x", visible=False)
    axes.set(
        xlabel="Distance from the label, pixels of a picture 512 wide",
        ylabel="Visible balls, %",
        title="Distance of the positions from the labels",
    )
    axes.legend(loc="upper center", bbox_to_anchor=(0.6, 1))
    return figure


def _shares(
    outcomes: Outcomes,
) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.float64]], float | None]:
    """Percent of the visible balls by pixel of error, beyond, not found; and the median error."""
    measured = np.isfinite(outcomes.error)
    error = outcomes.error[measured] / outcomes.unit[measured]
    metrics = ball_metrics(outcomes)
    # whole pixels end at their upper edge, as the tolerance does
    pixel = np.clip(np.ceil(error).astype(np.intp) - 1, 0, _FARTHEST)
    counts = np.r_[np.bincount(pixel, minlength=_FARTHEST + 1), metrics.fn]
    return 100 * counts / max(metrics.visible, 1), float(np.median(error)) if len(error) else None


def _conditions(evaluation: Evaluation) -> Figure:
    by_source = [
        metrics_by_slice(outcomes, evaluation.measures) for outcomes in evaluation.outcomes
    ]
    count = max(len(by_source[0]), 1)
    columns = min(count, 3 if count <= 6 else 4)
    rows = -(-count // columns)
    figure = Figure(figsize=(4.2 * columns, 3.2 * rows + 0.5), layout="constrained")
    grid = figure.subplots(rows, columns, squeeze=False, sharey=True).ravel()
    for axes, parts in zip(grid, zip(*by_source, strict=True), strict=False):
        _bars(axes, parts, evaluation)
    for axes in grid[count:]:
        axes.set_visible(False)
    for axes in grid[::columns]:
        axes.set_ylabel("Hit rate")
    if by_source[0]:
        handles, labels = grid[0].get_legend_handles_labels()
        by_name = sorted(zip(labels, handles, strict=True), key=lambda entry: entry[0])
        figure.legend(
            [handle for _, handle in by_name],
            [label for label, _ in by_name],
            loc="outside lower right",
            ncols=4,
        )
    figure.suptitle(
        "Hit rate by condition, with the number of frames in each bin",
        x=0.01,
        ha="left",
        fontsize=13,
        fontweight="bold",
    )
    return figure


def _bars(axes: Axes, parts: tuple[SliceMetrics, ...], evaluation: Evaluation) -> None:
    dimension = parts[0].dimension
    positions = np.arange(len(dimension.names))
    for side, part in enumerate(parts):
        width = 0.8 / len(parts)
        bars = axes.bar(
            positions - 0.4 + side * width,
            [metrics.hit for metrics in part.metrics],
            width * 0.95,
            align="edge",
            color=_COLOURS[side],
            hatch=_HATCHES[side],
            edgecolor="white",
            label=evaluation.names[side],
        )
        texts = [f"{metrics.hit:.2f}" if metrics.visible else "" for metrics in part.metrics]
        axes.bar_label(bars, texts, padding=2, fontsize=8, bbox=_PAPER)
        axes.axhline(
            ball_metrics(evaluation.outcomes[side]).hit,
            color=_COLOURS[side],
            lw=1,
            ls="--",
            label=f"{evaluation.names[side]}, all frames",
        )
    names = [f"{n}\n{s.visible:,}" for n, s in zip(dimension.names, parts[0].metrics, strict=True)]
    axes.set_xticks(positions, names, fontsize=8.5)
    axes.set(ylim=(0, 1.06), title=dimension.title, xlabel=dimension.unit)
    axes.grid(axis="x", visible=False)
