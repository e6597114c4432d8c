"""The trainer of every task: a generator that can be killed at any moment, and then resumes."""

import math
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TypeVar

from torch import nn

from inference.evaluation.metrics import Metrics
from inference.training.checkpoint import Checkpoint
from inference.training.config import TrainingConfig, scheduled_learning_rate
from inference.training.dataloader import SampleSource, load_batches
from inference.training.distributed import SINGLE_PROCESS, DistributedContext
from inference.training.early_stopping import Validator
from inference.training.log import TrainingLog
from inference.training.state import TrainingState
from inference.training.task import TrainableTask
from storage.errors import UserError

_LOG_INTERVAL = 10  # steps between two rows of the log, and two times a GPU is asked for the loss

Net = TypeVar("Net", bound=nn.Module)


@dataclass(frozen=True, slots=True)
class TrainingProgress:
    """How far a training is."""

    step: int  # steps done
    steps: int
    loss: float  # mean of about the last fifty steps; on a GPU as of the last tenth step
    saved: bool = False  # whether a checkpoint was written just now
    metrics: Metrics | None = None  # of a validation that ended just now
    validating: bool = False  # a validation is running, which takes a while


def train(
    task: TrainableTask,
    source: SampleSource,
    net: Net,
    config: TrainingConfig,
    checkpoint: Checkpoint,
    *,
    validator: Validator | None = None,
    log: Path | None = None,
    processes: DistributedContext = SINGLE_PROCESS,
    workers: int = 0,
) -> Generator[TrainingProgress, None, Net]:
    """Train `net`, in place, on samples of `source`; returns it on the CPU, ready to run.

    It has the moving average (EMA) of its weights, or, where `validator` measures that average now
    and then, the best one; early stopping then ends the training when nothing better has come for
    some validations. `log` is the folder of a TrainingLog. `processes` train in step, each its part
    of every batch, with `workers` processes each that make samples ahead.

    Resumes from `checkpoint` where there is one, and comes to what it would have come to without
    the interruption. Yields after every step, and now and then while it validates. UserError if
    the checkpoint is another training's, files cannot be written, or the training diverges;
    ValueError if the task cannot train such nets.
    """
    state = _resumed(task, net, config, checkpoint, processes, validator is not None)
    step, stopping = int(state.step), state.early_stopping
    folder = log if processes.is_main else None
    with closing(_Records(state, task, config, checkpoint, folder)) as records:
        batches = load_batches(source, config, processes, step, workers)
        while step < config.steps and int(stopping.without_improvement) < config.patience:
            state.training_step(next(batches), scheduled_learning_rate(config, step))
            step += 1
            metrics, last = None, step == config.steps
            due = validator is not None and (last or step % config.eval_interval == 0)
            if validator and due:
                running = TrainingProgress(step, config.steps, records.loss, validating=True)
                metrics = yield from _validate(validator, state, processes, running)
            records.add(step, metrics)
            saved = processes.is_main and (last or due or records.checkpoint_due())
            if saved:
                records.save_checkpoint()
            yield TrainingProgress(step, config.steps, records.loss, saved, metrics)
    state.finish()
    return net


def _resumed(
    task: TrainableTask,
    net: nn.Module,
    config: TrainingConfig,
    checkpoint: Checkpoint,
    processes: DistributedContext,
    keep_best: bool,
) -> TrainingState:
    if config.batch_size % processes.world_size:
        raise UserError(
            f"A batch of {config.batch_size} cannot be divided among {processes.world_size} "
            "processes.",
            f"Choose a batch size that is a multiple of {processes.world_size}.",
        )
    state = TrainingState(task, net, config, processes, keep_best)
    if processes.is_main:
        checkpoint.restore(state.tensors())
    state.restored()
    return state


class _Records:
    """What is written of a training while it runs: its log, and its checkpoint."""

    def __init__(
        self,
        state: TrainingState,
        task: TrainableTask,
        config: TrainingConfig,
        checkpoint: Checkpoint,
        log: Path | None,
    ) -> None:
        self._state, self._config, self._checkpoint = state, config, checkpoint
        self._log = TrainingLog(log, int(state.step), task.metric_names) if log else None
        self._saved = monotonic()
        self.loss = float(state.loss)

    def add(self, step: int, metrics: Metrics | None) -> None:
        """Log a step, if it is one to be logged. UserError if the training diverges."""
        logged = step % _LOG_INTERVAL == 0 or metrics is not None
        if logged or not self._state.loss.is_cuda:  # a GPU would have to finish what it is at first
            self._fetch_loss()
        if logged and self._log:
            rate = scheduled_learning_rate(self._config, step - 1)
            self._log.add(step, self.loss, rate, metrics)

    def checkpoint_due(self) -> bool:
        """Whether it is time for a checkpoint."""
        return monotonic() - self._saved > self._config.checkpoint_interval

    def save_checkpoint(self) -> None:
        """Write the checkpoint. UserError if the disk refuses, or the training diverges."""
        self._fetch_loss()
        self._checkpoint.save(self._state.tensors())
        self._saved = monotonic()

    def close(self) -> None:
        """Close the log."""
        if self._log:
            self._log.close()

    def _fetch_loss(self) -> None:
        self.loss = float(self._state.loss)
        if not math.isfinite(self.loss):
            raise UserError(
                f"The training diverged: the loss is {self.loss} at step {int(self._state.step)}.",
                "Train again with a lower learning rate, or in fp32.",
            )


def _validate(
    validator: Validator,
    state: TrainingState,
    processes: DistributedContext,
    running: TrainingProgress,
) -> Generator[TrainingProgress, None, Metrics | None]:
    """The main process's metrics of the averaged weights; all learn whether they are the best."""
    metrics: Metrics | None = None
    if processes.is_main:
        with closing(validator(state.ema_model())) as work:
            while metrics is None:
                try:
                    next(work)
                    yield running
                except StopIteration as done:
                    metrics = done.value
                    state.early_stopping.update(done.value.primary, state.ema)
    processes.broadcast(state.early_stopping.tensors().values())
    return metrics
