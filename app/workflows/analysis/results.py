"""An analysis from video file to result files, as work with progress."""

import json
from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from app.workflows.analysis.find_events import EventAnalysis, find_events
from app.workflows.analysis.track_ball import (
    AnalysisProgress,
    AnalysisRequest,
    AnalysisResult,
    track_ball,
)
from app.workflows.videos import OpenedVideo
from storage.files import write_text
from storage.formats.common.ball_rows import ball_rows
from storage.formats.tables.ball_csv import write_ball_csv
from storage.formats.tables.events_csv import write_events_csv
from storage.library.library import Library
from storage.library.predictions.predictions import predicted_track
from storage.records import BallRow, Event, Video


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a model said of the frames of a video that were asked for; people's labels not in it."""

    video: Video
    result: AnalysisResult
    rows: tuple[BallRow, ...]
    events: EventAnalysis | None = None  # None where none were asked for


def analyse(
    library: Library, opened: OpenedVideo, request: AnalysisRequest
) -> Generator[AnalysisProgress, None, Analysis]:
    """Track the ball as `request` says, and find the events in its path.

    Goes on where an earlier, cancelled analysis stopped.
    """
    video = opened.video
    frames = request.frames_of(video.frames)
    result = yield from track_ball(library, video, opened.table, request)
    with library.connect() as db:
        track = predicted_track(db, result.run.id, video.frames)
    rows = tuple(row for row in ball_rows(track) if row.frame in frames)
    events = None
    if request.events == "path":
        events = find_events(library, video, opened.table, result.run)
    return Analysis(video, result, rows, events)


def write_analysis(analysis: Analysis, folder: Path, stem: str) -> None:
    """Write `stem`.ball.csv, .events.csv and .summary.json into `folder`."""
    write_ball_csv(folder / f"{stem}.ball.csv", analysis.rows)
    write_events_csv(folder / f"{stem}.events.csv", analysed_events(analysis))
    # last, so that where it is the others are whole
    write_text(folder / f"{stem}.summary.json", json.dumps(summary(analysis), indent=2) + "\n")


def summary(analysis: Analysis) -> dict[str, object]:
    """What stands in the summary; `seconds` and `fps` are of this pass alone."""
    result = analysis.result
    return {
        "video": str(analysis.video.path),
        "frames": result.frames,
        "model": result.run.model,
        "device": "cuda" if "-cuda-" in result.run.engine else "cpu",
        "engine": result.run.engine,
        "seconds": round(result.seconds, 3),
        "fps": round(result.rate, 1),
        "visible": result.visible,
        "events": dict(Counter(event.name for event in analysed_events(analysis))),
        **_event_summary(analysis.events),
    }


def analysed_events(analysis: Analysis) -> list[Event]:
    """The events in the frames that were asked for."""
    if analysis.events is None:
        return []
    run = analysis.result.run
    return [event for event in analysis.events.events if run.first <= event.frame < run.stop]


def _event_summary(events: EventAnalysis | None) -> dict[str, object]:
    """The model of the events, the sport that it sees, and the rallies: first and last frame."""
    if events is None:
        return {}
    rallies = [[first, stop - 1] for first, stop in events.rallies]
    return {"events_model": events.run.model, "sport": events.sport, "rallies": rallies}
