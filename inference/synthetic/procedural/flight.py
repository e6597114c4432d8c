"""A ball that flies through a procedural window, and the streaks it leaves in its pictures."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_RADII = (0.8, 3.0)  # pixels
_SPEEDS = (0.6, 26.0)  # pixels a frame
_GRAVITY = 0.6  # pixels a frame squared, at most
_DRAG = 0.06  # of the speed, a frame, at most
_HIT = 0.25  # share of the flights with a contact in them
_STEPS = 16  # of the flight in one frame
_SHUTTER = (0.15, 1.0)  # of a frame
_SPOTS = 9  # that make a streak
_ROUND = 0.62  # standard deviation of a spot, in radii


@dataclass(frozen=True, eq=False)
class ProceduralBall:
    """Where a ball is in each picture and how it looks."""

    spots: NDArray[np.float64]  # (frames, 9, 2): x and y along the streak, in pixels
    middles: NDArray[np.float64]  # (frames, 2)
    radius: float
    level: float  # grey level


def fly(
    random: np.random.Generator,
    frames: int,
    width: int,
    height: int,
    ground: NDArray[np.float32],
    scale: float = 1.0,
) -> ProceduralBall:
    """A flight by chance that is in the picture in its middle frame, unlike its ground there.

    `scale` enlarges ball and speed, for pictures of more pixels than 512 across.
    """
    trajectory = _trajectory(random, frames) * scale
    middle = len(trajectory) // 2
    trajectory += random.uniform((4, 4), (width - 4, height - 4)) - trajectory[middle]
    shutter = random.uniform(*_SHUTTER)
    exposure = np.arange(frames)[:, None] + 0.5 + np.linspace(-0.5, 0.5, _SPOTS) * shutter
    ticks = exposure * _STEPS
    spots = np.stack(
        [np.interp(ticks, np.arange(len(trajectory)), axis) for axis in trajectory.T], axis=-1
    )
    x, y = (int(v) for v in trajectory[middle])
    background = float(ground[max(y, 0), max(x, 0)])
    radius = _log_uniform(random, *_RADII) * scale
    return ProceduralBall(spots, spots[:, _SPOTS // 2], radius, _level(random, background))


def streaks(picture: NDArray[np.float32], ball: ProceduralBall, frame: int) -> None:
    """Draw the ball of `frame` into `picture` (height, width): the fainter the longer its way."""
    height, width = picture.shape
    spots = ball.spots[frame]
    sigma = _ROUND * ball.radius
    reach = 3 * sigma + 1
    left, top = np.maximum(np.floor(spots.min(axis=0) - reach), 0).astype(int)
    right, bottom = np.minimum(np.ceil(spots.max(axis=0) + reach) + 1, (width, height)).astype(int)
    if left >= right or top >= bottom:
        return
    x = np.arange(left, right)[:, None] - spots[:, 0]  # (w, 9)
    y = np.arange(top, bottom)[:, None] - spots[:, 1]
    around_x, around_y = (np.exp(-(d**2) / (2 * sigma**2)) for d in (x, y))
    length = float(np.hypot(*(spots[-1] - spots[0])))
    # light that is spread over a streak longer than the ball is missing in each of its places
    share = min(1.0, 2.5 * ball.radius / (length + 1e-6) + 0.25) if length > 0 else 1.0
    overlap = max(1.0, _SPOTS * min(1.0, 2.5 * sigma / (length + 1e-6)))
    opacity = np.clip(around_y @ around_x.T / overlap * 1.3, 0, 1) * share
    part = picture[top:bottom, left:right]
    part += (ball.level - part) * opacity.astype(np.float32)


def _trajectory(random: np.random.Generator, frames: int) -> NDArray[np.float64]:
    """Positions (ticks, 2) from any start: gravity, drag, perhaps a contact."""
    direction = random.uniform(0, 2 * np.pi)
    speed = _log_uniform(random, *_SPEEDS)
    velocity = speed * np.array([np.cos(direction), np.sin(direction)])
    gravity = random.uniform(0, _GRAVITY)
    drag = random.uniform(0, _DRAG)
    ticks = frames * _STEPS + 1
    hit = int(random.integers(ticks)) if random.random() < _HIT else -1
    positions = np.zeros((ticks, 2))
    for tick in range(1, ticks):
        if tick == hit:
            new_direction = random.uniform(0, 2 * np.pi)
            speed = float(np.hypot(*velocity)) * random.uniform(0.4, 2)
            velocity = speed * np.array([np.cos(new_direction), np.sin(new_direction)])
        velocity *= 1 - drag / _STEPS
        velocity[1] += gravity / _STEPS
        positions[tick] = positions[tick - 1] + velocity / _STEPS
    return positions


def _level(random: np.random.Generator, background: float) -> float:
    """The ball's grey level: mostly nearly white, nearly always brighter than what is behind."""
    chance = random.random()
    if chance < 0.6:
        return max(random.uniform(215, 255), min(background + 60, 255))
    contrast = random.uniform(60, 190)
    return float(np.clip(background + (contrast if chance < 0.85 else -contrast), 0, 255))


def _log_uniform(random: np.random.Generator, low: float, high: float) -> float:
    return float(np.exp(random.uniform(np.log(low), np.log(high))))
