"""What people's events say of a model's: pairs, misses, inventions; what thresholds are worth."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from storage.records import DECIDED, PROPOSAL, Event, Review

Cell = tuple[str | None, str | None]  # of a confusion matrix: truth, prediction
WITHIN = 3  # frames between a prediction and the event that it is of
STEPS = 101  # thresholds of a curve: 0 to 100 %


@dataclass(frozen=True, slots=True)
class Judgement:
    """An event of people, one of a model, or both where they are the same one.

    Without `truth` the model has invented it, and a person has said so; without `predicted` it has
    missed it. `confidence` is the model's, 0 for a miss.
    """

    frame: int
    truth: str | None
    predicted: str | None
    confidence: float


@dataclass(frozen=True, eq=False)
class ThresholdCurve:
    """Precision and recall of a class at thresholds of 0 to 1: arrays of (STEPS,), NaN for 0 / 0.

    They are of what people have judged: a proposal that nobody has answered counts for neither.
    """

    precision: NDArray[np.float64]
    recall: NDArray[np.float64]
    judged: int


def judge_events(predicted: Sequence[Event], labels: Iterable[Event]) -> list[Judgement]:
    """Pair people's `labels` with the nearest of `predicted`, of their class if there is one."""
    frames = np.array([event.frame for event in predicted], np.int64)
    order = np.argsort(frames, kind="stable")
    sorted_frames = frames[order]
    free = np.ones(len(predicted), np.bool_)
    judgements = []
    for label in sorted(labels, key=_most_certain):
        frame, name = label.answers
        low, high = np.searchsorted(sorted_frames, [frame - WITHIN, frame + WITHIN + 1])
        near = [int(at) for at in order[low:high] if free[at]]
        stands = label.review in DECIDED
        moved = PROPOSAL in dict(label.attributes)
        same = [at for at in near if predicted[at].name == name]
        choice = same if same or moved or not stands else near
        best = min(choice, key=lambda at: abs(predicted[at].frame - frame), default=None)
        if best is not None:
            free[best] = False
        if best is not None or stands:
            judgements.append(_judgement(label, None if best is None else predicted[best]))
    return sorted(judgements, key=lambda judgement: judgement.frame)


def threshold_curves(judgements: Iterable[Judgement]) -> dict[str, ThresholdCurve]:
    """The curve of each class that a model predicts and people have judged."""
    by_class: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        for name in {judgement.truth, judgement.predicted} - {None}:
            by_class.setdefault(str(name), []).append(judgement)
    return {name: _curve(name, judged) for name, judged in by_class.items()}


def cell_of(judgement: Judgement, threshold: Mapping[str, float]) -> Cell:
    """What people say and what the model says, if it is as sure as the threshold of its class."""
    seen = judgement.predicted
    if seen is not None and judgement.confidence < threshold[seen]:
        seen = None
    return judgement.truth, seen


def cells(
    judgements: Iterable[Judgement], threshold: Mapping[str, float]
) -> dict[Cell, list[Judgement]]:
    """The confusion matrix: judgements by truth and prediction, in each the worst ones first.

    A prediction below the threshold of its class is none. Worst is what the model was surest of;
    of misses that which it nearly saw comes last.
    """
    matrix: dict[Cell, list[Judgement]] = {}
    for judgement in judgements:
        cell = cell_of(judgement, threshold)
        if cell != (None, None):
            matrix.setdefault(cell, []).append(judgement)
    for (truth, seen), members in matrix.items():
        is_worst_sure = seen is not None and truth != seen
        members.sort(key=lambda one: -one.confidence if is_worst_sure else one.confidence)
    return matrix


def _judgement(label: Event, prediction: Event | None) -> Judgement:
    stands = label.review in DECIDED
    return Judgement(
        label.frame,
        label.name if stands else None,
        None if prediction is None else prediction.name,
        0.0 if prediction is None else prediction.confidence,
    )


def _curve(name: str, judged: Sequence[Judgement]) -> ThresholdCurve:
    thresholds = np.linspace(0, 1, STEPS)
    of_class = [one for one in judged if one.predicted == name]
    confidence = np.array([one.confidence for one in of_class])
    right = np.array([one.truth == name for one in of_class], np.bool_)
    positives = sum(one.truth == name for one in judged)
    given = (confidence[None, :] >= thresholds[:, None] - 1e-9).sum(1)
    hits = (confidence[right][None, :] >= thresholds[:, None] - 1e-9).sum(1)
    precision = np.divide(hits, given, out=np.full(STEPS, np.nan), where=given > 0)
    recall = hits / positives if positives else np.full(STEPS, np.nan)
    return ThresholdCurve(precision, recall, len(judged))


def _most_certain(label: Event) -> tuple[bool, bool, int]:
    """Those that say which proposal they answer choose first, rejected ones last."""
    answers = PROPOSAL in dict(label.attributes)
    return label.review is Review.REJECTED, not answers, label.frame
