"""A training run from labels to a validated net: reading data, training, validation."""

from collections.abc import Generator
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TypeVar

import torch
from torch import nn

from inference.evaluation.metrics import Metrics
from inference.training.checkpoint import Checkpoint
from inference.training.config import TrainingConfig, default_eval_interval
from inference.training.dataloader import SampleSource, default_workers
from inference.training.distributed import SINGLE_PROCESS, DistributedContext
from inference.training.model_comparison import ComparisonResult
from inference.training.task import TrainedModel, TrainingData, TrainingRun
from inference.training.trainer import train
from storage.errors import UserError
from storage.files import write_text

_TIMED_STEPS = 5  # whose time says how long the others will take
_TRAINING_SHARE = 0.85  # of the time given; the rest is validation

Data = TypeVar("Data", bound=TrainingData)
Loaded = TypeVar("Loaded")


@dataclass(frozen=True, slots=True)
class TrainingRunProgress:
    """How far a training run is."""

    stage: str  # "Reading pictures", "Training", "Validation"
    unit: str  # of what is counted
    done: int
    total: int
    loss: float | None = None
    metrics: Metrics | None = None  # of the last validation
    saved: bool = False  # whether a checkpoint was written just now
    validating: bool = False  # a validation is running, which takes a while


class TrainingWorkspace:
    """Where training runs keep their files: what was read, and a checkpoint for each run."""

    def __init__(self, folder: Path) -> None:
        self.cache = folder / "pictures"
        self._folder = folder

    def checkpoint(self, run: TrainingRun[Data, Loaded]) -> Checkpoint:
        """That of `run`, which may have been started already."""
        return Checkpoint(self._folder / f"{run.key}.checkpoint", run.identity)

    def steps(self, run: TrainingRun[Data, Loaded]) -> Path:
        """The file that says how many steps a training by the clock has."""
        return self._folder / f"{run.key}.steps"

    def clear(self, run: TrainingRun[Data, Loaded]) -> None:
        """Remove what is not needed once `run` has ended well."""
        for file in (self.checkpoint(run).path, self.steps(run)):
            file.unlink(missing_ok=True)


def run_training(
    run: TrainingRun[Data, Loaded],
    workspace: TrainingWorkspace,
    log: Path | None = None,
    processes: DistributedContext = SINGLE_PROCESS,
) -> Generator[TrainingRunProgress, None, TrainedModel]:
    """Train and validate; the same run again resumes where it was stopped.

    The net that comes of it is on the CPU, ready to be written. All `processes` run this; only the
    main one validates. UserError if something cannot be read or written, or the labels are too few
    for a single sample.
    """
    before = deepcopy(run.initialization.net)
    loaded = yield from _read(run, workspace, processes)
    source = _sample_source(run, loaded)
    if run.minutes:
        run = replace(run, config=_timed_config(run, source, workspace, processes))
    started = monotonic()
    net = yield from _train(run, source, loaded, workspace, log, processes)
    seconds = monotonic() - started
    if not processes.is_main:
        return TrainedModel(net, ComparisonResult(), 0, seconds)
    comparison = yield from _compare(run, loaded, before, net, processes)
    return TrainedModel(net, comparison, workspace.checkpoint(run).steps_done(), seconds)


def _read(
    run: TrainingRun[Data, Loaded], workspace: TrainingWorkspace, processes: DistributedContext
) -> Generator[TrainingRunProgress, None, Loaded]:
    """The data; the main process reads it first, the others what that has kept."""
    barrier = torch.zeros(())
    if not processes.is_main:
        processes.broadcast([barrier])
    data = run.data
    work = run.task.read_data(data, run.initialization, workspace.cache)
    while True:
        try:
            done = next(work)
        except StopIteration as end:
            loaded: Loaded = end.value
            break
        yield TrainingRunProgress(f"Reading {data.unit}", data.unit, done, data.size)
    if processes.is_main:
        processes.broadcast([barrier])
    return loaded


def _sample_source(run: TrainingRun[Data, Loaded], loaded: Loaded) -> SampleSource:
    try:
        return run.task.sample_source(loaded)
    except ValueError as error:
        raise UserError(
            f"There is nothing to train on: {error}.",
            "Label some frames in a row, or name footage that has labels.",
        ) from error


def _timed_config(
    run: TrainingRun[Data, Loaded],
    source: SampleSource,
    workspace: TrainingWorkspace,
    processes: DistributedContext,
) -> TrainingConfig:
    """The config with as many steps as fit into the minutes, counted once for each run."""
    counted = torch.zeros((), dtype=torch.int64)
    if processes.is_main:
        file = workspace.steps(run)
        if not file.exists():
            seconds = _seconds_per_step(run, source, processes)
            steps = round(60 * _TRAINING_SHARE * (run.minutes or 0) / seconds)
            write_text(file, f"{max(steps, 1)}\n")
        counted.fill_(int(file.read_text()))
    processes.broadcast([counted])
    steps = int(counted)
    return replace(run.config, steps=steps, eval_interval=default_eval_interval(steps))


def _seconds_per_step(
    run: TrainingRun[Data, Loaded], source: SampleSource, processes: DistributedContext
) -> float:
    """How long a step takes here: some are made with a copy of the net, and thrown away."""
    config = replace(run.config, steps=_TIMED_STEPS)
    alone = DistributedContext(device=processes.device)
    with TemporaryDirectory() as folder:
        checkpoint = Checkpoint(Path(folder) / "checkpoint", "timing")
        net = deepcopy(run.initialization.net)
        work = train(run.task, source, net, config, checkpoint, processes=alone)
        next(work)
        started = monotonic()
        for _ in islice(work, _TIMED_STEPS - 1):
            pass
        seconds = monotonic() - started
        work.close()
    return max(seconds / (_TIMED_STEPS - 1), 1e-3)


def _train(
    run: TrainingRun[Data, Loaded],
    source: SampleSource,
    loaded: Loaded,
    workspace: TrainingWorkspace,
    log: Path | None,
    processes: DistributedContext,
) -> Generator[TrainingRunProgress, None, nn.Module]:
    work = train(
        run.task,
        source,
        run.initialization.net,
        run.config,
        workspace.checkpoint(run),
        validator=run.task.validator(loaded, run.initialization, run.config.precision),
        log=log,
        processes=processes,
        workers=default_workers(processes.device),
    )
    metrics = None
    while True:
        try:
            at = next(work)
        except StopIteration as end:
            net: nn.Module = end.value
            return net
        metrics = at.metrics or metrics
        yield TrainingRunProgress(
            "Training", "steps", at.step, at.steps, at.loss, metrics, at.saved, at.validating
        )


def _compare(
    run: TrainingRun[Data, Loaded],
    loaded: Loaded,
    before: nn.Module,
    net: nn.Module,
    processes: DistributedContext,
) -> Generator[TrainingRunProgress, None, ComparisonResult]:
    work = run.task.compare(loaded, run.initialization, before, net, processes.device)
    while True:
        try:
            yield TrainingRunProgress("Validation", run.data.unit, *next(work))
        except StopIteration as end:
            comparison: ComparisonResult = end.value
            return comparison
