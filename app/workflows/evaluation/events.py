"""Evaluates events: people's labels against a run, a model, or tables."""

import json
from collections.abc import Callable, Generator, Iterable
from dataclasses import replace
from pathlib import Path

from app.workflows.analysis.find_events import TASK, find_events
from app.workflows.evaluation.event_report import EventReport, PredictedEvents, uninformed
from app.workflows.evaluation.request import EvaluationRequest
from app.workflows.videos import OpenedVideo, open_video
from inference.actions.evaluation.metrics import ScoredEvent, VideoEvents
from inference.actions.prediction.path_events import THRESHOLD
from storage.errors import UserError
from storage.files import fit_name
from storage.formats.common.csv_rows import check_frames
from storage.formats.tables.events_csv import read_events_csv
from storage.library.labels import events as event_labels
from storage.library.library import Library
from storage.library.predictions.events import event_predictions
from storage.library.predictions.runs import active_run
from storage.progress import Progress
from storage.records import DECIDED, Event, Run, Source, Video

_TABLE = ".events.csv"

Predict = Callable[[OpenedVideo], tuple[list[ScoredEvent], dict[str, float]]]
"""The events of a video with their confidence, and the threshold of each class."""


def evaluate_events(
    library: Library, request: EvaluationRequest
) -> Generator[Progress, None, EventReport]:
    """Compare predicted events with people's labels, within 0, 1, 2 and 4 frames.

    Classes that nobody has labelled in a video are left out there. UserError if a video, its
    labels or its predictions cannot be read.
    """
    request.check()
    videos = []
    for number, path in enumerate(dict.fromkeys(request.videos)):
        opened = yield from open_video(library, path)
        videos.append(opened)
        yield Progress(number + 1, len(request.videos), "videos", "Reading videos")
    labels = [_labels(library, opened.video, request.labels) for opened in videos]
    sources = []
    for name, predict in _sources(library, request):
        predictions = []
        for number, opened in enumerate(videos):
            yield Progress(number, len(videos), "videos", f"Finding events: {name}")
            predictions.append(predict(opened))
        sources.append(_predicted(name, predictions, labels))
    frames = [opened.video.frames for opened in videos]
    return EventReport((*sources, uninformed(sources[0].sure, frames)))


def _sources(library: Library, request: EvaluationRequest) -> list[tuple[str, Predict]]:
    first: tuple[str, Predict] = "active run", lambda opened: _of_run(library, opened.video)
    if request.predictions is not None:
        first = str(request.predictions), _of_tables(request.predictions)
    elif request.model is not None:
        first = request.model, _of_model(library, request.model)
    if request.against is None:
        return [first]
    other = Path(request.against)
    is_tables = other.is_dir() and not (other / "model.toml").exists()
    second = _of_tables(other) if is_tables else _of_model(library, request.against)
    return [first, (request.against, second)]


def _of_tables(place: Path) -> Predict:
    def predict(opened: OpenedVideo) -> tuple[list[ScoredEvent], dict[str, float]]:
        rows = read_events_csv(_table(opened.video, place))
        check_frames(rows, opened.video.frames)
        return [_scored(event) for event in rows], {event.name: 0.0 for event in rows}

    return predict


def _of_model(library: Library, model: str) -> Predict:
    def predict(opened: OpenedVideo) -> tuple[list[ScoredEvent], dict[str, float]]:
        with library.connect() as db:
            ball = active_run(db, opened.video.fingerprint)
        if ball is None:
            raise UserError(
                f"The ball of {opened.video.path.name} has not been tracked.",
                "Run touchline analyze on it first: events are found in the path of the ball.",
            )
        analysis = find_events(library, opened.video, opened.table, ball, model)
        return _stored(library, analysis.run)

    return predict


def _of_run(library: Library, video: Video) -> tuple[list[ScoredEvent], dict[str, float]]:
    with library.connect() as db:
        run = active_run(db, video.fingerprint, TASK)
    if run is None:
        raise UserError(
            f"No events have been found in {video.path.name} yet.",
            "Run touchline analyze on it first, or choose tables with --predictions.",
        )
    return _stored(library, run)


def _stored(library: Library, run: Run) -> tuple[list[ScoredEvent], dict[str, float]]:
    with library.connect() as db:
        predictions = event_predictions(db, run.id)
    least = json.loads(run.settings or "{}").get("thresholds", {})
    thresholds = {event.name: float(least.get(event.name, THRESHOLD)) for event in predictions}
    return [_scored(event) for event in predictions], thresholds


def _predicted(
    name: str,
    predictions: Iterable[tuple[list[ScoredEvent], dict[str, float]]],
    labels: Iterable[list[ScoredEvent]],
) -> PredictedEvents:
    pairs = []
    for (events, thresholds), truth in zip(predictions, labels, strict=True):
        labelled = {label.event for label in truth}
        kept = [event for event in events if event.event in labelled]
        pairs.append((VideoEvents(kept, truth), thresholds))
    sure = tuple(replace(v, predicted=_sure(v.predicted, limits)) for v, limits in pairs)
    return PredictedEvents(name, sure, tuple(video for video, _ in pairs))


def _sure(events: Iterable[ScoredEvent], thresholds: dict[str, float]) -> list[ScoredEvent]:
    return [event for event in events if event.confidence >= thresholds[event.event]]


def _labels(library: Library, video: Video, place: Path | None) -> list[ScoredEvent]:
    """From the file or folder `place`, else the library, else the table beside the video."""
    events: list[Event] = []
    if place is None:
        with library.connect() as db:
            stored = event_labels(db, video.fingerprint).values()
            events = [row.label for row in stored if row.label.review in DECIDED]
    rows = events or read_events_csv(_table(video, place or video.path.parent))
    check_frames(rows, video.frames)
    return [_scored(event) for event in rows if event.source != Source.MODEL]


def _table(video: Video, place: Path) -> Path:
    path = place / f"{fit_name(video.path.stem)}{_TABLE}" if place.is_dir() else place
    if not path.is_file():
        raise UserError(
            f"{video.path.name} has no labelled events: {path} does not exist.",
            "Mark some in the window, or choose a table or its folder with --labels.",
        )
    return path


def _scored(event: Event) -> ScoredEvent:
    side = dict(event.attributes).get("side", "")
    return ScoredEvent(event.frame, event.name, event.confidence, side)
