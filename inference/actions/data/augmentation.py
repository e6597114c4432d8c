"""Other cameras, other players and worse trackers, simulated on a labelled path."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from inference.actions.data.ball_path import BallPath, Floats
from inference.actions.data.labelled_path import TimedPath, stretched


@dataclass(frozen=True, slots=True)
class PathAugmentation:
    """How much a path is changed, each drawn anew for each path; shares are of 1."""

    stretch: float = 0.15  # of the time
    scale: float = 0.2  # of the picture
    shift: float = 0.06  # widths of the picture
    noise: float = 0.002  # widths of the picture, at most
    drop: float = 0.15  # of the known positions, at most
    gaps: float = 0.8  # gaps a second, at most
    gap_seconds: tuple[float, float] = (0.06, 0.3)
    near_events: float = 0.5  # of the gaps begin where something happens
    strays: float = 0.01  # of the positions are wrong, at most
    certain: float = 0.5  # chance that a path is taken as people label it, all of it certain
    withheld: float = 0.7  # chance else that positions known by labels of events are left out


def augmented(timed: TimedPath, rng: np.random.Generator, by: PathAugmentation) -> TimedPath:
    """A variant of `timed`: mirrored or not, stretched, shifted, with noise, gaps and strays."""
    timed = stretched(timed, float(np.exp(rng.uniform(-by.stretch, by.stretch))))
    path = _thinned(timed.path, rng)
    known = path.known.copy()
    certain = rng.random() < by.certain
    if not certain and rng.random() < by.withheld:
        known &= ~_at_events(path, timed.seconds, rng)
    known &= rng.random(len(path)) >= rng.uniform(0, by.drop) * (rng.random() < 0.7)
    _cut_gaps(known, path.seconds, timed.seconds, rng, by)
    x, y = _seen_by_another_camera(path, rng, by)
    noise = rng.uniform(0, by.noise)
    x, y = x + rng.normal(0, noise, len(x)), y + rng.normal(0, noise, len(y))
    stray = rng.random(len(x)) < rng.uniform(0, by.strays) * (rng.random() < 0.5)
    x = np.where(stray, x + rng.normal(0, 0.1, len(x)), x)
    y = np.where(stray, y + rng.normal(0, 0.05, len(y)), y)
    lost = ~known
    x, y = np.where(lost, np.nan, x), np.where(lost, np.nan, y)
    given = np.ones(len(path)) if certain else _confidence(path, stray, rng)
    confidence = np.where(np.isfinite(x), given, 0)
    return replace(timed, path=BallPath(path.seconds, x, y, confidence))


def _thinned(path: BallPath, rng: np.random.Generator) -> BallPath:
    """Every second frame of a video of many frames a second, now and then."""
    if len(path) < 2 or np.median(np.diff(path.seconds)) > 0.028 or rng.random() > 0.25:
        return path
    return path.part(slice(int(rng.integers(2)), None, 2))


def _at_events(path: BallPath, seconds: Floats, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Frames of events, which may be known only because somebody marked the event."""
    at = np.zeros(len(path), bool)
    if len(seconds) and len(path):
        frames = np.abs(path.seconds[None] - seconds[:, None]).argmin(1)
        at[frames] = rng.random(len(frames)) < 0.9
    return at


def _cut_gaps(
    known: NDArray[np.bool_],
    seconds: Floats,
    events: Floats,
    rng: np.random.Generator,
    by: PathAugmentation,
) -> None:
    """Take away whole stretches of `known`, half of them where something happens."""
    if len(seconds) < 2 or rng.random() < 0.35:
        return
    length = seconds[-1] - seconds[0]
    for _ in range(rng.poisson(rng.uniform(0, by.gaps) * length)):
        long = rng.uniform(*by.gap_seconds)
        if len(events) and rng.random() < by.near_events:
            start = rng.choice(events) - rng.uniform(0, 1) * long
        else:
            start = rng.uniform(seconds[0], seconds[-1])
        first, stop = np.searchsorted(seconds, [start, start + long])
        known[first:stop] = False


def _seen_by_another_camera(
    path: BallPath, rng: np.random.Generator, by: PathAugmentation
) -> tuple[Floats, Floats]:
    sign = rng.choice([-1, 1])
    wide, high = 1 + rng.uniform(-by.scale, by.scale) * np.array([1, 1])
    high *= 1 + rng.uniform(-by.scale, by.scale) / 2
    right, down = rng.uniform(-by.shift, by.shift, 2)
    return path.x * sign * wide + right, path.y * high + down


def _confidence(path: BallPath, stray: NDArray[np.bool_], rng: np.random.Generator) -> Floats:
    """Confidence as it is, or invented: lower where a position is wrong."""
    if rng.random() < 0.5 and (path.confidence[path.known] < 1).any():
        return path.confidence
    invented = rng.beta(6, 1.5, len(path))
    return np.where(stray, rng.beta(2, 2, len(path)), invented)
