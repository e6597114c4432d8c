"""From a request to a training run that can begin, and the folder of its model."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from app.workflows.tasks.entry import load_function
from app.workflows.tasks.registry import trainable_tasks
from app.workflows.training.request import LIBRARY, TrainingRequest
from inference.models.catalog import listed_models
from inference.models.locations import MOTION, model_folder
from inference.tasks import task_type
from inference.training.config import TrainingConfig, default_eval_interval, default_precision
from inference.training.task import Initialization, Task, TrainingData, TrainingRun
from storage.errors import UserError
from storage.files import free_name
from storage.library.library import Library

DataPlanner = Callable[
    [Library, TrainingRequest, Initialization],
    Generator[object, None, tuple[TrainingData, tuple[str, ...]]],
]
"""Finds the footage of a request; returns it, and notes on what was left out, and why."""

FEWEST_STEPS = 200
_CHECKPOINT_INTERVAL = 30.0  # seconds of training that a kill may cost
_PATIENCE = 3  # validations without improvement


@dataclass(frozen=True, eq=False)
class TrainingPlan:
    """A training run that can begin, and what to know of it."""

    run: TrainingRun[Any, Any]
    notes: tuple[str, ...]


def plan_training(
    library: Library, request: TrainingRequest, device: torch.device
) -> Generator[object, None, TrainingPlan]:
    """The training run that `request` asks for, on `device`. Yields while footage is looked up.

    UserError if there is no such model or source, or the labels are too few.
    """
    task: Task[Any, Any] = task_type(request.task)(**request.options)
    initialization = _initialization(library, request, task)
    find_data: DataPlanner = load_function(trainable_tasks()[request.task].data_planner)
    data, notes = yield from find_data(library, request, initialization)
    initialization = task.adapt(initialization, data, request.seed)
    if request.steps and request.steps < FEWEST_STEPS:
        notes = (*notes, f"{request.steps} steps change little; use at least {FEWEST_STEPS}.")
    config = _config(request, initialization, device)
    return TrainingPlan(
        TrainingRun(task, initialization, data, config, request.minutes), tuple(notes)
    )


def new_model_folder(models: Path, request: TrainingRequest) -> Path:
    """The folder of the model to be trained, in the folder `models` unless `request` names one.

    Without a name, one is made of what it starts from and its first source. UserError if there is
    something already, or the name cannot be a folder's.
    """
    name, out = request.name, request.out
    if out is None and name is None:
        return models / _free(f"{request.start_name}-{_word(request.sources)}", models)
    folder = out or models / str(name)
    if out is None and (Path(str(name)).name != name or name in ("", ".", "..", MOTION)):
        raise UserError(f"{name!r} is not a valid model name.", "Choose another with --name.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(
            f"{folder} already exists.",
            "Choose another with --name or --out: models are never replaced.",
        )
    return folder


def _initialization(
    library: Library, request: TrainingRequest, task: Task[Any, Any]
) -> Initialization:
    if request.preset:
        return task.from_preset(request.preset, request.seed)
    if request.model == MOTION:
        raise UserError(f"{MOTION} has no weights to train.", "Start from another model.")
    return task.from_model(model_folder(request.model, library.models))


def _config(
    request: TrainingRequest, initialization: Initialization, device: torch.device
) -> TrainingConfig:
    pretrained = initialization.parent is not None
    usual = trainable_tasks()[request.task]
    steps = request.steps or (usual.steps if pretrained else usual.steps_from_scratch)
    precision = request.precision
    return TrainingConfig(
        steps,
        batch_size=request.batch_size,
        learning_rate=usual.learning_rate if pretrained else usual.learning_rate_from_scratch,
        train_batch_norm=not pretrained,
        ema_decay=usual.ema_decay,
        seed=request.seed,
        precision=default_precision(device) if precision == "auto" else precision,
        checkpoint_interval=_CHECKPOINT_INTERVAL,
        eval_interval=default_eval_interval(steps),
        patience=_PATIENCE,
    )


def _word(sources: Sequence[str]) -> str:
    first = sources[0] if sources else LIBRARY
    return "own" if first == LIBRARY else Path(first).resolve().stem


def _free(name: str, models: Path) -> str:
    taken = {model.name.casefold() for model in listed_models(models)}
    taken |= {entry.name.casefold() for entry in models.iterdir()}
    return free_name(name, taken)
