"""Where rallies begin and end: from the first hit until the ball lies still or is gone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.actions.data.ball_path import BallPath, Floats

_PAUSE = 2.5  # seconds without an event that end a rally
_SERVED = 1.6  # seconds without an event that end it where a serve follows
_IDLE = 2.0  # seconds in which no ball moves that end it: a lob may leave the picture for one
_FEWEST = 1.8  # events that a rally has at least, each counted by its probability
_BEFORE = 0.3  # seconds before the first hit in which the ball is thrown up or held out
_AFTER = 3.0  # seconds after the last event in which the ball comes to rest, at most
_AVERAGED = 0.5  # seconds over which movement is averaged
_MOVING = 0.05  # widths of the picture a second: a slower ball lies still
_STOPPED = 0.3  # share of moving moments below which the ball has come to rest
_UNSEEN = 1.5  # seconds without a position after which it is gone


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
    moves = _moves(path)
    resting = _resting(path, moves)
    busy = path.seconds[moves > 0]
    edges = np.array(sorted([path.seconds[0], *cuts, np.inf]))
    rallies: list[tuple[float, float]] = []
    for group in _groups(list(events), edges, busy):
        if sum(event.confidence for event in group) < _FEWEST:
            continue
        shot = int(np.searchsorted(edges, group[0].seconds, side="right"))
        latest = rallies[-1][1] if rallies else -np.inf
        begin = max(group[0].seconds - _BEFORE, edges[max(shot - 1, 0)], latest)
        end = min(_rest(path.seconds, resting, group[-1].seconds), edges[min(shot, len(edges) - 1)])
        rallies.append((float(begin), float(end)))
    return rallies


def _groups(events: list[RallyEvent], edges: Floats, busy: Floats) -> Iterable[list[RallyEvent]]:
    """Events that follow each other without a pause or a cut between them.

    `busy` are the seconds of the frames in which the ball moves.
    """
    seconds = np.array([event.seconds for event in events])
    serve = np.array([event.serve for event in events], bool)
    breaks = np.flatnonzero(_parted(seconds, serve, edges, busy)) + 1
    starts = [0, *breaks.tolist()]
    for start, stop in zip(starts, [*starts[1:], len(events)], strict=True):
        if start < stop:
            yield events[start:stop]


def _parted(
    seconds: Floats, serve: NDArray[np.bool_], edges: Floats, busy: Floats
) -> NDArray[np.bool_]:
    """Whether a rally ends between each event and the next one, (E - 1,)."""
    pause = np.diff(seconds)
    cut = np.diff(np.searchsorted(edges, seconds, "right")) > 0
    served = serve[1:] & (pause > _SERVED)
    return np.asarray((pause > _PAUSE) | served | cut | _idle(seconds, busy))


def _idle(seconds: Floats, busy: Floats) -> NDArray[np.bool_]:
    """Whether no ball moves for long between each of the moments and the next one."""
    first, stop = np.searchsorted(busy, [seconds[:-1], seconds[1:]])
    # before, between and behind the frames between two moments in which it moves
    padded = np.concatenate([busy, [np.inf]])
    start = np.minimum(padded[first], seconds[1:]) - seconds[:-1]
    end = seconds[1:] - np.where(stop > first, padded[stop - 1], seconds[:-1])
    long = np.concatenate([[0], np.cumsum(np.diff(busy) > _IDLE)])
    inside = long[(stop - 1).clip(0)] > long[np.minimum(first, len(long) - 1)]
    return np.asarray((start > _IDLE) | (end > _IDLE) | ((stop > first) & inside))


def _moves(path: BallPath) -> Floats:
    """1 in frames in which the ball is seen to move, 0 where it lies still, NaN where unknown."""
    steps = np.maximum(np.diff(path.seconds), 1e-6)
    speed = np.hypot(np.diff(path.x), np.diff(path.y)) / steps
    moves = np.where(np.isfinite(speed), speed > _MOVING, np.nan)
    return np.concatenate([moves, [np.nan]])


def _resting(path: BallPath, moves: Floats) -> NDArray[np.bool_]:
    """The frames from which on the ball hardly moves for half a second, or is not seen for long."""
    known = np.isfinite(moves)
    frames = np.arange(len(path))

    def counted(what: NDArray[np.bool_], seconds: float) -> NDArray[np.intp]:
        sums = np.concatenate([[0], np.cumsum(what)])
        return np.asarray(
            sums[np.searchsorted(path.seconds, path.seconds + seconds)] - sums[frames]
        )

    seen, moving = counted(known, _AVERAGED), counted(moves > 0, _AVERAGED)
    hardly = (seen > 0) & (moving < _STOPPED * seen)
    return np.asarray(hardly | (counted(known, _UNSEEN) == 0))


def _rest(seconds: Floats, resting: NDArray[np.bool_], last: float) -> float:
    """When the ball has come to rest after its `last` event."""
    first, stop = np.searchsorted(seconds, [last, last + _AFTER])
    still = np.flatnonzero(resting[first:stop])
    at = first + still[0] if len(still) else stop
    return float(seconds[min(at, len(seconds) - 1)])
