"""Where rallies begin and end: from the first hit until the ball lies still or is gone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from inference.actions.data.ball_path import BallPath, Floats

_PAUSE = 3.0  # seconds without an event that end a rally
_SERVED = 1.6  # seconds without an event that end it where a serve follows
_FEWEST = 1.5  # events that a rally has at least, each counted by its probability
_BEFORE = 0.3  # seconds before the first hit in which the ball is thrown up or held out
_AFTER = 3.0  # seconds after the last event in which the ball comes to rest, at most
_AVERAGED = 0.5  # seconds over which movement is averaged
_MOVING = 0.05  # widths of the picture a second: a slower ball lies still
_STOPPED = 0.3  # share of moving moments below which the ball has come to rest


@dataclass(frozen=True, slots=True)
class RallyEvent:
    """An event as far as rallies are concerned."""

    seconds: float
    confidence: float
    serve: bool = False


def find_rallies(
    path: BallPath, events: Iterable[RallyEvent], cuts: Sequence[float] = ()
) -> list[tuple[float, float]]:
    """The rallies of a video as seconds from and to, in order; none reaches across a cut.

    `events` are in order of time; `cuts` are seconds at which another shot begins.
    """
    if not len(path):
        return []
    moving = _moving(path)
    edges = np.array(sorted([path.seconds[0], *cuts, np.inf]))
    rallies: list[tuple[float, float]] = []
    for group in _groups(list(events), edges):
        if sum(event.confidence for event in group) < _FEWEST:
            continue
        shot = int(np.searchsorted(edges, group[0].seconds, side="right"))
        latest = rallies[-1][1] if rallies else -np.inf
        begin = max(group[0].seconds - _BEFORE, edges[max(shot - 1, 0)], latest)
        end = min(_rest(path.seconds, moving, group[-1].seconds), edges[min(shot, len(edges) - 1)])
        rallies.append((float(begin), float(end)))
    return rallies


def _groups(events: list[RallyEvent], edges: Floats) -> Iterable[list[RallyEvent]]:
    """Events that follow each other without a pause or a cut between them."""
    group: list[RallyEvent] = []
    for event in events:
        if group and _parted(group[-1], event, edges):
            yield group
            group = []
        group.append(event)
    if group:
        yield group


def _parted(before: RallyEvent, after: RallyEvent, edges: Floats) -> bool:
    pause = after.seconds - before.seconds
    between = np.searchsorted(edges, after.seconds, "right") - np.searchsorted(
        edges, before.seconds, "right"
    )
    return bool(pause > _PAUSE or (after.serve and pause > _SERVED) or between > 0)


def _moving(path: BallPath) -> Floats:
    """Share of moments around each frame, half a second behind it, in which the ball moves."""
    steps = np.maximum(np.diff(path.seconds), 1e-6)
    speed = np.hypot(np.diff(path.x), np.diff(path.y)) / steps
    moves = np.concatenate([np.nan_to_num(speed) > _MOVING, [False]])
    sums = np.concatenate([[0], np.cumsum(moves)])
    stop = np.searchsorted(path.seconds, path.seconds + _AVERAGED)
    frames = np.arange(len(path))
    return np.asarray((sums[stop] - sums[frames]) / np.maximum(stop - frames, 1))


def _rest(seconds: Floats, moving: Floats, last: float) -> float:
    """When the ball has come to rest after its `last` event."""
    first, stop = np.searchsorted(seconds, [last, last + _AFTER])
    still = np.flatnonzero(moving[first:stop] < _STOPPED)
    at = first + still[0] if len(still) else stop
    return float(seconds[min(at, len(seconds) - 1)])
