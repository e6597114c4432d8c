"""The footage of a training for events: found, divided, and checked to be enough."""

from collections.abc import Generator, Sequence
from pathlib import Path

import torch

from app.workflows.training.event_footage import (
    EventFootage,
    footage_in_folder,
    footage_in_library,
    labelled_paths,
)
from app.workflows.training.request import LIBRARY, SIMULATOR, TrainingRequest
from inference.actions.data.event_data import EventData
from inference.training.splits import split_footage
from inference.training.task import Initialization
from storage.errors import UserError
from storage.library.library import Library

FEWEST_LABELS = 50  # events: fewer are memorised

_SIMULATED = 30  # rallies of each sport


def plan_event_data(
    library: Library, request: TrainingRequest, initialization: Initialization
) -> Generator[object, None, tuple[EventData, tuple[str, ...]]]:
    """The labelled paths in the sources of `request`. Yields while it looks.

    UserError if a source is not there or the labels are too few.
    """
    # a net this small is slowed by threads, on a busy machine forty times
    torch.set_num_threads(1)
    footage = yield from _find(library, request.sources)
    replay = yield from _find(library, request.replay)
    split = split_footage(footage, request.hold_out, initialization.held_out)
    kept = {video.video for video in footage}
    earlier = [video for video in replay if video.video not in kept]
    simulated = SIMULATOR in (*request.sources, *request.replay) or not request.replay
    data = EventData(
        labelled_paths([*split.training, *earlier]),
        labelled_paths(split.validation),
        simulated=_SIMULATED if simulated else 0,
    )
    labels = sum(video.labels for video in split.training)
    if labels < FEWEST_LABELS and tuple(request.sources) != (SIMULATOR,):
        raise _too_few(labels, sum(video.labels for video in split.validation))
    return data, ()


def _find(library: Library, sources: Sequence[str]) -> Generator[object, None, list[EventFootage]]:
    """All labelled videos in `sources`; of a video in two of them the first counts."""
    footage: dict[str, EventFootage] = {}
    for name in dict.fromkeys(sources):
        if name == SIMULATOR:
            continue
        if name == LIBRARY:
            videos = yield from footage_in_library(library)
        elif Path(name).expanduser().is_dir():
            videos = yield from footage_in_folder(Path(name).expanduser())
        else:
            raise UserError(
                f"{name} is not a folder.", f"A source is a folder, '{LIBRARY}' or '{SIMULATOR}'."
            )
        for video in videos:
            footage.setdefault(video.video, video)
    return list(footage.values())


def _too_few(labels: int, held_out: int) -> UserError:
    beside = f", besides {held_out} that are held out" if held_out else ""
    return UserError(
        f"There are {labels} labelled events to train on{beside}; at least {FEWEST_LABELS} are "
        "needed.",
        f"Mark or accept {FEWEST_LABELS - labels} more hits and bounces. Every one in a rally must "
        "be marked: what is not is taken for nothing.",
    )
