"""Measuring a net on the validation set, and against the one that it came from."""

from collections.abc import Generator, Sequence

import numpy as np
from torch import nn

from inference.clips.data.labelled_clip import ClipInput
from inference.clips.data.prepared import PreparedClip
from inference.clips.evaluation.clip_metrics import ClipClassMetrics
from inference.clips.models.clip_model import Decision
from inference.clips.nets.trunk_classifier import trained_part
from inference.clips.prediction.predict_clips import predict_clips
from inference.training.model_comparison import Comparison, ComparisonResult
from storage.progress import map_steps


def measure(
    net: nn.Module,
    clips: Sequence[PreparedClip],
    classes: Sequence[str],
    spec: ClipInput,
    decision: Decision,
) -> Generator[tuple[int, int], None, ClipClassMetrics]:
    """The metrics of `net`, in evaluation mode, on labelled clips; yields done, all."""
    known = [clip for clip in clips if clip.label >= 0]
    work = predict_clips(trained_part(net), known, spec, decision)
    probabilities = yield from map_steps(work, lambda done: (done, len(known)))
    labels = np.array([clip.label for clip in known], np.int64)
    groups, names = (tuple(getattr(clip, key) for clip in known) for key in ("group", "name"))
    return ClipClassMetrics(tuple(classes), labels, probabilities, groups, names)


def compared(after: ClipClassMetrics, before: ClipClassMetrics | None) -> ComparisonResult:
    """The metrics of all validation clips, and class by class."""
    if not len(after.labels):
        return ComparisonResult()
    rows = tuple(
        Comparison(
            name, name, _of_class(after, index), _of_class(before, index) if before else None
        )
        for index, name in enumerate(after.classes)
        if (after.labels == index).any()
    )
    overall = Comparison("all", "", after, before)
    groups = len(set(after.groups))
    return ComparisonResult(
        rows,
        (),
        overall,
        f"{len(after.labels)} held-out clips of {groups} groups",
        unit="class label",
    )


def _of_class(metrics: ClipClassMetrics, index: int) -> ClipClassMetrics:
    chosen = metrics.labels == index
    groups = tuple(group for group, mine in zip(metrics.groups, chosen, strict=True) if mine)
    return ClipClassMetrics(
        metrics.classes, metrics.labels[chosen], metrics.probabilities[chosen], groups
    )
