"""How a ball flies: gravity and drag that grows with the square of the speed."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

GRAVITY = np.array([0.0, 0.0, -9.81])  # metres / second²
_FALL = float(GRAVITY[2])
STEP = 1 / 120  # seconds between the stored points of a flight

Vectors = NDArray[np.float64]  # (..., 3)
_State = tuple[float, float, float, float, float, float]  # x, y, z and the velocities along them


@dataclass(frozen=True, eq=False)
class Flight:
    """A path through the air from `start` on, stored every `STEP` seconds."""

    start: float  # seconds
    positions: Vectors  # (N, 3) metres
    velocities: Vectors  # (N, 3) metres / second

    @property
    def stop(self) -> float:
        """The time in seconds of the last stored point."""
        return self.start + (len(self.positions) - 1) * STEP

    def at(self, seconds: ArrayLike) -> Vectors:
        """Positions (..., 3) at times (...), held at the ends; cubic between stored points."""
        steps = (np.asarray(seconds, np.float64) - self.start) / STEP
        steps = np.clip(steps, 0, len(self.positions) - 1)
        before = np.minimum(steps.astype(int), len(self.positions) - 2)
        u = (steps - before)[..., None]
        p0, p1 = self.positions[before], self.positions[before + 1]
        v0, v1 = self.velocities[before] * STEP, self.velocities[before + 1] * STEP
        return np.asarray(
            (1 + 2 * u) * (1 - u) ** 2 * p0
            + u * (1 - u) ** 2 * v0
            + u**2 * (3 - 2 * u) * p1
            + u**2 * (u - 1) * v1
        )

    def velocity_at(self, seconds: float) -> Vectors:
        """Velocity (3,) at a time, linear between stored points."""
        step = (seconds - self.start) / STEP
        stored = np.arange(len(self.velocities))
        return np.array([np.interp(step, stored, self.velocities[:, axis]) for axis in range(3)])

    def first_crossing(self, values: NDArray[np.float64]) -> float | None:
        """When `values`, one value a stored point, first passes from above 0 to 0 or below."""
        passed = np.flatnonzero((values[:-1] > 0) & (values[1:] <= 0))
        if not len(passed):
            return None
        step = int(passed[0])
        part = values[step] / (values[step] - values[step + 1])
        return float(self.start + (step + part) * STEP)


def fly(
    start: float, position: ArrayLike, velocity: ArrayLike, drag: float, seconds: float
) -> Flight:
    """The flight from `position` with `velocity` for at least `seconds`.

    `position` and `velocity` are (3,), in metres and metres / second; `drag` is in 1 / metre.
    """
    state = _state(position, velocity)
    states = [state]
    for _ in range(max(1, int(np.ceil(seconds / STEP)))):
        state = _step(state, drag, STEP)
        states.append(state)
    positions, velocities = np.hsplit(np.array(states), 2)
    return Flight(start, positions, velocities)


def aim(position: ArrayLike, target: ArrayLike, drag: float, seconds: float) -> Vectors:
    """The velocity (3,) that takes a ball from `position` to `target` (3,) in `seconds`.

    Newton's method with four flights at a time: the guess, and one changed along each axis.
    Raises ValueError where drag is too strong for such a shot.
    """
    start, goal = np.asarray(position, np.float64), np.asarray(target, np.float64)
    velocity = (goal - start) / seconds - GRAVITY * seconds / 2
    nudge = 0.01
    for _ in range(20):
        guesses = velocity + np.vstack([np.zeros(3), np.eye(3) * nudge])
        ends = _ends(start, guesses, drag, seconds)
        miss = goal - ends[0]
        if np.linalg.norm(miss) < 1e-4:
            return velocity
        slope = (ends[1:] - ends[0]).T / nudge
        velocity = velocity + np.linalg.solve(slope, miss)
    raise ValueError(f"no shot from {start} to {goal} in {seconds} s with drag {drag}")


def _ends(start: Vectors, velocities: Vectors, drag: float, seconds: float) -> Vectors:
    """Where balls with `velocities` (N, 3) are after `seconds`: (N, 3)."""
    return np.array([_end(_state(start, velocity), drag, seconds) for velocity in velocities])


def _end(state: _State, drag: float, seconds: float) -> tuple[float, float, float]:
    whole = int(seconds / STEP)
    for _ in range(whole):
        state = _step(state, drag, STEP)
    return _step(state, drag, seconds - whole * STEP)[:3]


def _state(position: ArrayLike, velocity: ArrayLike) -> _State:
    x, y, z = np.asarray(position, np.float64).tolist()
    return x, y, z, *np.asarray(velocity, np.float64).tolist()


def _step(state: _State, drag: float, seconds: float) -> _State:
    """One step of the midpoint method. In numbers: arrays of three take ten times as long."""
    x, y, z, u, v, w = state
    slowing = drag * sqrt(u * u + v * v + w * w)
    mid_u = u - slowing * u * seconds / 2
    mid_v = v - slowing * v * seconds / 2
    mid_w = w + (_FALL - slowing * w) * seconds / 2
    slowing = drag * sqrt(mid_u * mid_u + mid_v * mid_v + mid_w * mid_w)
    return (
        x + mid_u * seconds,
        y + mid_v * seconds,
        z + mid_w * seconds,
        u - slowing * mid_u * seconds,
        v - slowing * mid_v * seconds,
        w + (_FALL - slowing * mid_w) * seconds,
    )
