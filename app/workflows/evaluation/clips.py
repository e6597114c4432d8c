"""Evaluates the classes of clips: a model, or tables, against what people have said."""

from collections.abc import Generator, Sequence
from pathlib import Path

import numpy as np
import torch

from app.workflows.classification.clip_tracks import with_tracks
from app.workflows.evaluation.clip_report import ClassifiedClips, ClipReport
from app.workflows.evaluation.request import EvaluationRequest
from app.workflows.training.clip_sources import find_clips
from inference.clips.data.labelled_clip import ClipClassData, LabelledClip
from inference.clips.evaluation.clip_metrics import ClipClassMetrics
from inference.clips.models.clip_model import read_clip_model
from inference.clips.task import ClipsTask
from inference.models.locations import model_folder
from inference.runtime.devices import is_cuda_available
from inference.training.evaluate import evaluate_model
from inference.training.model_card import held_out_videos
from inference.training.run import TrainingWorkspace
from storage.errors import UserError
from storage.formats.common.csv_rows import csv_rows
from storage.library.library import Library
from storage.progress import Progress, map_steps


def evaluate_clips(
    library: Library, request: EvaluationRequest
) -> Generator[Progress, None, ClipReport]:
    """Compare the classes that a model or a table gives to clips with those of people.

    The sources of clips are those of a training. UserError if they or the predictions cannot be
    read, or nothing says what is to be evaluated.
    """
    sources = [str(path) for path in request.videos]
    clips = yield from map_steps(
        find_clips(library, sources), lambda _: Progress(0, 0, "clips", "Reading clips")
    )
    clips = list(with_tracks(library, clips))
    if request.model is None and request.predictions is None:
        raise UserError("Nothing to evaluate.", "Name a model with --model, or --predictions.")
    classified = []
    first = request.model if request.model is not None else str(request.predictions)
    for name in filter(None, (first, request.against)):
        if Path(name).suffix == ".csv":
            classified.append(_of_table(Path(name), clips))
        else:
            classified.append((yield from _of_model(library, name, clips, request.device)))
    return ClipReport(tuple(classified), tuple(clips))


def _of_model(
    library: Library, name: str, clips: Sequence[LabelledClip], device: str
) -> Generator[Progress, None, ClassifiedClips]:
    folder = model_folder(name, library.models)
    model = read_clip_model(folder)
    known = [clip for clip in clips if clip.label in model.classes]
    if not known:
        raise UserError(
            f"{model.name} knows none of the classes of these clips.",
            f"Its classes are {', '.join(model.classes[:5])}, ….",
        )
    data = ClipClassData((), tuple(known), model.classes)
    cache = TrainingWorkspace(library.trainings).cache
    chosen = "cuda" if device != "cpu" and is_cuda_available() else "cpu"
    work = evaluate_model(ClipsTask(), folder, data, cache, torch.device(chosen))
    metrics = yield from map_steps(
        work, lambda at: Progress(at.done, at.total, "clips", f"{at.stage}: {model.name}")
    )
    assert isinstance(metrics, ClipClassMetrics)
    card = ClipsTask().from_model(folder).parent
    own = held_out_videos(card.card) if card else frozenset()
    seen = sum(clip.video not in own for clip in known) if own else 0
    return ClassifiedClips(model.name, metrics, len(clips) - len(known), seen)


def _of_table(path: Path, clips: Sequence[LabelledClip]) -> ClassifiedClips:
    """The classes in a table `clip,class,confidence`, whose clips are named as these are."""
    rows = {row.text("clip"): row for row in csv_rows(path, ("clip", "class"))}
    known = [clip for clip in clips if clip.name in rows]
    if not known:
        raise UserError(
            f"{path} names none of these clips.", "Its column clip has their names or paths."
        )
    given = {name: row.text("class") for name, row in rows.items()}
    classes = tuple(sorted({*given.values(), *(clip.label for clip in known)}))
    probabilities = np.zeros((len(known), len(classes)))
    for index, clip in enumerate(known):
        confidence = rows[clip.name].number_within("confidence", 0, 1)
        share = 1.0 if confidence is None else confidence
        probabilities[index] = (1 - share) / max(len(classes) - 1, 1)
        probabilities[index, classes.index(given[clip.name])] = share
    labels = np.array([classes.index(clip.label) for clip in known], np.int64)
    groups, names = tuple(c.group for c in known), tuple(c.name for c in known)
    metrics = ClipClassMetrics(classes, labels, probabilities, groups, names)
    return ClassifiedClips(str(path), metrics, len(clips) - len(known))
