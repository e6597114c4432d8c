"""How good events are, as trainer, model cards and reports want it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from inference.actions.data.labelled_path import CLASSES, HIT, LabelledPath
from inference.actions.evaluation.metrics import (
    ScoredEvent,
    VideoEvents,
    mean_ap,
    score_class,
    score_events,
    side_accuracy,
    signed_errors,
)
from inference.actions.prediction.path_events import PathEventModel, find_path_events

TOLERANCE = 2  # frames

EVENT_METRICS = ("f1", "map", "hit_f1", "bounce_f1", "side")


@dataclass(frozen=True, eq=False)
class EventMetrics:
    """Predicted against labelled events of some videos: figures at a tolerance of two frames."""

    videos: tuple[VideoEvents, ...]

    @property
    def primary(self) -> float:
        """F1 over all classes together."""
        return score_events(self.videos, TOLERANCE)["all"].f1

    def figures(self) -> Mapping[str, float | None]:
        """F1, mAP over tolerances, F1 and mean signed error by class, share of right sides."""
        return {
            "f1": self.primary,
            "map": mean_ap(self.videos),
            **{f"{name}_f1": self._f1(name) for name in CLASSES},
            "side": side_accuracy(self.videos, HIT, TOLERANCE),
            **{f"{name}_error": self._error(name) for name in CLASSES},
        }

    def _f1(self, name: str) -> float | None:
        score = score_class(self.videos, name, TOLERANCE)
        return score.f1 if score.labels else None

    def _error(self, name: str) -> float | None:
        errors = signed_errors(self.videos, name, TOLERANCE)
        return float(np.mean(errors)) if errors else None


def labels_of(labelled: LabelledPath) -> list[ScoredEvent]:
    """The labels of a path as metrics want them."""
    return [ScoredEvent(event.frame, event.event, 1.0, event.side) for event in labelled.events]


def predictions_for(model: PathEventModel, labelled: LabelledPath) -> list[ScoredEvent]:
    """What `model` finds in a path, of the classes that people have marked there."""
    events = find_path_events(model, labelled.path, labelled.sport).above(model.thresholds)
    return [
        ScoredEvent(event.frame, event.event, event.confidence, event.side)
        for event in events
        if event.event in labelled.classes
    ]
