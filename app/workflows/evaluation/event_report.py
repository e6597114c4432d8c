"""An evaluation of events as tables: a terminal's, JSON, CSV."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from inference.actions.evaluation.metrics import (
    TOLERANCES,
    ScoredEvent,
    VideoEvents,
    f1_interval,
    mean_ap,
    score_class,
    side_accuracy,
    signed_errors,
)
from storage.files import write_text

TOLERANCE = 2  # frames, of the figures that are told for one tolerance alone

_COLUMNS = ("event", "labels", "predicted", "precision", "recall", "f1", "low", "high")
_MORE = (*(f"f1_{each}" for each in TOLERANCES), "ap", "error", "side")
_LATE = 0.3  # frames of mean signed error above which labels and model differ by convention
_FEW = 30  # labels below which an F1 says little


@dataclass(frozen=True, eq=False)
class PredictedEvents:
    """What one source has predicted for all videos."""

    name: str
    sure: tuple[VideoEvents, ...]  # predictions that are as sure as their thresholds
    all: tuple[VideoEvents, ...]  # less sure ones too: what average precision is made of


@dataclass(frozen=True, eq=False)
class EventReport:
    """Figures of each class, by source; a source that knows nothing is among them."""

    sources: tuple[PredictedEvents, ...]

    @property
    def notes(self) -> Sequence[str]:
        """Classes with few labels, and those that are steadily early or late."""
        first = self.sources[0]
        notes = []
        for name in _classes(first):
            figures = _figures(first, name)
            if int(figures["labels"] or 0) < _FEW:
                notes.append(f"{name}: {figures['labels']} labels say little; see the interval.")
            error = figures["error"]
            if isinstance(error, float) and abs(error) > _LATE:
                when = "later" if error > 0 else "earlier"
                notes.append(f"{name}: predicted {abs(error):.1f} frames {when} than labelled.")
        return notes

    def text(self) -> str:
        """A table of each source."""
        parts = []
        for source in self.sources:
            rows = [_COLUMNS + _MORE, *(_cells(_figures(source, n)) for n in _classes(source))]
            widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
            lines = ("  ".join(c.rjust(w) for c, w in zip(r, widths, strict=True)) for r in rows)
            parts.append(
                f"{source.name}: mAP {mean_ap(source.all):.3f}\n"
                + "\n".join(map(str.rstrip, lines))
            )
        return "\n\n".join(parts)

    def values(self) -> dict[str, object]:
        """Everything as one JSON value."""
        return {
            source.name: {
                "map": round(mean_ap(source.all), 4),
                "classes": [_figures(source, name) for name in _classes(source)],
            }
            for source in self.sources
        }

    def write(self, folder: Path) -> None:
        """Write events.csv and events.json into `folder`. Raises UserError."""
        text = io.StringIO()
        lines = csv.writer(text, lineterminator="\n")
        lines.writerow(["source", *_COLUMNS, *_MORE])
        for source in self.sources:
            for name in _classes(source):
                lines.writerow([source.name, *_cells(_figures(source, name))])
        write_text(folder / "events.csv", text.getvalue())
        write_text(folder / "events.json", json.dumps(self.values(), indent=2) + "\n")


def uninformed(videos: Sequence[VideoEvents], frames: Sequence[int]) -> PredictedEvents:
    """Events of each labelled class at the mean distance of the labels: what knows nothing."""
    names = sorted({label.event for video in videos for label in video.labels})
    counts = {n: sum(lab.event == n for video in videos for lab in video.labels) for n in names}
    guessed = tuple(
        VideoEvents(
            [
                ScoredEvent(int(frame), name)
                for name in names
                for frame in np.arange(0, length, max(sum(frames) / counts[name], 1))
            ],
            video.labels,
        )
        for video, length in zip(videos, frames, strict=True)
    )
    return PredictedEvents("uninformed", guessed, guessed)


def _classes(source: PredictedEvents) -> list[str]:
    return sorted({label.event for video in source.sure for label in video.labels})


def _figures(source: PredictedEvents, name: str) -> dict[str, str | float | None]:
    score = score_class(source.sure, name, TOLERANCE)
    interval = f1_interval(source.sure, name, TOLERANCE)
    errors = signed_errors(source.sure, name, TOLERANCE)
    by_tolerance = {f"f1_{t}": round(score_class(source.sure, name, t).f1, 4) for t in TOLERANCES}
    side = side_accuracy(source.sure, name, TOLERANCE)
    return {
        "event": name,
        "labels": score.labels,
        "predicted": score.given,
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "f1": round(score.f1, 4),
        "low": round(interval.low, 4) if interval else None,
        "high": round(interval.high, 4) if interval else None,
        **by_tolerance,
        "ap": round(score_class(source.all, name, TOLERANCE).ap, 4),
        "error": round(float(np.mean(errors)), 3) if errors else None,
        "side": None if side is None else round(side, 4),
    }


def _cells(figures: dict[str, str | float | None]) -> tuple[str, ...]:
    values = (figures[name] for name in _COLUMNS + _MORE)
    return tuple(
        "" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)
        for value in values
    )
