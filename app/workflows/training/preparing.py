"""From the words of a command line to a training."""

from argparse import Namespace
from collections.abc import Generator
from dataclasses import dataclass

import torch

from app.workflows.training.requested_sources import LIBRARY
from app.workflows.training.sources import Gathered, gathered
from inference.ball.data.sampling import Recipe
from inference.ball.data.splits import Division, divided
from inference.ball.data.training_data import SIMULATED, Material
from inference.ball.training.initialization import Start, start_anew, start_from
from inference.ball.training.run import Course, usual_look
from inference.models.locations import MOTION, model_folder
from inference.training.config import TrainingSettings, usual_precision
from storage.errors import UserError
from storage.library.library import Library

FEWEST = 150  # labelled frames: fewer are learned by heart
FEWEST_STEPS = 200
_STEPS, _STEPS_ANEW = 300, 4000
_RATE, _RATE_ANEW = 3e-4, 2e-3  # for a net that knows something, and for one that does not
_PAUSE = 30.0  # seconds of learning that a kill may cost
_PATIENCE = 3  # looks


@dataclass(frozen=True, eq=False)
class Prepared:
    """A training that can begin, and what to know of it."""

    course: Course
    notes: tuple[str, ...]


def prepared(
    library: Library, args: Namespace, device: torch.device
) -> Generator[object, None, Prepared]:
    """The training that `args` of `touchline train ball` ask for. Yields while it looks.

    UserError if there is no such model or source, or the labels are too few.
    """
    start = _start(library, args)
    found = yield from gathered(library, args.sources or [LIBRARY])
    older = (yield from gathered(library, args.older)).without(found.footage)
    division = divided(found.footage, args.hold_out, start.exam)
    material = _material(found, older, division)
    notes = [f"Left out: {line}" for line in (*found.notes, *older.notes)]
    if args.steps and args.steps < FEWEST_STEPS:
        notes.append(f"{args.steps} steps teach little: {FEWEST_STEPS} are the least that help.")
    course = Course(start, material, _settings(args, start, device), Recipe(), args.minutes)
    return Prepared(course, tuple(notes))


def _start(library: Library, args: Namespace) -> Start:
    if args.size:
        return start_anew(args.size, args.seed)
    if args.start == MOTION:
        raise UserError(f"{MOTION} has no weights to train.", "Start from another model.")
    return start_from(model_folder(args.start, library.models))


def _material(found: Gathered, older: Gathered, division: Division) -> Material:
    labels = sum(each.labels for each in division.training)
    if found.footage and labels < FEWEST:
        raise _too_few(labels, sum(each.labels for each in division.exam))
    simulated = found.simulator or older.simulator
    procedural = found.procedural or older.procedural
    # beside new labels there must be something else, or the old is forgotten
    lonely = bool(division.training) and not (older.footage or simulated)
    return Material(
        division.training,
        older.without(division.exam).footage,
        division.exam,
        SIMULATED if simulated else 0,
        procedural or lonely,
    )


def _too_few(labels: int, held_out: int) -> UserError:
    beside = f", beside {held_out} that are held out" if held_out else ""
    return UserError(
        f"There are {labels} labelled frames to train on{beside}; at least {FEWEST} are needed.",
        f"Label {FEWEST - labels} more in the window: accept what is right, correct what is not. "
        "Best some rallies whole, and as different as they come.",
    )


def _settings(args: Namespace, start: Start, device: torch.device) -> TrainingSettings:
    steps = args.steps or (_STEPS if start.parent else _STEPS_ANEW)
    return TrainingSettings(
        steps,
        batch=args.batch,
        rate=_RATE if start.parent else _RATE_ANEW,
        norms=start.parent is None,
        seed=args.seed,
        precision=usual_precision(device) if args.precision == "auto" else args.precision,
        pause=_PAUSE,
        shape=args.target,
        look=usual_look(steps),
        patience=_PATIENCE,
    )
