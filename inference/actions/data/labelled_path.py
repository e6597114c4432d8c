"""A path with the events that people marked in it, as training and judging need it."""

from dataclasses import dataclass, replace

import numpy as np

from inference.actions.data.ball_path import BallPath, Floats
from inference.actions.data.cadence import without_repeats

HIT, BOUNCE = "hit", "bounce"
CLASSES = (HIT, BOUNCE)
FAR, NEAR = "far", "near"
SPORTS = ("badminton", "tennis")


@dataclass(frozen=True, slots=True)
class LabelledEvent:
    """An event that a person marked in a frame; a serve is a hit that begins a rally."""

    frame: int
    event: str  # HIT or BOUNCE
    side: str = ""  # FAR or NEAR player, of a hit; empty where nobody says
    serve: bool | None = None  # of a hit; None where nobody says


@dataclass(frozen=True, eq=False)
class LabelledPath:
    """The ball's path through a video, and every event of some classes in it."""

    name: str
    group: str  # the venue, match or person by which sets are split
    sport: str  # one of SPORTS, or empty
    path: BallPath
    events: tuple[LabelledEvent, ...]  # in order of their frames
    classes: frozenset[str]  # those of which every event is marked


@dataclass(frozen=True, eq=False)
class TimedPath:
    """A labelled path without repeated frames, its events in seconds: what augmentation changes."""

    path: BallPath
    seconds: Floats  # (E,) of the events
    event: np.ndarray  # (E,) index in CLASSES
    side: np.ndarray  # (E,) 1 near, 0 far, -1 not known
    serve: np.ndarray  # (E,) 1 serve, 0 none, -1 not known
    sport: int  # index in SPORTS, -1 not known
    marked: np.ndarray  # (len(CLASSES),) whether every event of the class is marked


def timed_path(labelled: LabelledPath, repeats: bool = False) -> TimedPath:
    """`labelled` without the frames that repeat the one before, unless `repeats`."""
    path, kept = labelled.path, np.arange(len(labelled.path))
    if not repeats:
        path, kept = without_repeats(labelled.path)
    frames = np.array([event.frame for event in labelled.events], np.intp)
    # an event in a repeated frame is seen in the one that it repeats
    at = (np.searchsorted(kept, frames, side="right") - 1).clip(0)
    return TimedPath(
        path,
        path.seconds[at] if len(path) else np.zeros(0),
        np.array([CLASSES.index(event.event) for event in labelled.events], np.int8),
        np.array([_side(event.side) for event in labelled.events], np.int8),
        np.array([_flag(event.serve) for event in labelled.events], np.int8),
        SPORTS.index(labelled.sport) if labelled.sport in SPORTS else -1,
        np.array([name in labelled.classes for name in CLASSES]),
    )


def stretched(timed: TimedPath, factor: float) -> TimedPath:
    """The same, `factor` times as long."""
    path = replace(timed.path, seconds=timed.path.seconds * factor)
    return replace(timed, path=path, seconds=timed.seconds * factor)


def excerpt(timed: TimedPath, seconds: float, random: np.random.Generator) -> TimedPath:
    """Some `seconds` of a path, from a moment drawn by chance; all of a shorter one."""
    times = timed.path.seconds
    if not len(times) or times[-1] - times[0] <= seconds:
        return timed
    start = random.uniform(times[0], times[-1] - seconds)
    first, stop = np.searchsorted(times, [start, start + seconds])
    inside = (timed.seconds >= times[first]) & (timed.seconds <= times[stop - 1])
    return replace(
        timed,
        path=timed.path.part(slice(int(first), int(stop))),
        seconds=timed.seconds[inside],
        event=timed.event[inside],
        side=timed.side[inside],
        serve=timed.serve[inside],
    )


def _side(side: str) -> int:
    return {NEAR: 1, FAR: 0}.get(side, -1)


def _flag(serve: bool | None) -> int:
    return -1 if serve is None else int(serve)
