"""`touchline train`: a better model from what people have labelled."""

import sys
from argparse import Namespace
from collections.abc import Generator, Sequence

from app.cli.arguments.exit_status import DONE, STOPPED, WORLD
from app.cli.arguments.training_arguments import training_request
from app.cli.commands.train_output import analyze_with, progress_note, result_lines, stopped
from app.cli.commands.train_output import summary as plan_summary
from app.cli.context import library_of
from app.cli.progress_bar import ProgressLine
from app.workflows.training.plan import new_model_folder, plan_training
from app.workflows.training.request import TrainingRequest
from app.workflows.training.train import train_model
from inference.training.distributed import DistributedContext, init_distributed
from inference.training.run import TrainingRunProgress, TrainingWorkspace
from inference.training.task import TrainedModel
from storage.errors import UserError
from storage.library.library import Library
from storage.progress import Progress, drained


def run(args: Namespace) -> int:
    """Of several processes under torchrun, only the first prints and writes."""
    with init_distributed(args.device) as processes:
        return train_in(processes, library_of(args), training_request(args))


def train_in(processes: DistributedContext, library: Library, request: TrainingRequest) -> int:
    """The part of this process in a training by all of `processes`."""
    try:
        return _train(library, request, processes)
    except UserError:
        if processes.is_main:
            raise
        return WORLD


def _train(library: Library, request: TrainingRequest, processes: DistributedContext) -> int:
    # before all work, which may take hours: the place must be free
    folder = new_model_folder(library.models, request)
    plan = drained(plan_training(library, request, processes.device))
    workspace = TrainingWorkspace(library.trainings)
    output = _Output(
        processes.is_main, plan.run.task.metric_names, workspace.checkpoint(plan.run).steps_done()
    )
    output.say(*plan.notes, *plan_summary(plan.run.initialization, plan.run.data, output.saved))
    try:
        trained = output.follow(train_model(plan, request, folder, workspace, processes))
    except KeyboardInterrupt:
        output.say(f"touchline: {stopped(output.saved, output.steps)}")
        return STOPPED
    if processes.is_main:
        for line in result_lines(trained.comparison, plan.run.task.metric_names):
            print(line)
        print(analyze_with(folder, library.models))
    return DONE


class _Output:
    """What the terminal shows of a training: only that of the main process."""

    def __init__(self, is_main: bool, metric_names: Sequence[str], saved: int) -> None:
        self._is_main = is_main
        self._metric_names = metric_names
        self._line: ProgressLine | None = None
        self._stage = ""
        self.saved = saved  # steps that the checkpoint holds
        self.steps = 0  # of the whole training

    def say(self, *lines: str) -> None:
        """Print lines."""
        for line in lines if self._is_main else ():
            print(line, file=sys.stderr)

    def follow(self, work: Generator[TrainingRunProgress, None, TrainedModel]) -> TrainedModel:
        """The result of `work`, whose progress is shown. It is closed whatever happens."""
        try:
            while True:
                self._show(next(work))
        except StopIteration as end:
            trained: TrainedModel = end.value
            return trained
        finally:
            work.close()
            self._close()

    def _show(self, progress: TrainingRunProgress) -> None:
        if progress.stage != self._stage:
            self._close()
            self._stage = progress.stage
            self._line = ProgressLine(progress.stage)
        if progress.loss is not None:
            self.saved = progress.done if progress.saved else self.saved
            self.steps = progress.total
        if self._line and self._is_main:
            count = Progress(progress.done, progress.total, progress.unit)
            self._line.show(count, progress_note(progress, self._metric_names))

    def _close(self) -> None:
        if self._line:
            self._line.close()
