"""What moves in procedural windows and is not the ball: people with rackets, drifting discs."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

_SHIFT = 4  # bits of a pixel in cv2's positions
_DRIFT = 2.5  # pixels a frame, standard deviation
_LIMBS = 4


@dataclass(frozen=True, eq=False)
class Person:
    """A stick figure whose limbs swing."""

    foot: NDArray[np.float64]  # x, y in pixels in picture 0
    velocity: NDArray[np.float64]  # pixels a frame
    height: float  # pixels
    levels: NDArray[np.float64]  # grey of body, head, limbs and racket
    angles: NDArray[np.float64]  # of arms, legs, racket in picture 0, from straight down
    swings: NDArray[np.float64]  # of these, a frame


@dataclass(frozen=True, eq=False)
class Disc:
    """Something small and round that drifts: not a ball, since it is too slow or too straight."""

    place: NDArray[np.float64]
    velocity: NDArray[np.float64]
    radius: float
    level: float


def some_people(
    random: np.random.Generator, width: int, height: int, scale: float = 1.0
) -> list[Person]:
    """Up to three people; `scale` enlarges them for pictures of more pixels than 512 across."""
    return [
        Person(
            foot=random.uniform((0, height * 0.3), (width, height * 1.1)),
            velocity=random.normal(0, _DRIFT, 2) * (scale, 0.4 * scale),
            height=random.uniform(12, 60) * scale,
            levels=random.uniform(10, 245, 4),
            angles=random.uniform(-2.6, 2.6, _LIMBS + 1) * (1, 1, 0.25, 0.25, 1),
            swings=random.normal(0, 0.25, _LIMBS + 1),
        )
        for _ in range(random.integers(4))
    ]


def some_discs(
    random: np.random.Generator, width: int, height: int, scale: float = 1.0
) -> list[Disc]:
    """Up to five discs, enlarged like people."""
    return [
        Disc(
            place=random.uniform((0, 0), (width, height)),
            velocity=random.normal(0, 0.4, 2) * scale,
            radius=random.uniform(1, 3) * scale,
            level=random.uniform(20, 250),
        )
        for _ in range(random.integers(6))
    ]


def draw_disc(picture: NDArray[np.float32], disc: Disc, t: int) -> None:
    """Draw `disc` into picture `t`."""
    at = disc.place + disc.velocity * t
    cv2.circle(picture, _fixed(at), round(disc.radius * 2**_SHIFT), disc.level, -1, 8, _SHIFT)


def draw_person(picture: NDArray[np.float32], person: Person, t: int) -> None:
    """Draw `person` into picture `t`."""
    size, foot = person.height, person.foot + person.velocity * t
    body, head, limbs, racket = person.levels.tolist()
    angles = person.angles + person.swings * t
    hip, shoulder = foot - (0, 0.48 * size), foot - (0, 0.8 * size)
    thick = max(round(size * 0.07), 1)
    for angle in angles[2:4]:
        _stroke(picture, hip, _swung(hip, angle, 0.48 * size), limbs, thick)
    middle = (hip + shoulder) / 2
    axes = round(0.13 * size * 2**_SHIFT), round(0.2 * size * 2**_SHIFT)
    cv2.ellipse(picture, _fixed(middle), axes, 0, 0, 360, body, -1, 8, _SHIFT)
    top = foot - (0, 0.9 * size)
    cv2.circle(picture, _fixed(top), round(0.09 * size * 2**_SHIFT), head, -1, 8, _SHIFT)
    for angle in angles[:2]:
        _stroke(picture, shoulder, _swung(shoulder, angle, 0.35 * size), limbs, thick)
    hand = _swung(shoulder, float(angles[0]), 0.35 * size)
    _stroke(picture, hand, _swung(hand, float(angles[4]), 0.35 * size), racket, 1)


def _swung(joint: NDArray[np.float64], angle: float, length: float) -> NDArray[np.float64]:
    end: NDArray[np.float64] = joint + length * np.array([np.sin(angle), np.cos(angle)])
    return end


def _stroke(
    picture: NDArray[np.float32],
    start: NDArray[np.float64],
    end: NDArray[np.float64],
    level: float,
    thick: int,
) -> None:
    cv2.line(picture, _fixed(start), _fixed(end), level, thick, 8, _SHIFT)


def _fixed(place: NDArray[np.float64]) -> tuple[int, int]:
    x, y = np.round(place * 2**_SHIFT).astype(int).tolist()
    return x, y
