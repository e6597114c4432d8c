"""The shown model's events against people's: curves for the thresholds, a matrix, its examples."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app.gui.jobs.jobs import Job, Jobs, at_once
from app.gui.review.label_model import LabelModel
from app.gui.tagging.event_thresholds import EventThresholds
from inference.review.event_judgement import (
    Judgement,
    cell_of,
    cells,
    judge_events,
    threshold_curves,
)
from storage.records import Event
from widgets.events.confusion_matrix import Cell
from widgets.events.threshold_curve import ClassCurve

_REST = 300  # milliseconds without an edit before it is judged again
_FEWEST = 3  # judged events of a class for a curve


@dataclass(frozen=True, eq=False)
class _Judged:
    """What a worker thread has made of the labels."""

    judgements: list[Judgement] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    curves: dict[str, ClassCurve] = field(default_factory=dict)


class EventJudging(QObject):
    """Judged on a worker thread: thousands of labels take a second."""

    changed = Signal()

    def __init__(
        self,
        labels: LabelModel,
        thresholds: EventThresholds,
        jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._labels = labels
        self._thresholds = thresholds
        self._jobs = jobs
        self._job: Job | None = None
        self._judged = _Judged()
        self._steps: Counter[Cell] = Counter()  # how often each cell was asked for
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self._judge)
        labels.moments_changed.connect(self._rest.start)
        thresholds.changed.connect(self.changed)
        self._rest.start()

    @property
    def curves(self) -> dict[str, ClassCurve]:
        """Of the classes that people have judged enough of."""
        return self._judged.curves

    @property
    def names(self) -> list[str]:
        """The classes of the matrix."""
        return self._judged.names

    @property
    def counts(self) -> dict[Cell, int]:
        """How many examples each cell of the matrix has, with the thresholds as they are."""
        threshold = self._threshold()
        counts = Counter(cell_of(one, threshold) for one in self._judged.judgements)
        del counts[None, None]  # what was rejected, and is not proposed either
        return counts

    def next_example(self, cell: Cell) -> tuple[Judgement, int, int] | None:
        """The next example of a cell, the worst first: with its number, and how many there are."""
        members = cells(self._judged.judgements, self._threshold()).get(cell, [])
        if not members:
            return None
        place = self._steps[cell] % len(members)
        self._steps[cell] += 1
        return members[place], place + 1, len(members)

    def stop(self) -> None:
        """Judge no more."""
        self._rest.stop()
        self._rest.blockSignals(True)

    def _threshold(self) -> dict[str, float]:
        return {name: self._thresholds.of(name) for name in self.names}

    def _judge(self) -> None:
        if self._job is not None:
            self._job.cancel()
        labels, predicted = list(self._labels.events.values()), self._labels.predicted
        work = partial(_judge, predicted, labels)
        self._job = job = self._jobs.start(at_once(work))
        job.succeeded.connect(self._take)

    def _take(self, judged: _Judged) -> None:
        if judged.judgements != self._judged.judgements:
            self._judged, self._steps = judged, Counter()
            self.changed.emit()


def _judge(predicted: Sequence[Event], labels: Sequence[Event]) -> _Judged:
    judgements = judge_events(predicted, labels)
    curves = {
        name: ClassCurve(curve.precision, curve.recall, curve.judged)
        for name, curve in threshold_curves(judgements).items()
        if curve.judged >= _FEWEST
    }
    named = {name for one in judgements for name in (one.truth, one.predicted)}
    return _Judged(judgements, sorted(name for name in named if name is not None), curves)
