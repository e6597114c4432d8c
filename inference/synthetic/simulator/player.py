"""Where a player stands and what the body does at any time of a rally."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.synthetic.simulator.pose import SWING_SPAN, Pose, Swing, pose, reach
from inference.synthetic.simulator.rally import Contact

RATE = 120  # points a second of the precomputed path
STRIDE = 4.6  # radians of the running cycle per metre
FULL_RUN = 3.5  # metres / second
FAST_SWING = 0.35  # seconds before and after a hit
HOME_AFTER = 0.9  # seconds after a stroke until the player is back in the middle


@dataclass(frozen=True, slots=True)
class SimulatedPlayer:
    """A player's way through a rally, in steps of 1 / RATE seconds from time 0."""

    hits: tuple[Contact, ...]
    racket_sides: tuple[int, ...]  # one a hit: on which side of the body the ball is met
    ground: NDArray[np.float64]  # (N, 2) metres
    velocity: NDArray[np.float64]  # (N, 2) metres / second
    gait: NDArray[np.float64]  # (N,) radians

    def ground_at(self, seconds: float) -> tuple[float, float]:
        """The point x, y on the ground under the hips."""
        x, y = _sample(self.ground, seconds)
        return float(x), float(y)

    def pose_at(self, seconds: float) -> Pose:
        """The body at `seconds`."""
        velocity = _sample(self.velocity, seconds)
        speed = float(np.hypot(*velocity))
        return pose(
            gait=float(_sample(self.gait, seconds)),
            run=min(1.0, speed / FULL_RUN),
            lean=float(np.clip(velocity[0] / FULL_RUN, -1, 1)),
            swing=self._swing_at(seconds),
        )

    def swings_at(self, seconds: float) -> bool:
        """Whether the racket is moving fast."""
        return any(abs(hit.seconds - seconds) < FAST_SWING for hit in self.hits)

    def _swing_at(self, seconds: float) -> Swing:
        nearest = min(
            range(len(self.hits)), key=lambda i: abs(self.hits[i].seconds - seconds), default=None
        )
        if nearest is None:
            return Swing(SWING_SPAN, (0.6, 1.0), 1)
        hit = self.hits[nearest]
        ground = _sample(self.ground, hit.seconds)
        ball = (hit.position[0] - float(ground[0]), hit.position[2])
        return Swing(seconds - hit.seconds, ball, self.racket_sides[nearest])


def player(
    hits: list[Contact], home: tuple[float, float], backhand: int, seconds: float
) -> SimulatedPlayer:
    """A player who is where the ball is at each of `hits`, and near `home` (x, y) between them.

    `backhand` is the side of the body, -1 or 1 in the picture, that is not the racket hand's.
    """
    sides = tuple(_side(hit, home, backhand) for hit in hits)
    times, points = [0.0], [(home[0], home[1])]
    for hit, side in zip(hits, sides, strict=True):
        spot = _spot(hit, side)
        if not times[1:]:
            points[0] = spot if hit.seconds < 2 else points[0]
        if hit.seconds - times[-1] > 2 * HOME_AFTER and len(times) > 1:
            times.append(times[-1] + HOME_AFTER)
            points.append(_towards(home, points[-1], 0.3))
        times.append(hit.seconds)
        points.append(spot)
    times += [times[-1] + HOME_AFTER, seconds + 2 * HOME_AFTER]
    points += [_towards(home, points[-1], 0.3)] * 2
    return _moving(tuple(hits), sides, np.array(times), np.array(points), seconds)


def _side(hit: Contact, home: tuple[float, float], backhand: int) -> int:
    """Forehand, unless the ball comes far on the other side."""
    away = (hit.position[0] - home[0]) * backhand
    return backhand if away > 0.8 and hit.position[2] < 1.75 else -backhand


def _spot(hit: Contact, side: int) -> tuple[float, float]:
    """Where the body is at a hit: beside the ball, and a little further back."""
    x, y, z = hit.position
    behind = 0.3 * float(np.sign(y))
    return x - reach(Swing(0.0, (0.0, z), side)), y + behind


def _towards(
    goal: tuple[float, float], start: tuple[float, float], left: float
) -> tuple[float, float]:
    """A point on the way from `start` to `goal`, with the part `left` of the way still to go."""
    return (goal[0] + (start[0] - goal[0]) * left, goal[1] + (start[1] - goal[1]) * left)


def _moving(
    hits: tuple[Contact, ...],
    sides: tuple[int, ...],
    times: NDArray[np.float64],
    points: NDArray[np.float64],
    seconds: float,
) -> SimulatedPlayer:
    """Run from place to place, slowing down at each."""
    grid = np.arange(int((seconds + 1) * RATE)) / RATE
    leg = np.clip(np.searchsorted(times, grid, side="right") - 1, 0, len(times) - 2)
    part = (grid - times[leg]) / (times[leg + 1] - times[leg])
    part = np.clip(part, 0, 1)[:, None]
    part = part * part * (3 - 2 * part)
    ground = points[leg] + (points[leg + 1] - points[leg]) * part
    velocity = np.gradient(ground, 1 / RATE, axis=0)
    gait = np.cumsum(np.hypot(velocity[:, 0], velocity[:, 1])) / RATE * STRIDE
    return SimulatedPlayer(hits, sides, ground, velocity, gait)


def _sample(values: NDArray[np.float64], seconds: float) -> NDArray[np.float64]:
    """`values` (N, ...) of the grid at a time, linear between its points."""
    index = min(max(seconds * RATE, 0.0), len(values) - 1.001)
    before = int(index)
    part = index - before
    return np.asarray(values[before] * (1 - part) + values[before + 1] * part)
