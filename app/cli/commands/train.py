"""`touchline train`: a better ball model from what people have labelled."""

import sys
from argparse import Namespace
from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path

from app.cli.arguments.exit_status import DONE, STOPPED, WORLD
from app.cli.commands.train_output import analyse_with, note, outcome, plan, stopped
from app.cli.places import library_of
from app.cli.progress_bar import ProgressLine
from app.workflows.training.plan import new_model
from app.workflows.training.preparing import prepared
from inference.ball.training.card import Words, training_card
from inference.ball.training.run import CourseProgress, Trained, Workplace, run_course
from inference.models.writer import write_model
from inference.training.distributed import Team, joined_team
from storage.errors import UserError
from storage.library.library import Library
from storage.progress import Progress, drained


def run(args: Namespace) -> int:
    """Of several processes under torchrun, the first alone talks and writes."""
    with joined_team(args.device) as team:
        return trained_by(team, args)


def trained_by(team: Team, args: Namespace) -> int:
    """The part of this process in a training by `team`."""
    try:
        return _train(args, library_of(args), team)
    except UserError:
        if team.leads:
            raise
        return WORLD


def _train(args: Namespace, library: Library, team: Team) -> int:
    start = args.size or Path(args.start).name
    # before all work, which may take hours: the place must be free
    folder = new_model(library.models, args.name, args.out, start, args.sources)
    ready = drained(prepared(library, args, team.device))
    course, place = ready.course, Workplace(library.trainings)
    told = _Told(team.leads, place.done(course))
    told.say(*ready.notes, *plan(course.start, course.material, told.kept))
    try:
        trained = told.follow(run_course(course, place, args.log, team))
    except KeyboardInterrupt:
        told.say(f"touchline: {stopped(told.kept, told.steps)}")
        return STOPPED
    if team.leads:
        words = Words(folder.name, args.licence, args.convention)
        card = training_card(course, trained, words, datetime.now(UTC).date())
        write_model(folder, card, trained.net)
        place.forget(course)
        for line in outcome(trained.verdict):
            print(line)
        print(analyse_with(folder, library.models))
    return DONE


class _Told:
    """What the terminal is told of a training; of a team the leader's alone."""

    def __init__(self, leads: bool, kept: int) -> None:
        self._leads = leads
        self._line: ProgressLine | None = None
        self._stage = ""
        self.kept = kept  # steps that the checkpoint holds
        self.steps = 0  # of the whole training

    def say(self, *lines: str) -> None:
        """Print lines."""
        for line in lines if self._leads else ():
            print(line, file=sys.stderr)

    def follow(self, work: Generator[CourseProgress, None, Trained]) -> Trained:
        """The result of `work`, whose progress is shown. It is closed whatever happens."""
        try:
            while True:
                self._show(next(work))
        except StopIteration as end:
            trained: Trained = end.value
            return trained
        finally:
            work.close()
            self._close()

    def _show(self, step: CourseProgress) -> None:
        if step.stage != self._stage:
            self._close()
            self._stage, self._line = step.stage, ProgressLine(step.stage)
        if step.loss is not None:
            self.kept = step.done if step.saved else self.kept
            self.steps = step.total
        if self._line and self._leads:
            self._line.show(Progress(step.done, step.total, step.unit), note(step))

    def _close(self) -> None:
        if self._line:
            self._line.close()
