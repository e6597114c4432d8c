"""The footage of a ball training: found, divided, and checked to be enough."""

from collections.abc import Generator

from app.workflows.training.request import TrainingRequest
from app.workflows.training.sources import BallSources, find_ball_footage
from inference.ball.data.labelled_footage import BallFootage
from inference.ball.data.training_data import SIMULATED, BallData
from inference.training.splits import Split, split_footage
from inference.training.task import Initialization
from storage.errors import UserError
from storage.library.library import Library

FEWEST_LABELS = 150  # labelled frames: fewer are memorised


def plan_ball_data(
    library: Library, request: TrainingRequest, initialization: Initialization
) -> Generator[object, None, tuple[BallData, tuple[str, ...]]]:
    """The footage in the sources of `request`, and what was left out, and why.

    Yields while it looks. UserError if a source is not there or the labels are too few.
    """
    sources = yield from find_ball_footage(library, request.sources)
    replay = (yield from find_ball_footage(library, request.replay)).without(sources.footage)
    split = split_footage(sources.footage, request.hold_out, initialization.held_out)
    data = _data(sources, replay, split)
    return data, tuple(f"Left out: {note}" for note in (*sources.notes, *replay.notes))


def _data(sources: BallSources, replay: BallSources, split: Split[BallFootage]) -> BallData:
    labels = sum(video.labels for video in split.training)
    if sources.footage and labels < FEWEST_LABELS:
        raise _too_few(labels, sum(video.labels for video in split.validation))
    simulated = sources.simulator or replay.simulator
    procedural = sources.procedural or replay.procedural
    # beside new labels there must be something else, or what the net knew is forgotten
    only_new = bool(split.training) and not (replay.footage or simulated)
    return BallData(
        split.training,
        replay.without(split.validation).footage,
        split.validation,
        SIMULATED if simulated else 0,
        procedural or only_new,
    )


def _too_few(labels: int, held_out: int) -> UserError:
    beside = f", besides {held_out} that are held out" if held_out else ""
    return UserError(
        f"There are {labels} labelled frames to train on{beside}; at least {FEWEST_LABELS} are "
        "needed.",
        f"Label {FEWEST_LABELS - labels} more in the window: accept what is right, correct what is "
        "wrong. Whole rallies that differ from each other help most.",
    )
