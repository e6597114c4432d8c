"""Balls that really flew, flying elsewhere: cut out of labelled pictures, laid over others.

A few rallies show a ball in front of few players, boards and crowds. What a camera made of it, its
streak and its blur, can be lifted off a quiet background and laid over anything that was filmed.
The idea is that of copy-paste augmentation (Ghiasi et al., 2021, arXiv:2012.07177).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.ball.data.augmentation import Variety, varied
from inference.ball.data.clip_samples import Rally, RallyWindows
from inference.video.samples import HIDDEN, Window
from inference.video.shots import detect_cuts, median_background, shot_ranges

_RADIUS = 9  # pixels around a ball that are lifted with it
_EDGE = 2.0  # pixels over which they fade out
_BRIGHTEST = 160  # grey level of a ground that a ball can be lifted off, at most
_FAINTEST = 3.0  # grey levels off its ground that are no noise
_WHITE = 245.0  # grey level of a ball that hides all behind it
_DULLEST = 185.0  # grey level that such a ball is laid down with, at least
_QUIET = 7.0  # mean grey levels by which what is around a lifted ball may differ from the ground
_CLEAR = 12.0  # grey levels by which a ball must stand out, where it is lifted and where it is laid
_TRIES = 6
_MOVING = 25  # grey levels off the background that make something a player
_OVER_PLAYER = 0.5  # share of the flights that are laid over one
_BESIDE = 4.0  # pixels off a player's pixel, standard deviation


@dataclass(frozen=True, eq=False)
class Flight:
    """A ball in N consecutive pictures, off its ground."""

    opacity: NDArray[np.float32]  # (N, 19, 19), 0 to 1, around the pixel nearest to the ball
    places: NDArray[np.float32]  # (N, 2): x and y in pixels


class Transplants:
    """Windows of `source` without a ball, with a flight out of other rallies laid over them."""

    def __init__(
        self, source: RallyWindows, flights: Sequence[Flight], variety: Variety | None = None
    ) -> None:
        """ValueError if there are no flights."""
        if not flights:
            raise ValueError("there are no flights to lay over anything")
        self._source = source
        self._flights = tuple(flights)
        self._variety = variety or Variety()

    def window(self, random: np.random.Generator) -> Window:
        """A window drawn by chance: one of the source where no ball can be laid in."""
        for _ in range(_TRIES):
            window = self._source.bare(random)
            if window is None:
                continue
            flight = self._flights[random.integers(len(self._flights))]
            places = flight.places + self._shift(window, flight, random)
            height, width = window.luma.shape[1:]
            inside = (places >= _RADIUS + 1) & (places < np.array([width, height]) - _RADIUS - 1)
            if inside.all():
                laid = _laid(window, flight, places, random.uniform(_DULLEST, _WHITE))
                return varied(laid, self._variety, random)
        return self._source.window(random)

    def _shift(
        self, window: Window, flight: Flight, random: np.random.Generator
    ) -> NDArray[np.float32]:
        """By how many whole pixels a flight goes elsewhere: over a player, or anywhere."""
        middle = len(flight.places) // 2
        height, width = window.luma.shape[1:]
        target = random.uniform((0, 0), (width, height))
        if len(window.luma) > len(window.places) and random.random() < _OVER_PLAYER:
            change = cv2.absdiff(window.luma[0], window.luma[1 + middle])
            rows, columns = np.nonzero(change > _MOVING)
            if len(rows):
                one = int(random.integers(len(rows)))
                target = np.array([columns[one], rows[one]]) + random.normal(0, _BESIDE, 2)
        shift: NDArray[np.float32] = np.round(target - flight.places[middle]).astype(np.float32)
        return shift


def lifted(rallies: Sequence[Rally], frames: int) -> list[Flight]:
    """All flights of `frames` pictures in `rallies` whose balls stand clear of a quiet ground."""
    found = []
    for rally in rallies:
        for first, stop in shot_ranges(detect_cuts(rally.luma)):
            behind = median_background(rally.luma[first:stop])
            balls = [_ball(rally, behind, t) for t in range(first, stop)]
            for start in range(len(balls) - frames + 1):
                some = balls[start : start + frames]
                clear = [ball for ball in some if ball is not None]
                if len(clear) == frames:
                    span = slice(first + start, first + start + frames)
                    found.append(Flight(np.stack(clear), rally.places[span]))
    return found


def _ball(rally: Rally, behind: NDArray[np.uint8], t: int) -> NDArray[np.float32] | None:
    """How much the ball of picture `t` hides around it, None where that cannot be told."""
    place = rally.places[t]
    if not np.isfinite(place).all() or rally.weight[t] < 1:
        return None
    x, y = (int(v) for v in np.round(place))
    height, width = behind.shape
    if not (_RADIUS <= x < width - _RADIUS and _RADIUS <= y < height - _RADIUS):
        return None
    part = np.s_[y - _RADIUS : y + _RADIUS + 1, x - _RADIUS : x + _RADIUS + 1]
    ground = behind[part].astype(np.float32)
    change = rally.luma[t][part].astype(np.float32) - ground
    far = np.hypot(*np.mgrid[-_RADIUS : _RADIUS + 1, -_RADIUS : _RADIUS + 1])
    ring = far > _RADIUS - 3
    if ground.max() > _BRIGHTEST or np.abs(change[ring]).mean() > _QUIET:
        return None
    if change[far < 3].max() < _CLEAR:
        return None
    fade = np.clip((_RADIUS - far) / _EDGE, 0, 1)
    opacity = np.clip((change - _FAINTEST) / (_WHITE - ground), 0, 1) * fade
    return np.asarray(opacity, np.float32)


def _laid(window: Window, flight: Flight, places: NDArray[np.float32], level: float) -> Window:
    """`window` with the ball of `flight` at `places` (N, 2), at its brightest of grey `level`."""
    luma, weight = window.luma.copy(), window.weight.copy()
    before = len(luma) - len(places)
    for t, opacity in enumerate(flight.opacity):
        # the pixel that the opacity was lifted around, moved by whole pixels with the ball
        x, y = (int(v) for v in np.round(flight.places[t]) + np.round(places[t] - flight.places[t]))
        part = np.s_[before + t, y - _RADIUS : y + _RADIUS + 1, x - _RADIUS : x + _RADIUS + 1]
        ground = luma[part].astype(np.float32)
        change = opacity * (level - ground)
        luma[part] = np.clip(np.round(ground + change), 0, 255)
        if np.abs(change).max() < _CLEAR:
            weight[t] = min(weight[t], HIDDEN)
    return Window(luma, places, weight)
