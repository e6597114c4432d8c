"""The training loop: a generator that can be killed at any moment and goes on where it was."""

import math
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TypeVar

from torch import nn

from inference.ball.evaluation.metrics import BallMetrics
from inference.training.checkpoint import Checkpoint
from inference.training.config import TrainingSettings, learning_rate
from inference.training.dataloader import batches
from inference.training.distributed import ALONE, Team
from inference.training.early_stopping import Judge
from inference.training.log import TrainingLog
from inference.training.state import TrainingState
from inference.video.samples import WindowSource
from storage.errors import UserError

_TOLD = 10  # steps between two rows of the log, and two times a GPU is asked for the loss

Net = TypeVar("Net", bound=nn.Module)


@dataclass(frozen=True, slots=True)
class TrainingProgress:
    """How far a training is."""

    step: int  # steps done
    steps: int
    loss: float  # mean of about the last fifty steps; on a GPU as of the last tenth step
    saved: bool = False  # whether a checkpoint was written just now
    score: BallMetrics | None = None  # of a look that was taken just now
    looking: bool = False  # at held-out video, which takes a while; then `step` is the last one


def train(
    net: Net,
    source: WindowSource,
    settings: TrainingSettings,
    checkpoint: Checkpoint,
    *,
    judge: Judge | None = None,
    log: Path | None = None,
    team: Team = ALONE,
    workers: int = 0,
) -> Generator[TrainingProgress, None, Net]:
    """Train `net`, in place, on windows of `source`; returns it on the CPU, ready to run.

    It has the mean of its last weights, or, where `judge` looks at that mean now and then, the one
    that was best; the training then ends when nothing better has come for some looks. `log` is the
    folder of a TrainingLog. `team` trains in step, each process its part of every batch, with
    `workers` processes each that make windows ahead.

    Goes on from `checkpoint` where there is one, and comes to what it would have come to without
    the interruption. Yields after every step, and now and then while it is judged. UserError if
    the checkpoint is another training's, files cannot be written, or the weights run away;
    ValueError if such nets cannot be trained.
    """
    if settings.batch % team.size:
        raise UserError(
            f"{settings.batch} windows cannot be dealt out to {team.size} processes.",
            f"Choose a batch that is a multiple of {team.size}.",
        )
    state = TrainingState(net, settings, team, judged=judge is not None)
    if team.leads:
        checkpoint.restore(state.tensors())
    state.restored()
    step = int(state.step)
    with closing(_Records(state, settings, checkpoint, log if team.leads else None)) as records:
        windows = batches(source, settings, team, step, workers)
        while step < settings.steps and int(state.looks.since) < settings.patience:
            state.learn(next(windows), learning_rate(settings, step))
            step += 1
            score, last = None, step == settings.steps
            looked = judge is not None and (last or step % settings.look == 0)
            if judge and looked:
                looking = TrainingProgress(step, settings.steps, records.loss, looking=True)
                score = yield from _look(judge, state, team, looking)
            records.tell(step, score)
            saved = team.leads and (last or looked or records.due())
            if saved:
                records.save()
            yield TrainingProgress(step, settings.steps, records.loss, saved, score)
    state.finish()
    return net


class _Records:
    """What is written of a training while it runs: its log, and its checkpoint."""

    def __init__(
        self,
        state: TrainingState,
        settings: TrainingSettings,
        checkpoint: Checkpoint,
        log: Path | None,
    ) -> None:
        self._state, self._settings, self._checkpoint = state, settings, checkpoint
        self._log = TrainingLog(log, int(state.step)) if log else None
        self._saved = monotonic()
        self.loss = float(state.loss)

    def tell(self, step: int, score: BallMetrics | None) -> None:
        """Tell of a step, if it is one to be told of. UserError if the weights ran away."""
        told = step % _TOLD == 0 or score is not None
        if told or not self._state.loss.is_cuda:  # a GPU would have to finish what it is at first
            self._ask()
        if told and self._log:
            rate = learning_rate(self._settings, step - 1)
            self._log.add(step, self.loss, rate, score)

    def due(self) -> bool:
        """Whether it is time for a checkpoint."""
        return monotonic() - self._saved > self._settings.pause

    def save(self) -> None:
        """Write the checkpoint. UserError if the disk refuses, or the weights ran away."""
        self._ask()
        self._checkpoint.save(self._state.tensors())
        self._saved = monotonic()

    def close(self) -> None:
        """Close the log."""
        if self._log:
            self._log.close()

    def _ask(self) -> None:
        self.loss = float(self._state.loss)
        if not math.isfinite(self.loss):
            raise UserError(
                f"The training ran away: at step {int(self._state.step)} the loss is {self.loss}.",
                "Train anew with a lower rate, or in fp32.",
            )


def _look(
    judge: Judge, state: TrainingState, team: Team, looking: TrainingProgress
) -> Generator[TrainingProgress, None, BallMetrics | None]:
    """The leader's score of the mean weights; all come to know whether it is the best."""
    score: BallMetrics | None = None
    if team.leads:
        with closing(judge(state.mean_net())) as work:
            while score is None:
                try:
                    next(work)
                    yield looking
                except StopIteration as done:
                    score = done.value
                    state.looks.take(done.value.f1, state.mean)
    team.share(state.looks.tensors().values())
    return score
