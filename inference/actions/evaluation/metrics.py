"""How right events are: precision, recall, F1, average precision and timing, class by class.

A predicted event is right if a label of its class, not matched yet, lies within a tolerance in
frames. Predictions of all videos choose in order of falling confidence, ties by video and frame,
and each takes the nearest label.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

TOLERANCES = (0, 1, 2, 4)  # frames

_DRAWS = 2000
_SEED = 20  # any: the same videos give the same interval


@dataclass(frozen=True, slots=True)
class ScoredEvent:
    """A predicted event; a label is one of confidence 1."""

    frame: int
    event: str
    confidence: float = 1.0
    side: str = ""


@dataclass(frozen=True, eq=False)
class VideoEvents:
    """What was predicted for a video, and what is true."""

    predicted: Sequence[ScoredEvent]
    labels: Sequence[ScoredEvent]


@dataclass(frozen=True, slots=True)
class EventMatch:
    """A predicted event and the label that it took, None for none."""

    video: int
    predicted: ScoredEvent
    label: ScoredEvent | None


@dataclass(frozen=True, slots=True)
class EventScore:
    """The figures of one class, or of all; 0 where nothing was predicted or labelled."""

    labels: int
    given: int
    right: int
    ap: float

    @property
    def precision(self) -> float:
        """Share of the predictions that are right."""
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """Share of the labels that were found."""
        return self.right / self.labels if self.labels else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.given + self.labels
        return 2 * self.right / both if both else 0.0


def matches(videos: Sequence[VideoEvents], event: str, tolerance: int) -> list[EventMatch]:
    """Every prediction of class `event` with its label, by falling confidence."""
    predictions = [
        (-predicted.confidence, video, predicted.frame, order, predicted)
        for video, events in enumerate(videos)
        for order, predicted in enumerate(events.predicted)
        if predicted.event == event
    ]
    free = [
        sorted((label for label in events.labels if label.event == event), key=_frame)
        for events in videos
    ]
    return [
        EventMatch(video, predicted, _take_nearest(free[video], predicted.frame, tolerance))
        for *_, video, _, _, predicted in sorted(predictions, key=lambda entry: entry[:4])
    ]


def score_events(videos: Sequence[VideoEvents], tolerance: int) -> dict[str, EventScore]:
    """The score of each class that is labelled or predicted, and of "all".

    A class that is predicted but never labelled counts as wrong in "all"; the average precision of
    "all" is the mean over the labelled classes.
    """
    labelled = {label.event for events in videos for label in events.labels}
    predicted = {each.event for events in videos for each in events.predicted}
    scores = {name: score_class(videos, name, tolerance) for name in sorted(labelled | predicted)}
    mean_ap = sum(scores[name].ap for name in sorted(labelled)) / max(len(labelled), 1)
    labels, given, right = (
        sum(getattr(score, name) for score in scores.values())
        for name in ("labels", "given", "right")
    )
    return {**scores, "all": EventScore(labels, given, right, mean_ap)}


def score_class(videos: Sequence[VideoEvents], event: str, tolerance: int) -> EventScore:
    """The score of one class."""
    labels = sum(label.event == event for events in videos for label in events.labels)
    predictions = matches(videos, event, tolerance)
    right = [match.label is not None for match in predictions]
    return EventScore(labels, len(predictions), sum(right), average_precision(right, labels))


def average_precision(right: Sequence[bool], labels: int) -> float:
    """Area under the interpolated precision-recall curve of predictions by falling confidence."""
    hits = np.cumsum(right)
    if not labels or not len(hits):
        return 0.0
    precision = np.maximum.accumulate((hits / np.arange(1, len(hits) + 1))[::-1])[::-1]
    recall = np.concatenate([[0.0], hits / labels])
    # added up from the least confident one on, as score_events.py does, to the last digit
    return float(sum((np.diff(recall) * precision)[::-1].tolist()))


def mean_ap(videos: Sequence[VideoEvents]) -> float:
    """Average precision, mean over the labelled classes and over `TOLERANCES`."""
    return float(np.mean([score_events(videos, tolerance)["all"].ap for tolerance in TOLERANCES]))


def signed_errors(videos: Sequence[VideoEvents], event: str, tolerance: int) -> list[int]:
    """Predicted less labelled frame of every match: a steady offset is a labelling convention."""
    return [
        match.predicted.frame - match.label.frame
        for match in matches(videos, event, tolerance)
        if match.label is not None
    ]


def side_accuracy(videos: Sequence[VideoEvents], event: str, tolerance: int) -> float | None:
    """Share of matched events whose side is right, where labels tell it; None where none does."""
    right = [
        match.predicted.side == match.label.side
        for match in matches(videos, event, tolerance)
        if match.label is not None and match.label.side
    ]
    return sum(right) / len(right) if right else None


@dataclass(frozen=True, slots=True)
class F1Interval:
    """Where F1 lies in 95 of 100 drawings of the videos."""

    low: float
    high: float


def f1_interval(videos: Sequence[VideoEvents], event: str, tolerance: int) -> F1Interval | None:
    """The 95 % bootstrap interval of F1 over videos; None for fewer than two."""
    if len(videos) < 2:
        return None
    scores = [score_class([video], event, tolerance) for video in videos]
    counts = np.array([(2 * score.right, score.given + score.labels) for score in scores])
    drawn = np.random.default_rng(_SEED).multinomial(
        len(videos), np.full(len(videos), 1 / len(videos)), _DRAWS
    )
    sums = drawn @ counts
    low, high = np.percentile(sums[:, 0] / np.maximum(sums[:, 1], 1), [2.5, 97.5])
    return F1Interval(float(low), float(high))


def score_segments(
    videos: Sequence[tuple[Sequence[tuple[int, int]], Sequence[tuple[int, int]]]],
    overlap: float = 0.5,
) -> EventScore:
    """The score of predicted against true frame ranges `[first, stop)`, matched one to one.

    A predicted range is right if intersection over union with a free true one is at least
    `overlap`; the best pairs are matched first.
    """
    right = sum(_segment_matches(predicted, truth, overlap) for predicted, truth in videos)
    given = sum(len(predicted) for predicted, _ in videos)
    return EventScore(sum(len(truth) for _, truth in videos), given, right, 0.0)


def _segment_matches(
    predicted: Sequence[tuple[int, int]], truth: Sequence[tuple[int, int]], overlap: float
) -> int:
    pairs = sorted(
        ((_overlap(a, b), i, j) for i, a in enumerate(predicted) for j, b in enumerate(truth)),
        reverse=True,
    )
    taken_predicted: set[int] = set()
    taken_truth: set[int] = set()
    for share, i, j in pairs:
        if share >= overlap and i not in taken_predicted and j not in taken_truth:
            taken_predicted.add(i)
            taken_truth.add(j)
    return len(taken_truth)


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    both = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    either = (a[1] - a[0]) + (b[1] - b[0]) - both
    return both / either if either else 0.0


def _take_nearest(labels: list[ScoredEvent], frame: int, tolerance: int) -> ScoredEvent | None:
    """Take the nearest of `labels`, in order of their frames, out of them if it is near enough."""
    at = bisect_left(labels, frame, key=_frame)
    near = [i for i in (at - 1, at) if 0 <= i < len(labels)]
    nearest = min(near, key=lambda i: abs(labels[i].frame - frame), default=None)
    if nearest is None or abs(labels[nearest].frame - frame) > tolerance:
        return None
    return labels.pop(nearest)


def _frame(event: ScoredEvent) -> int:
    return event.frame
