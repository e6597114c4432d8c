"""Evaluation of a model on labelled footage, whatever its task."""

from collections.abc import Generator
from pathlib import Path
from typing import TypeVar

import torch

from inference.evaluation.metrics import Metrics
from inference.training.run import TrainingRunProgress
from inference.training.task import Task, TrainingData
from storage.progress import map_steps

Data = TypeVar("Data", bound=TrainingData)
Loaded = TypeVar("Loaded")


def evaluate_model(
    task: Task[Data, Loaded], folder: Path, data: Data, cache: Path, device: torch.device
) -> Generator[TrainingRunProgress, None, Metrics]:
    """The metrics of the model in `folder` on the validation set of `data`, on `device`.

    Files are kept in `cache`. UserError if the model or the footage cannot be read.
    """
    model, unit, size = task.from_model(folder), data.unit, data.size
    loaded = yield from map_steps(
        task.read_data(data, model, cache),
        lambda done: TrainingRunProgress(f"Reading {unit}", unit, done, size),
    )
    return (
        yield from map_steps(
            task.evaluate(loaded, model, device),
            lambda at: TrainingRunProgress("Validation", unit, *at),
        )
    )
