"""Finds hits and bounces in the path of a stored ball run, and stores them as a run of events."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import uuid4

import numpy as np
from sqlite_utils import Database

from inference.actions.data.ball_path import BallPath, ball_path
from inference.actions.data.labelled_path import FAR, NEAR
from inference.actions.event_model import EventModel, read_event_model
from inference.actions.prediction.path_events import PathEvent, PathEvents, find_path_events
from inference.models.catalog import listed_models
from inference.models.locations import EVENTS_DEFAULT, model_folder
from storage.library.library import Library
from storage.library.predictions.events import put_event_predictions
from storage.library.predictions.predictions import predicted_track, stored_cuts
from storage.library.predictions.runs import activate_run, matching_run, put_run
from storage.media.frame_table import FrameTable
from storage.records import BallTrack, Event, Review, Run, Source, Video, attributes

TASK = "events"
SERVE = "serve"  # the attribute of a hit that begins a rally; its value is "yes"

_ENGINE = "numpy-cpu-fp32"  # the net is too small for anything else


@dataclass(frozen=True, slots=True)
class EventAnalysis:
    """The events of a video, as a model sees them from the path of the ball."""

    run: Run
    sport: str
    events: tuple[Event, ...]  # as sure as the model's thresholds, in order of frames
    rallies: tuple[tuple[int, int], ...]  # frames [first, stop)


def event_models(library: Library) -> list[str]:
    """The models that find events in a path, the shipped one and the library's, by name."""
    return [model.name for model in listed_models(library.models) if model.task == TASK]


def find_events(
    library: Library, video: Video, table: FrameTable, ball: Run, model: str = EVENTS_DEFAULT
) -> EventAnalysis:
    """Find the events in the path of the run `ball`, and make them the video's shown ones.

    Less sure events are stored too, with their confidence. No rally reaches across a cut that the
    run saw. The same ball run gives the same run of events, brought up to date. UserError if there
    is no such model, or its files are damaged.
    """
    chosen = read_event_model(model_folder(model, library.models))
    with library.connect() as db:
        path = path_of(predicted_track(db, ball.id, video.frames), table, video)
        cuts = path.seconds[stored_cuts(db, ball.id, video.frames)]
        path_events = find_path_events(chosen.path_model, path, cuts=tuple(cuts.tolist()))
        run = _store(db, video, ball, chosen, path_events)
    sure = tuple(event_record(event) for event in path_events.above(chosen.path_model.thresholds))
    return EventAnalysis(run, path_events.sport, sure, path_events.rallies)


def path_of(track: BallTrack, table: FrameTable, video: Video) -> BallPath:
    """The path of a track through a video, by the times of its frames."""
    seen = track.visibility > 0
    x, y = (np.where(seen, place, np.nan) for place in (track.x, track.y))
    confidence = np.nan_to_num(track.confidence)
    return ball_path(increasing(table.times), x, y, (video.width, video.height), confidence)


def increasing(seconds: np.ndarray) -> np.ndarray:
    """Times that grow from frame to frame, where a damaged file has some that do not."""
    least = np.arange(len(seconds)) * 1e-6
    return np.asarray(np.maximum.accumulate(seconds - least) + least)


def event_record(event: PathEvent) -> Event:
    """A model's event as it is stored and written."""
    values = {"side": event.side} if event.side in (NEAR, FAR) else {}
    if event.serve:
        values[SERVE] = "yes"
    return Event(
        event.frame,
        event.event,
        event.confidence,
        Source.MODEL,
        Review.UNREVIEWED,
        attributes=attributes(values),
    )


def _store(
    db: Database, video: Video, ball: Run, model: EventModel, path_events: PathEvents
) -> Run:
    source = {"from": "path", "ball": str(ball.id), "sport": path_events.sport}
    settings = json.dumps(source | {"thresholds": dict(model.path_model.thresholds)})
    new = Run(
        id=uuid4(),
        video=video.fingerprint,
        model=model.name,
        weights=model.weights,
        settings=settings,
        first=ball.first,
        stop=ball.stop,
        engine=_ENGINE,
        created=datetime.now(UTC),
        task=TASK,
    )
    old = matching_run(db, video.fingerprint, new.model, new.weights, settings, TASK)
    run = new if old is None else replace(old, first=ball.first, stop=ball.stop)
    put_run(db, run)
    events = (event_record(event) for event in path_events.events)
    put_event_predictions(db, run.id, 0, video.frames, events)
    activate_run(db, video.fingerprint, run.id, TASK)
    return run
