"""Evaluates all prediction sources on the same labelled frames of all videos."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.workflows.evaluation.ground_truth import GroundTruth
from app.workflows.evaluation.predictions import PredictedPositions
from inference.ball.evaluation.image_statistics import ImageStatistics
from inference.ball.evaluation.metrics import match_positions
from inference.ball.evaluation.slices import edge_distances, frames_since, speeds
from inference.evaluation.outcomes import Outcomes, concatenate_outcomes
from storage.records import Video, Visibility


@dataclass(frozen=True, eq=False)
class EvaluatedClip:
    """One video with its labels and what each prediction source says of it."""

    video: Video
    ground_truth: GroundTruth
    image_statistics: ImageStatistics
    predicted: tuple[PredictedPositions, ...]


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What is told of one or two prediction sources; all arrays speak of the same frames."""

    clips: tuple[str, ...]  # by their number in `outcomes`
    folders: tuple[str, ...]  # in which they lie
    names: tuple[str, ...]  # of the prediction sources
    outcomes: tuple[Outcomes, ...]
    measures: dict[str, NDArray[np.float64]]  # see `slices.DIMENSIONS`
    notes: tuple[str, ...]  # what to know before trusting the figures


def evaluation_of(clips: Sequence[EvaluatedClip]) -> Evaluation:
    """Evaluate every prediction source on all labelled frames of all clips."""
    outcomes = tuple(
        concatenate_outcomes(
            [_match_clip(clip, number, which) for number, clip in enumerate(clips)]
        )
        for which in range(len(clips[0].predicted))
    )
    parts = [_measures(clip) for clip in clips]
    return Evaluation(
        _names([clip.video for clip in clips]),
        tuple(clip.video.path.parent.name for clip in clips),
        _distinct([_name(clips, which) for which in range(len(outcomes))]),
        outcomes,
        {key: np.concatenate([part[key] for part in parts]) for key in parts[0]},
        tuple(_notes(clips)),
    )


def _match_clip(clip: EvaluatedClip, number: int, which: int) -> Outcomes:
    predicted = clip.predicted[which]
    return match_positions(
        predicted.positions,
        clip.ground_truth.positions,
        clip.video.width,
        confidence=predicted.confidence,
        clip=number,
    )


def _measures(clip: EvaluatedClip) -> dict[str, NDArray[np.float64]]:
    """Measures of the labelled frames in order, by key."""
    video, positions = clip.video, clip.ground_truth.positions
    frames = sorted(positions)
    classes = [float(clip.ground_truth.visibility[frame]) for frame in frames]
    # a table that calls every ball "clear" may have been made without classes
    graded = {*classes} - {float(Visibility.ABSENT), float(Visibility.CLEAR)}
    return {
        "speed": speeds(positions, video.width),
        "size": clip.image_statistics.size,
        "contrast": clip.image_statistics.contrast,
        "motion": clip.image_statistics.motion,
        "visibility": np.array(classes) if graded else np.full(len(frames), np.nan),
        "since_hit": frames_since(clip.ground_truth.hits, frames),
        "edge": edge_distances(positions, video.width, video.height),
    }


def _names(videos: Sequence[Video]) -> tuple[str, ...]:
    """The stems of the files, with their folder where two are the same."""
    stems = [video.path.stem for video in videos]
    return tuple(
        stem if stems.count(stem) == 1 else f"{video.path.parent.name}/{stem}"
        for stem, video in zip(stems, videos, strict=True)
    )


def _name(clips: Sequence[EvaluatedClip], which: int) -> str:
    return ", ".join(sorted({clip.predicted[which].name for clip in clips}))


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    if len(set(names)) == len(names):
        return tuple(names)
    return tuple(f"{name} ({number})" for number, name in enumerate(names, 1))


def _notes(clips: Sequence[EvaluatedClip]) -> list[str]:
    notes = []
    for clip in clips:
        for predicted in clip.predicted:
            left_out = len(clip.ground_truth.positions.keys() - predicted.positions.keys())
            if left_out:
                notes.append(
                    f"{clip.video.path.name}: {predicted.name} has no prediction for {left_out} of "
                    f"{len(clip.ground_truth.positions)} labelled frames; they count as 'no ball'."
                )
    return notes
