"""Measuring a net that reads paths on a validation set, video by video and venue by venue."""

from collections.abc import Generator, Sequence

from inference.actions.data.labelled_path import LabelledPath
from inference.actions.evaluation.event_metrics import EventMetrics, labels_of, predictions_for
from inference.actions.evaluation.metrics import VideoEvents
from inference.actions.prediction.path_events import PathEventModel
from inference.training.model_comparison import Comparison, ComparisonResult


def measure(
    model: PathEventModel, paths: Sequence[LabelledPath]
) -> Generator[tuple[int, int], None, EventMetrics]:
    """The metrics of `model` on labelled `paths`; yields how many are done, and of how many."""
    videos = []
    for done, labelled in enumerate(paths):
        yield done, len(paths)
        videos.append(VideoEvents(predictions_for(model, labelled), labels_of(labelled)))
    return EventMetrics(tuple(videos))


def compared(
    paths: Sequence[LabelledPath], after: EventMetrics, before: EventMetrics | None
) -> ComparisonResult:
    """The metrics of `paths` one by one, by their groups, and all together."""
    groups = sorted({path.group for path in paths})

    def row(name: str, venue: str, chosen: Sequence[int]) -> Comparison:
        old = None if before is None else _part(before, chosen)
        return Comparison(name, venue, _part(after, chosen), old)

    return ComparisonResult(
        tuple(row(path.name, path.group, [at]) for at, path in enumerate(paths)),
        tuple(
            row(group, group, [at for at, path in enumerate(paths) if path.group == group])
            for group in groups
        ),
        row("all", "", range(len(paths))) if paths else None,
        "F1 within two frames",
    )


def _part(metrics: EventMetrics, chosen: Sequence[int]) -> EventMetrics:
    return EventMetrics(tuple(metrics.videos[at] for at in chosen))
