"""Evaluates ball positions: reads labels, runs or reads each prediction source, reports."""

import os
from collections.abc import Generator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TypeVar

from app.workflows.evaluation.calibrate import FittedConfidence, confidence_text, fit_confidence
from app.workflows.evaluation.evaluate import EvaluatedClip, Evaluation, evaluation_of
from app.workflows.evaluation.figures import report
from app.workflows.evaluation.ground_truth import GroundTruth, ground_truth_of
from app.workflows.evaluation.predictions import (
    ActiveRunPredictions,
    PredictionSource,
    TablePredictions,
    prediction_source,
)
from app.workflows.evaluation.report_text import table_of
from app.workflows.evaluation.request import EvaluationRequest
from app.workflows.videos import OpenedVideo, open_video
from inference.ball.evaluation.image_statistics import image_statistics
from storage.library.library import Library
from storage.progress import Progress, map_steps

Result = TypeVar("Result")


@dataclass(frozen=True, eq=False)
class BallReport:
    """An evaluation of ball positions, and the confidence fitted to them if that was asked for."""

    evaluation: Evaluation
    confidence: FittedConfidence | None

    @property
    def notes(self) -> Sequence[str]:
        """What to know before trusting the figures."""
        return self.evaluation.notes

    def text(self) -> str:
        """Tables for a terminal."""
        parts = [table_of(self.evaluation)]
        if self.confidence is not None:
            parts.append(confidence_text(self.confidence))
        return "\n\n".join(parts)

    def values(self) -> dict[str, object]:
        """Everything as one JSON value."""
        values = report(self.evaluation)
        if self.confidence is not None:
            values["confidence"] = asdict(self.confidence.calibration)
        return values

    def write(self, folder: Path) -> None:
        """Write tables and plots into `folder`. Raises UserError."""
        # matplotlib takes a second to import: only where there is something to draw
        from app.workflows.evaluation.report_files import write_report

        write_report(self.evaluation, folder)


def evaluate_ball(
    library: Library, request: EvaluationRequest
) -> Generator[Progress, None, BallReport]:
    """Compare ball positions with people's labels, frame by frame.

    One bad video stops it: a figure that leaves out a clip is not the figure asked for.
    """
    request.check()
    sources = _sources(library, request)
    videos = yield from _opened(library, request.videos)
    # all labels first: a model may take an hour before the last table turns out to be missing
    truths = [
        ground_truth_of(library, opened_video.video, request.labels) for opened_video in videos
    ]
    clips = []
    for opened, truth in zip(videos, truths, strict=True):
        clips.append((yield from _clip(library, opened, truth, sources)))
    evaluation = evaluation_of(clips)
    return BallReport(evaluation, fit_confidence(clips, evaluation) if request.fit else None)


def _sources(library: Library, request: EvaluationRequest) -> list[PredictionSource]:
    first: PredictionSource = ActiveRunPredictions()
    if request.predictions is not None:
        first = TablePredictions(request.predictions)
    elif request.model is not None:
        first = prediction_source(library, request.model, request.device)
    if request.against is None:
        return [first]
    return [first, prediction_source(library, request.against, request.device)]


def _opened(
    library: Library, paths: Sequence[Path]
) -> Generator[Progress, None, list[OpenedVideo]]:
    """The videos at `paths`; two copies are one video, whose frames count once."""
    opened: dict[str, OpenedVideo] = {}
    for path in dict.fromkeys(Path(os.path.abspath(path)) for path in paths):
        opened_video = yield from _staged(open_video(library, path), f"Reading {path.name}")
        opened[opened_video.video.fingerprint] = opened_video
    return list(opened.values())


def _clip(
    library: Library, opened: OpenedVideo, truth: GroundTruth, sources: Sequence[PredictionSource]
) -> Generator[Progress, None, EvaluatedClip]:
    video = opened.video
    statistics = yield from _staged(
        image_statistics(video.path, opened.table, truth.positions), f"Measuring {video.path.name}"
    )
    predicted = []
    for source in sources:
        predicted.append((yield from _staged(source.predict(library, opened), video.path.name)))
    return EvaluatedClip(video, truth, statistics, tuple(predicted))


def _staged(
    work: Generator[Progress, None, Result], stage: str
) -> Generator[Progress, None, Result]:
    return map_steps(work, lambda step: replace(step, stage=stage))
