"""All videos and contenders judged on the same frames, ready to be told."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.workflows.evaluation.predictions import Predicted
from app.workflows.evaluation.reference import Reference
from inference.ball.evaluation.image_statistics import Surroundings
from inference.ball.evaluation.metrics import Judged, judge, together
from inference.ball.evaluation.slices import edge_distances, frames_since, speeds
from storage.records import Video, Visibility


@dataclass(frozen=True, eq=False)
class Clip:
    """One video with its labels and what each contender says of it."""

    video: Video
    reference: Reference
    surroundings: Surroundings
    predicted: tuple[Predicted, ...]


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What is told of one or two contenders; all arrays speak of the same frames."""

    clips: tuple[str, ...]  # by their number in `judged`
    folders: tuple[str, ...]  # in which they lie
    names: tuple[str, ...]  # of the contenders
    judged: tuple[Judged, ...]
    measures: dict[str, NDArray[np.float64]]  # see `conditions.SCALES`
    notes: tuple[str, ...]  # what to know before trusting the figures


def evaluation_of(clips: Sequence[Clip]) -> Evaluation:
    """Judge every contender on all labelled frames of all clips."""
    judged = tuple(
        together([_judged(clip, number, which) for number, clip in enumerate(clips)])
        for which in range(len(clips[0].predicted))
    )
    parts = [_measures(clip) for clip in clips]
    return Evaluation(
        _names([clip.video for clip in clips]),
        tuple(clip.video.path.parent.name for clip in clips),
        _told_apart([_name(clips, which) for which in range(len(judged))]),
        judged,
        {key: np.concatenate([part[key] for part in parts]) for key in parts[0]},
        tuple(_notes(clips)),
    )


def _judged(clip: Clip, number: int, which: int) -> Judged:
    predicted = clip.predicted[which]
    return judge(
        predicted.places,
        clip.reference.places,
        clip.video.width,
        confidence=predicted.confidence,
        clip=number,
    )


def _measures(clip: Clip) -> dict[str, NDArray[np.float64]]:
    """Measures of the labelled frames in order, by key."""
    video, places = clip.video, clip.reference.places
    frames = sorted(places)
    classes = [float(clip.reference.visibility[frame]) for frame in frames]
    # a table that calls every ball "clear" may have been made without classes
    told = {*classes} - {float(Visibility.ABSENT), float(Visibility.CLEAR)}
    return {
        "speed": speeds(places, video.width),
        "size": clip.surroundings.size,
        "contrast": clip.surroundings.contrast,
        "motion": clip.surroundings.motion,
        "visibility": np.array(classes) if told else np.full(len(frames), np.nan),
        "since_hit": frames_since(clip.reference.hits, frames),
        "edge": edge_distances(places, video.width, video.height),
    }


def _names(videos: Sequence[Video]) -> tuple[str, ...]:
    """The stems of the files, with their folder where two are the same."""
    stems = [video.path.stem for video in videos]
    return tuple(
        stem if stems.count(stem) == 1 else f"{video.path.parent.name}/{stem}"
        for stem, video in zip(stems, videos, strict=True)
    )


def _name(clips: Sequence[Clip], which: int) -> str:
    return ", ".join(sorted({clip.predicted[which].name for clip in clips}))


def _told_apart(names: Sequence[str]) -> tuple[str, ...]:
    if len(set(names)) == len(names):
        return tuple(names)
    return tuple(f"{name} ({number})" for number, name in enumerate(names, 1))


def _notes(clips: Sequence[Clip]) -> list[str]:
    notes = []
    for clip in clips:
        for predicted in clip.predicted:
            left_out = len(clip.reference.places.keys() - predicted.places.keys())
            if left_out:
                notes.append(
                    f"{clip.video.path.name}: {predicted.name} says nothing of {left_out} of "
                    f"{len(clip.reference.places)} labelled frames; they count as without a ball."
                )
    return notes
