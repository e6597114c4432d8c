"""Where the positions to evaluate come from: the active run, a model, or tables."""

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

import numpy as np
from sqlite_utils import Database

from app.workflows.analysis.run_track import stored_model_track
from app.workflows.analysis.track_ball import AnalysisProgress, prepare_detector
from app.workflows.evaluation.ground_truth import BALL
from app.workflows.videos import OpenedVideo
from inference.ball.detection.detector import Detector
from inference.ball.detection.prediction import join_chunks, predict_video, slice_candidates
from inference.ball.evaluation.metrics import Position
from inference.ball.tracking.calibrated_confidence import calibration_of
from inference.ball.tracking.confidence import ConfidenceFeatures
from inference.ball.tracking.model_track import ModelTrack, model_track
from inference.models.locations import CARD, MOTION, model_folder
from storage.errors import UserError
from storage.files import fit_name
from storage.formats.common.csv_rows import check_frames
from storage.formats.tables.ball_csv import read_ball_csv
from storage.library.library import Library
from storage.library.predictions.predictions import done_chunks
from storage.library.predictions.runs import active_run, matching_run
from storage.media.frame_table import FrameTable
from storage.records import CHUNK, Run, Source, Video

PredictionWork = Generator[AnalysisProgress, None, "PredictedPositions"]
"""Work that says how far it is, where a model has to look first."""


@dataclass(frozen=True, eq=False)
class PredictedPositions:
    """Positions of one video; a frame that was looked at and has no ball is None."""

    name: str  # of the model or table
    positions: dict[int, Position]
    confidence: dict[int, float]  # 0 to 1
    features: ConfidenceFeatures | None = (
        None  # what a run knows of its positions; tables know nothing
    )


class PredictionSource(Protocol):
    """A source of positions."""

    def predict(self, library: Library, opened: OpenedVideo) -> PredictionWork:
        """The positions of one video. UserError if there are none."""


def prediction_source(library: Library, name: str, device: str = "auto") -> PredictionSource:
    """The model called `name`, run on `device`, or the tables in the folder of that name."""
    folder = Path(name)
    if folder.is_dir() and not (folder / CARD).is_file() and any(folder.glob(f"*{BALL}")):
        return TablePredictions(folder)
    model = name if name == MOTION else str(model_folder(name, library.models))
    return ModelPredictions(model, device)


@dataclass(frozen=True)
class TablePredictions:
    """A `.ball.csv` for each video, in one folder; or one such file."""

    path: Path

    def predict(self, library: Library, opened: OpenedVideo) -> PredictionWork:
        """Read the table of the video."""
        yield from ()
        video = opened.video
        path = self.path / f"{fit_name(video.path.stem)}{BALL}" if self.path.is_dir() else self.path
        rows = read_ball_csv(path)
        check_frames(rows, video.frames)
        return PredictedPositions(
            self.path.name,
            {row.frame: None if row.x is None or row.y is None else (row.x, row.y) for row in rows},
            {row.frame: row.confidence for row in rows},
        )


class ActiveRunPredictions:
    """The run of each video that the library shows, without the help of people's labels."""

    def predict(self, library: Library, opened: OpenedVideo) -> PredictionWork:
        """Read what the active run found."""
        yield from ()
        video = opened.video
        with library.connect() as db:
            run = active_run(db, video.fingerprint)
            if run is None:
                raise UserError(
                    f"{video.path.name} has not been analysed.",
                    "Analyze it first, or choose --model or --predictions.",
                )
            return _stored(db, video, run)


@dataclass(frozen=True)
class ModelPredictions:
    """A model; it is run where the library has no finished run of it.

    Nothing is stored: evaluating does not change what the window shows.
    """

    name: str
    device: str = "auto"

    def predict(self, library: Library, opened: OpenedVideo) -> PredictionWork:
        """Read what the model found, or run it now."""
        video, table = opened.video, opened.table
        detector = yield from prepare_detector(library, video, table, self.name, self.device)
        with library.connect() as db:
            run = _finished_run(db, video, detector)
            if run is not None:
                return _stored(db, video, run)
        return (yield from _predicted(video, table, detector))


def _finished_run(db: Database, video: Video, detector: Detector) -> Run | None:
    run = matching_run(db, video.fingerprint, detector.name, detector.weights, detector.settings)
    all_chunks = set(range(-(-video.frames // CHUNK)))
    return run if run is not None and done_chunks(db, run.id) >= all_chunks else None


def _predicted(video: Video, table: FrameTable, detector: Detector) -> PredictionWork:
    """What a model finds now; nothing of it is stored."""
    chunks = []
    with closing(predict_video(video, table, detector)) as prediction:
        for read, chunk in prediction:
            if chunk is not None:
                chunks.append(chunk)
            yield AnalysisProgress(read, video.frames)
    candidates = join_chunks(chunks)
    read_candidates = partial(slice_candidates, candidates)
    calibration = calibration_of(detector.settings)
    track = model_track(read_candidates, video.frames, video.width, calibration)
    return _positions(detector.name, track)


def _stored(db: Database, video: Video, run: Run) -> PredictedPositions:
    return _positions(run.model, stored_model_track(db, video, run))


def _positions(name: str, model_track: ModelTrack) -> PredictedPositions:
    """The positions of a model, rounded as `touchline analyze` writes them.

    So evaluating a model and evaluating its tables give the same figures to the last digit.
    """
    track = model_track.track
    positions: dict[int, Position] = {}
    confidence = {}
    for frame in np.flatnonzero(track.source != Source.NONE).tolist():
        visible = track.visibility[frame] > 0
        x, y = float(track.x[frame]), float(track.y[frame])
        positions[frame] = (round(x, 3), round(y, 3)) if visible else None
        confidence[frame] = round(float(track.confidence[frame]), 4)
    return PredictedPositions(name, positions, confidence, model_track.features)
