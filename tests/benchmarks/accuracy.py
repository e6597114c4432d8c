"""How well the ball is found in real rallies that people have labelled, as Markdown table lines."""

import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from app.workflows.analysis.track_ball import AnalysisRequest, track_ball
from inference.ball.evaluation.metrics import BallMetrics, Position
from inference.models.locations import DEFAULT, MOTION
from storage.formats.tables.ball_csv import read_ball_csv
from storage.library.library import Library, open_library
from storage.library.predictions.predictions import predicted_track
from storage.library.videos import put_video
from storage.media.fingerprint import fingerprint
from storage.media.frame_table import FrameTable, scan_frames
from storage.records import Video
from tests.conftest import FOOTAGE
from tests.draining import drained
from tests.inference.ball.positions import evaluate_positions

WIDTH = 1280  # of every labelled rally


def run() -> list[str]:
    """One score over all rallies of each venue, by the default model and by `motion`.

    Nothing where the footage is absent. The cards of models say what they were trained on.
    """
    groups = rallies()
    if not groups:
        return ["The labelled footage is not here."]
    lines = [
        "| model | rallies | frames | f1 | hit | precision | tn_f1 | median, px | frames/s |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    with TemporaryDirectory() as folder:
        library = open_library(Path(folder))
        for model in (DEFAULT, MOTION):
            for name, videos in groups.items():
                lines.append(_line(model, name, *score_of(library, videos, model)))
    return lines


def rallies() -> dict[str, list[Path]]:
    """The labelled videos by venue, and those of tennis."""
    folders = [*sorted(FOOTAGE.glob("badminton/*/")), FOOTAGE / "tennis"]
    return {f.name: found for f in folders if (found := sorted(f.glob("*.mp4")))}


def score_of(library: Library, videos: list[Path], model: str) -> tuple[BallMetrics, float]:
    """Score of `model` over all `videos`, and frames per second with decoding and storing."""
    started = time.perf_counter()
    predicted = [_predicted(library, path, model) for path in videos]
    seconds = time.perf_counter() - started
    frames = sum(len(places) for places in predicted)
    labelled = [dict(_labels(path.with_suffix(".ball.csv"))) for path in videos]
    return evaluate_positions(zip(predicted, labelled, strict=True), WIDTH), frames / seconds


def _predicted(library: Library, path: Path, model: str) -> dict[int, Position]:
    video, table = _entered(library, path)
    result = drained(track_ball(library, video, table, AnalysisRequest(model)))
    with library.connect() as db:
        track = predicted_track(db, result.run.id, len(table))
    return {
        frame: (float(track.x[frame]), float(track.y[frame])) if track.visibility[frame] else None
        for frame in range(len(table))
    }


def _labels(path: Path) -> Iterator[tuple[int, Position]]:
    for row in read_ball_csv(path):
        yield row.frame, None if row.x is None or row.y is None else (row.x, row.y)


def _entered(library: Library, path: Path) -> tuple[Video, FrameTable]:
    table = drained(scan_frames(path))
    size = table.stream.width, table.stream.height
    seconds = float(table.duration)
    video = Video(fingerprint(path), path, len(table), *size, seconds, table.rate)
    with library.connect() as db:
        put_video(db, video)
    return video, table


def _line(model: str, name: str, score: BallMetrics, rate: float) -> str:
    error = "none" if score.median_error is None else f"{score.median_error:.1f}"
    return (
        f"| {model} | {name} | {score.frames} "
        f"| {score.f1:.3f} | {score.hit:.3f} | {score.precision:.3f} | {score.tn_f1:.3f} "
        f"| {error} | {rate:.0f} |"
    )
