"""An evaluation of classified clips as tables: a terminal's, JSON, CSV."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from inference.clips.data.labelled_clip import LabelledClip, class_counts
from inference.clips.evaluation.clip_metrics import CLIP_METRICS, ClipClassMetrics, uninformed
from storage.files import write_text

_FEW = 30  # labels below which a figure says little
_COLUMNS = ("class", "labels", "predicted", "precision", "recall", "f1")


@dataclass(frozen=True, eq=False)
class ClassifiedClips:
    """What one source says of the clips."""

    name: str
    metrics: ClipClassMetrics
    left_out: int = 0  # clips of classes that it does not know, or that it says nothing of
    seen: int = 0  # clips that the model may have been trained on


@dataclass(frozen=True, eq=False)
class ClipReport:
    """Figures of each source; one that knows nothing but the shares of the classes is beside it."""

    sources: tuple[ClassifiedClips, ...]
    clips: tuple[LabelledClip, ...]

    @property
    def notes(self) -> Sequence[str]:
        """Classes with few labels, clips left out, and clips that the model was trained on."""
        counts = class_counts(self.clips)
        notes = [
            f"{name}: {count} clips say little; see the interval."
            for name, count in sorted(counts.items())
            if count < _FEW
        ]
        for source in self.sources:
            if source.left_out:
                notes.append(f"{source.name}: {source.left_out} clips are left out.")
            if source.seen:
                notes.append(
                    f"{source.name}: {source.seen} of these clips were not held out when it was "
                    "trained. If it was trained on them, its figures are too good."
                )
        return notes

    def text(self) -> str:
        """Figures, classes and confusion matrix of each source."""
        return "\n\n".join("\n".join(self._lines(source)) for source in self.sources)

    def values(self) -> dict[str, object]:
        """Everything as one JSON value."""
        return {source.name: _values(source.metrics) for source in self.sources}

    def write(self, folder: Path) -> None:
        """Write clips.json, clips.csv, confusion.csv and a table of every clip."""
        classes, matrix, rows = io.StringIO(), io.StringIO(), io.StringIO()
        class_rows, matrix_rows, clip_rows = (
            csv.writer(text, lineterminator="\n") for text in (classes, matrix, rows)
        )
        class_rows.writerow(["source", *_COLUMNS])
        clip_rows.writerow(["source", "clip", "label", "class", "confidence"])
        for source in self.sources:
            metrics = source.metrics
            for figures in metrics.class_figures():
                class_rows.writerow([source.name, *(figures[name] for name in _COLUMNS)])
            matrix_rows.writerow([source.name, *metrics.classes])
            for name, counts in zip(metrics.classes, metrics.confusion, strict=True):
                matrix_rows.writerow([name, *map(int, counts)])
            clip_rows.writerows([source.name, *row] for row in _clip_rows(metrics))
        write_text(folder / "clips.csv", classes.getvalue())
        write_text(folder / "confusion.csv", matrix.getvalue())
        write_text(folder / "predictions.clips.csv", rows.getvalue())
        write_text(folder / "clips.json", json.dumps(self.values(), indent=2) + "\n")

    def _lines(self, source: ClassifiedClips) -> Iterator[str]:
        metrics = source.metrics
        nothing = _uninformed(metrics)
        intervals = metrics.intervals()
        groups = len(set(metrics.groups))
        yield f"{source.name}: {len(metrics.labels)} clips of {groups} groups"
        yield f"{'':18}  value  95 % interval   uninformed"
        for name in CLIP_METRICS:
            value, other = metrics.figures()[name], nothing.figures()[name]
            interval = intervals.get(name)
            span = f"{interval.low:.3f} to {interval.high:.3f}" if interval else ""
            yield f"{name.replace('_', ' '):18}  {value:.3f}  {span:14}  {other:10.3f}"
        yield ""
        rows = [_COLUMNS, *(_cells(figures) for figures in metrics.class_figures())]
        yield from _table(rows)
        yield ""
        yield "Confusion: a row for each true class, a column for each predicted one."
        yield from _table([("", *metrics.classes), *_confusion_rows(metrics)])


def _uninformed(metrics: ClipClassMetrics) -> ClipClassMetrics:
    """What always says the most frequent class, as sure as that is frequent."""
    return uninformed(metrics, [int(count) for count in metrics.confusion.sum(1)])


def _values(metrics: ClipClassMetrics) -> dict[str, object]:
    nothing = _uninformed(metrics).figures()
    return {
        **{name: round(float(value or 0), 4) for name, value in metrics.figures().items()},
        "intervals": {
            name: [round(interval.low, 4), round(interval.high, 4)]
            for name, interval in metrics.intervals().items()
        },
        "uninformed": {name: round(float(nothing[name] or 0), 4) for name in CLIP_METRICS},
        "classes": metrics.class_figures(),
        "confusion": metrics.confusion.tolist(),
    }


def _clip_rows(metrics: ClipClassMetrics) -> Iterator[tuple[str, str, str, str]]:
    for index, name in enumerate(metrics.names):
        given = int(metrics.predicted[index])
        label = metrics.classes[int(metrics.labels[index])]
        confidence = f"{metrics.probabilities[index, given]:.4f}"
        yield name, label, metrics.classes[given], confidence


def _confusion_rows(metrics: ClipClassMetrics) -> Iterator[tuple[str, ...]]:
    """Counts, with the share of the row's clips on the diagonal."""
    for index, (name, counts) in enumerate(zip(metrics.classes, metrics.confusion, strict=True)):
        total = max(int(counts.sum()), 1)
        cells = [str(int(count)) for count in counts]
        cells[index] += f" ({counts[index] / total:.0%})"
        yield (name, *cells)


def _cells(figures: Mapping[str, object]) -> tuple[str, ...]:
    values = (figures[name] for name in _COLUMNS)
    return tuple(f"{v:.3f}" if isinstance(v, float) else str(v) for v in values)


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(c.rjust(w) for c, w in zip(row, widths, strict=True)).rstrip()
