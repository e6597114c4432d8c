"""What a person reads of a training, while it runs and when it has ended."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from inference.evaluation.metrics import Metrics
from inference.training.model_comparison import Comparison, ComparisonResult
from inference.training.run import TrainingRunProgress
from inference.training.task import Initialization, TrainingData

_NOTHING = 0.05  # points of the primary figure that are no difference


def summary(start: Initialization, data: TrainingData, done: int) -> Iterator[str]:
    """What will be trained, and on what, where so many steps have been `done` before."""
    what = start.parent.name if start.parent else f"a new net ({start.title})"
    yield f"Training {what} on {', '.join(data.contents())}."
    if done:
        yield f"Resuming after step {done:,}, where it was stopped."
    if held_out := data.held_out():
        yield f"Held out for validation: {', '.join(held_out)}."
    else:
        yield "Nothing is held out, so the model cannot be validated (see --hold-out)."


def progress_note(progress: TrainingRunProgress, names: Sequence[str]) -> str:
    """What stands behind the count: `loss 1.204, held out F1 0.832, hit 0.794, precision 0.874`."""
    parts = [] if progress.loss is None else [f"loss {progress.loss:.3f}"]
    if progress.validating:
        parts.append("validating on held-out video")
    elif progress.metrics is not None:
        parts.append(f"held out {_figures(progress.metrics, names)}")
    return ", ".join(parts)


def result_lines(result: ComparisonResult, names: Sequence[str]) -> Iterator[str]:
    """How good the model has become, clip by clip, and whether it is better than its parent.

    `names` are the figures to show, the primary one first.
    """
    if result.overall is None:
        return
    rows = [*result.clips, result.overall]
    wide = max(len(row.name) for row in rows)
    headings = "  ".join(_headings(names))
    yield f"{'':{wide}}  {headings}"
    for row in rows:
        yield f"{row.name:{wide}}  {_row(row, names)}"
    yield from _advice(result, _titles(names)[0])


def stopped(saved: int, total: int) -> str:
    """What is said after Ctrl-C."""
    if not saved:
        return "stopped. Nothing is saved yet but the pictures that were read."
    return (
        f"stopped. {saved:,} of {total:,} steps are saved: the same command resumes there, "
        "as long as the labels stay as they are."
    )


def analyze_with(folder: Path, models: Path) -> str:
    """How the new model in `folder` is used."""
    inside = folder.resolve().parent == models.resolve()
    return f"{folder}: analyze with --model {folder.name if inside else folder}"


def _advice(result: ComparisonResult, primary: str) -> Iterator[str]:
    if result.overall is None or result.overall.gain is None:
        return
    points = 100 * result.overall.gain
    if result.better:
        yield f"The new model is better on held-out video: {points:+.1f} points of {primary}."
        return
    if not result.regressed and abs(points) < _NOTHING:
        yield "The new model is no better on held-out video than the one it came from."
        return
    where = ", ".join(Path(venue.name).name for venue in result.regressed)
    lost = f"; it loses more than two points on {where}" if where else ""
    change = f"{points:+.1f} points of {primary}{lost}"
    yield f"The new model is WORSE than the one it came from: {change}."
    yield "Keep the old one. More labels, above all of what was missed, help more than steps."


def _titles(names: Sequence[str]) -> list[str]:
    """The names of figures for people; the primary one's is short and stands first."""
    first, *others = names
    return [first.upper() if len(first) <= 3 else first, *others]


def _headings(names: Sequence[str]) -> list[str]:
    first, *others = _titles(names)
    return [f"{heading:>6}" for heading in (f"{first} before", f"{first} now", *others)]


def _row(row: Comparison, names: Sequence[str]) -> str:
    before = "-" if row.before is None else f"{row.before.primary:.3f}"
    cells = [before, f"{row.after.primary:.3f}", *_values(row.after, names[1:])]
    pairs = zip(cells, _headings(names), strict=True)
    return "  ".join(f"{cell:>{len(heading)}}" for cell, heading in pairs)


def _figures(metrics: Metrics, names: Sequence[str]) -> str:
    pairs = zip(_titles(names), _values(metrics, names), strict=True)
    return ", ".join(f"{name} {value}" for name, value in pairs)


def _values(metrics: Metrics, names: Sequence[str]) -> list[str]:
    figures = metrics.figures()
    return ["-" if (value := figures[name]) is None else f"{value:.3f}" for name in names]
