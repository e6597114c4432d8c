"""How a ball flies: gravity and drag that grows with the square of the speed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

GRAVITY = np.array([0.0, 0.0, -9.81])  # metres / second²
STEP = 1 / 120  # seconds between the stored points of a flight

Vectors = NDArray[np.float64]  # (..., 3)


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

    def first_time(self, what: NDArray[np.float64]) -> float | None:
        """When `what`, one value a stored point, first passes from above 0 to 0 or below."""
        passed = np.flatnonzero((what[:-1] > 0) & (what[1:] <= 0))
        if not len(passed):
            return None
        step = int(passed[0])
        part = what[step] / (what[step] - what[step + 1])
        return float(self.start + (step + part) * STEP)


def fly(
    start: float, position: ArrayLike, velocity: ArrayLike, drag: float, seconds: float
) -> Flight:
    """The flight from `position` with `velocity` for at least `seconds`.

    `position` and `velocity` are (3,), in metres and metres / second; `drag` is in 1 / metre.
    """
    steps = max(1, int(np.ceil(seconds / STEP)))
    positions = np.empty((steps + 1, 3))
    velocities = np.empty((steps + 1, 3))
    positions[0], velocities[0] = position, velocity
    for step in range(steps):
        positions[step + 1], velocities[step + 1] = _step(
            positions[step], velocities[step], drag, STEP
        )
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
    positions = np.broadcast_to(start, velocities.shape)
    whole = int(seconds / STEP)
    for step in [STEP] * whole + [seconds - whole * STEP]:
        positions, velocities = _step(positions, velocities, drag, step)
    return positions


def _step(
    positions: Vectors, velocities: Vectors, drag: float, seconds: float
) -> tuple[Vectors, Vectors]:
    """One step of the midpoint method, (..., 3) each."""
    middle = velocities + _acceleration(velocities, drag) * seconds / 2
    return positions + middle * seconds, velocities + _acceleration(middle, drag) * seconds


def _acceleration(velocities: Vectors, drag: float) -> Vectors:
    speed = np.sqrt((velocities * velocities).sum(axis=-1, keepdims=True))
    return np.asarray(GRAVITY - drag * speed * velocities)
