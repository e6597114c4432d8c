"""What is to be judged: the active run of each video, a model, or tables of positions."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import numpy as np
from sqlite_utils import Database

from app.workflows.analysis.model_track import model_signals, model_track
from app.workflows.analysis.track_ball import AnalysisProgress, getting_ready, track_ball
from app.workflows.evaluation.ground_truth import BALL
from app.workflows.videos import OpenedVideo
from inference.ball.detection.detector import load_detector
from inference.ball.evaluation.metrics import Position
from inference.ball.tracking.confidence import Signals
from inference.models.locations import CARD, MOTION, model_folder
from inference.runtime.benchmarks import BENCHMARKS
from storage.errors import UserError
from storage.formats.common.csv_rows import check_frames
from storage.formats.tables.ball_csv import read_ball_csv
from storage.library.library import Library, open_library
from storage.library.predictions.predictions import CHUNK, done_chunks
from storage.library.predictions.runs import active_run, matching_run
from storage.library.videos import put_video
from storage.records import Run, Source, Video

Progress = Generator[AnalysisProgress, None, "PredictedPositions"]
"""Work that says how far it is, where a model has to look first."""


@dataclass(frozen=True, eq=False)
class PredictedPositions:
    """Positions of one video; a frame that was looked at and has no ball is None."""

    name: str  # of the model or table
    places: dict[int, Position]
    confidence: dict[int, float]  # 0 to 1
    signals: Signals | None = None  # what a run knows of its positions; tables know nothing


class PredictionSource(Protocol):
    """A source of positions."""

    def predict(self, library: Library, opened: OpenedVideo) -> Progress:
        """The positions of one video. UserError if there are none."""


def prediction_source(library: Library, name: str, device: str = "auto") -> PredictionSource:
    """The model called `name`, run on `device`, or the tables in the folder of that name."""
    folder = Path(name)
    if folder.is_dir() and not (folder / CARD).is_file() and any(folder.glob(f"*{BALL}")):
        return Tables(folder)
    found = name if name == MOTION else str(model_folder(name, library.models))
    return Model(found, device)


@dataclass(frozen=True)
class Tables:
    """A `.ball.csv` for each video, in one folder; or one such file."""

    place: Path

    def predict(self, library: Library, opened: OpenedVideo) -> Progress:
        """Read the table of the video."""
        yield from ()
        video = opened.video
        path = self.place / f"{video.path.stem}{BALL}" if self.place.is_dir() else self.place
        rows = read_ball_csv(path)
        check_frames(rows, video.frames)
        return PredictedPositions(
            self.place.name,
            {row.frame: None if row.x is None or row.y is None else (row.x, row.y) for row in rows},
            {row.frame: row.confidence for row in rows},
        )


class ActiveRun:
    """The run of each video that the library shows, without the help of people's labels."""

    def predict(self, library: Library, opened: OpenedVideo) -> Progress:
        """Read what the active run found."""
        yield from ()
        video = opened.video
        with library.connect() as db:
            run = active_run(db, video.fingerprint)
            if run is None:
                raise UserError(
                    f"{video.path.name} has not been analysed.",
                    "Name what to judge with --model or --predictions, or analyze it first.",
                )
            return _predicted(db, video, run)


@dataclass(frozen=True)
class Model:
    """A model; it is run where the library has no finished run of it.

    Such a run is not kept: judging does not change what the window shows.
    """

    name: str
    device: str = "auto"

    def predict(self, library: Library, opened: OpenedVideo) -> Progress:
        """Read what the model found, or let it look now."""
        video = opened.video
        run = yield from self._finished(library, opened)
        if run is not None:
            with library.connect() as db:
                return _predicted(db, video, run)
        with TemporaryDirectory() as folder:
            scratch = open_library(Path(folder))
            with scratch.connect() as db:
                put_video(db, video)
                result = yield from track_ball(
                    scratch,
                    video,
                    opened.table,
                    model=self.name,
                    device=self.device,
                    memory=library.models.parent / BENCHMARKS,
                )
                return _predicted(db, video, result.run)

    def _finished(
        self, library: Library, opened: OpenedVideo
    ) -> Generator[AnalysisProgress, None, Run | None]:
        video = opened.video
        detector = yield from getting_ready(
            load_detector(self.name, video, opened.table, library.models, self.device), video.frames
        )
        with library.connect() as db:
            run = matching_run(
                db, video.fingerprint, detector.name, detector.weights, detector.settings
            )
            whole = set(range(-(-video.frames // CHUNK)))
            return run if run is not None and done_chunks(db, run.id) >= whole else None


def _predicted(db: Database, video: Video, run: Run) -> PredictedPositions:
    """The positions of `run` alone, rounded as `touchline analyze` writes them.

    So judging a model and judging its tables give the same figures to the last digit.
    """
    track = model_track(db, video, run)
    places: dict[int, Position] = {}
    confidence = {}
    for frame in np.flatnonzero(track.source != Source.NONE).tolist():
        there = track.visibility[frame] > 0
        x, y = float(track.x[frame]), float(track.y[frame])
        places[frame] = (round(x, 3), round(y, 3)) if there else None
        confidence[frame] = round(float(track.confidence[frame]), 4)
    return PredictedPositions(run.model, places, confidence, model_signals(db, video, run))
