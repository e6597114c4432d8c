"""A training from labels to a judged net: reading pictures, learning, judging."""

import json
from collections.abc import Generator
from copy import deepcopy
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

import torch
from safetensors import SafetensorError, safe_open
from torch import nn

from inference.ball.data.sampling import Recipe, windows
from inference.ball.data.training_data import Material, Read, read
from inference.ball.evaluation.metrics import BallMetrics
from inference.ball.training.initialization import Start
from inference.ball.training.model_comparison import Glance, Verdict, verdict
from inference.evaluation.calibration import PlattScaling
from inference.training.checkpoint import Checkpoint
from inference.training.config import TrainingSettings
from inference.training.dataloader import usual_workers
from inference.training.distributed import ALONE, Team
from inference.training.trainer import train
from inference.video.samples import WindowSource
from storage.errors import UserError
from storage.files import write_text

_TRIED = 5  # steps whose time says how long the others will take
_SHARE = 0.85  # of the time given that is left to learning


@dataclass(frozen=True, eq=False)
class Course:
    """All that decides what comes of a training."""

    start: Start
    material: Material
    settings: TrainingSettings
    recipe: Recipe
    minutes: float | None = None  # of learning, in place of the steps in the settings

    @property
    def purpose(self) -> str:
        """What tells this training from all others, in words."""
        clock = {"steps": None, "look": None} if self.minutes else {}
        parent = self.start.parent.weights if self.start.parent else None
        told = {
            "architecture": self.start.architecture,
            "config": dict(self.start.config),
            "input": dict(self.start.input),
            "parent": parent,
            "material": self.material.digest(),
            "settings": asdict(self.settings) | clock,
            "recipe": asdict(self.recipe),
            "minutes": self.minutes,
        }
        return json.dumps(told, sort_keys=True)


@dataclass(frozen=True, slots=True)
class CourseProgress:
    """How far a training is."""

    stage: str  # "Reading pictures", "Learning", "Judging"
    unit: str  # of what is counted
    done: int
    total: int
    loss: float | None = None
    score: BallMetrics | None = None  # of the last look at held-out video
    saved: bool = False  # whether a checkpoint was written just now
    looking: bool = False  # at held-out video, which takes a while


@dataclass(frozen=True, eq=False)
class Trained:
    """What came of a training."""

    net: nn.Module
    verdict: Verdict
    steps: int
    seconds: float  # of learning, this time


class Workplace:
    """Where a training keeps its files: pictures, and one checkpoint for each purpose."""

    def __init__(self, folder: Path) -> None:
        self.pictures = folder / "pictures"
        self._folder = folder

    def checkpoint(self, course: Course) -> Checkpoint:
        """That of `course`, which may have been begun already."""
        return Checkpoint(self._file(course, "checkpoint"), course.purpose)

    def done(self, course: Course) -> int:
        """Steps that the checkpoint of `course` holds, 0 without one."""
        path = self._file(course, "checkpoint")
        if not path.exists():
            return 0
        try:
            with safe_open(str(path), framework="pt") as file:
                return int(file.get_tensor("step"))
        except (SafetensorError, OSError, ValueError, RuntimeError):
            return 0  # it is damaged: who goes on from it will say so

    def steps(self, course: Course) -> Path:
        """The file that says how many steps a training by the clock has."""
        return self._file(course, "steps")

    def forget(self, course: Course) -> None:
        """Remove what is needed no more once `course` has ended well."""
        for kind in ("checkpoint", "steps"):
            self._file(course, kind).unlink(missing_ok=True)

    def _file(self, course: Course, kind: str) -> Path:
        return self._folder / f"{sha256(course.purpose.encode()).hexdigest()[:16]}.{kind}"


def run_course(
    course: Course, place: Workplace, log: Path | None = None, team: Team = ALONE
) -> Generator[CourseProgress, None, Trained]:
    """Train and judge; the same course again goes on where it was stopped.

    The net that comes of it is on the CPU, ready to be written. All of a team run this; the leader
    alone judges. UserError if something cannot be read or written, or the labelled pictures are
    too few for one window.
    """
    before = deepcopy(course.start.net)
    material = yield from _reading(course, place, team)
    source = _source(course, material)
    if course.minutes:
        course = replace(course, settings=_timed(course, source, place, team))
    started = monotonic()
    net = yield from _learning(course, source, material, place, log, team)
    seconds = monotonic() - started
    if not team.leads:
        return Trained(net, Verdict(PlattScaling(), ""), 0, seconds)
    found = yield from _judging(course, material, before, net, team)
    return Trained(net, found, place.done(course), seconds)


def _reading(course: Course, place: Workplace, team: Team) -> Generator[CourseProgress, None, Read]:
    """The material; the leader of a team reads it first, the others what it has kept."""
    turn = torch.zeros(())
    if not team.leads:
        team.share([turn])
    total = course.material.pictures
    work = read(course.material, course.start.input_spec, place.pictures)
    while True:
        try:
            done = next(work)
        except StopIteration as end:
            found: Read = end.value
            break
        yield CourseProgress("Reading pictures", "pictures", done, total)
    if team.leads:
        team.share([turn])
    return found


def _source(course: Course, material: Read) -> WindowSource:
    try:
        return windows(material.ingredients, course.recipe, course.start.input_spec)
    except ValueError as error:
        raise UserError(
            f"There is nothing to train on: {error}.",
            "Label some frames in a row, or name footage that has labels.",
        ) from error


def _timed(course: Course, source: WindowSource, place: Workplace, team: Team) -> TrainingSettings:
    """The settings with as many steps as fit into the minutes, counted once for each course."""
    told = torch.zeros((), dtype=torch.int64)
    if team.leads:
        file = place.steps(course)
        if not file.exists():
            each = _seconds_a_step(course, source, team)
            steps = round(60 * _SHARE * (course.minutes or 0) / each)
            write_text(file, f"{max(steps, 1)}\n")
        told.fill_(int(file.read_text()))
    team.share([told])
    steps = int(told)
    return replace(course.settings, steps=steps, look=usual_look(steps))


def usual_look(steps: int) -> int:
    """Steps between two looks at held-out video, of a training of so many `steps`."""
    return min(max(steps // 5, 50), 250)


def _seconds_a_step(course: Course, source: WindowSource, team: Team) -> float:
    """How long a step takes here: some are made with a copy of the net, and forgotten."""
    settings = replace(course.settings, steps=_TRIED)
    alone = Team(device=team.device)
    with TemporaryDirectory() as folder:
        checkpoint = Checkpoint(Path(folder) / "checkpoint", "time")
        work = train(deepcopy(course.start.net), source, settings, checkpoint, team=alone)
        next(work)
        started = monotonic()
        for _ in islice(work, _TRIED - 1):
            pass
        seconds = monotonic() - started
        work.close()
    return max(seconds / (_TRIED - 1), 1e-3)


def _learning(
    course: Course,
    source: WindowSource,
    material: Read,
    place: Workplace,
    log: Path | None,
    team: Team,
) -> Generator[CourseProgress, None, nn.Module]:
    judge = (
        Glance(course.start, material.exam, course.settings.precision) if material.exam else None
    )
    work = train(
        course.start.net,
        source,
        course.settings,
        place.checkpoint(course),
        judge=judge,
        log=log,
        team=team,
        workers=usual_workers(team.device),
    )
    score = None
    while True:
        try:
            step = next(work)
        except StopIteration as end:
            net: nn.Module = end.value
            return net
        score = step.score or score
        yield CourseProgress(
            "Learning",
            "steps",
            step.step,
            step.steps,
            step.loss,
            score,
            step.saved,
            step.looking,
        )


def _judging(
    course: Course, material: Read, before: nn.Module, net: nn.Module, team: Team
) -> Generator[CourseProgress, None, Verdict]:
    work = verdict(course.start, material, before, net, team.device)
    while True:
        try:
            yield CourseProgress("Judging", "pictures", *next(work))
        except StopIteration as end:
            found: Verdict = end.value
            return found
