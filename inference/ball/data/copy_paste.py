"""Copy-paste augmentation: real flights of the ball, cut out and pasted into other pictures.

A few rallies show a ball in front of few players, boards and crowds. What a camera made of it, its
streak and its blur, can be cut out of a quiet background and pasted over anything that was filmed,
as in Ghiasi et al., 2021 (arXiv:2012.07177).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.ball.data.augmentation import Augmentation, augment
from inference.ball.data.clip_samples import Rally, RallySamples
from inference.video.samples import HIDDEN, ClipSample
from inference.video.shots import detect_cuts, median_background, shot_ranges

_RADIUS = 9  # pixels around a ball that are cut out with it
_EDGE = 2.0  # pixels over which they fade out
_BRIGHTEST = 160  # grey level of a ground that a ball can be cut out of, at most
_FAINTEST = 3.0  # off its ground that are not noise
_WHITE = 245.0  # grey level of a ball that hides all behind it
_DULLEST = 185.0  # grey level that such a ball is pasted with, at least
_QUIET = (
    7.0  # mean grey levels by which what is around a ball to be cut out may differ from the ground
)
_CLEAR = (
    12.0  # grey levels by which a ball must stand out, where it is cut out and where it is pasted
)
_TRIES = 6
_MOVING = 25  # grey levels off the background that make something a player
_OVER_PLAYER = 0.5  # share of the flights that are pasted over one
_BESIDE = 4.0  # pixels off a player's pixel, standard deviation


@dataclass(frozen=True, eq=False)
class CutOutBall:
    """A ball in N consecutive pictures, off its ground."""

    opacity: NDArray[np.float32]  # (N, 19, 19), 0 to 1, around the pixel nearest to the ball
    points: NDArray[np.float32]  # (N, 2): x and y in pixels


class CopyPaste:
    """Negative samples of `source`, with a flight out of other rallies pasted into them."""

    def __init__(
        self,
        source: RallySamples,
        flights: Sequence[CutOutBall],
        augmentation: Augmentation | None = None,
    ) -> None:
        """ValueError if there are no flights."""
        if not flights:
            raise ValueError("there are no flights to paste")
        self._source = source
        self._flights = tuple(flights)
        self._augmentation = augmentation or Augmentation()

    def sample(self, random: np.random.Generator) -> ClipSample:
        """A sample drawn by chance: one of the source where no ball can be pasted in."""
        for _ in range(_TRIES):
            clip = self._source.negative(random)
            if clip is None:
                continue
            flight = self._flights[random.integers(len(self._flights))]
            points = flight.points + self._shift(clip, flight, random)
            height, width = clip.luma.shape[1:]
            inside = (points >= _RADIUS + 1) & (points < np.array([width, height]) - _RADIUS - 1)
            if inside.all():
                pasted = _pasted(clip, flight, points, random.uniform(_DULLEST, _WHITE))
                return augment(pasted, self._augmentation, random)
        return self._source.sample(random)

    def _shift(
        self, clip: ClipSample, flight: CutOutBall, random: np.random.Generator
    ) -> NDArray[np.float32]:
        """By how many whole pixels a flight goes elsewhere: over a player, or anywhere."""
        middle = len(flight.points) // 2
        height, width = clip.luma.shape[1:]
        target = random.uniform((0, 0), (width, height))
        if len(clip.luma) > len(clip.points) and random.random() < _OVER_PLAYER:
            change = cv2.absdiff(clip.luma[0], clip.luma[1 + middle])
            rows, columns = np.nonzero(change > _MOVING)
            if len(rows):
                one = int(random.integers(len(rows)))
                target = np.array([columns[one], rows[one]]) + random.normal(0, _BESIDE, 2)
        shift: NDArray[np.float32] = np.round(target - flight.points[middle]).astype(np.float32)
        return shift


def cut_out_flights(rallies: Sequence[Rally], frames: int) -> list[CutOutBall]:
    """All flights of `frames` pictures in `rallies` whose balls stand clear of a quiet ground."""
    flights = []
    for rally in rallies:
        for first, stop in shot_ranges(detect_cuts(rally.luma)):
            behind = median_background(rally.luma[first:stop])
            balls = [_ball(rally, behind, t) for t in range(first, stop)]
            for start in range(len(balls) - frames + 1):
                some = balls[start : start + frames]
                clear = [ball for ball in some if ball is not None]
                if len(clear) == frames:
                    span = slice(first + start, first + start + frames)
                    flights.append(CutOutBall(np.stack(clear), rally.points[span]))
    return flights


def _ball(rally: Rally, behind: NDArray[np.uint8], t: int) -> NDArray[np.float32] | None:
    """How much the ball of picture `t` hides around it, None where that cannot be told."""
    point = rally.points[t]
    if not np.isfinite(point).all() or rally.weight[t] < 1:
        return None
    x, y = (int(v) for v in np.round(point))
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


def _pasted(
    clip: ClipSample, flight: CutOutBall, points: NDArray[np.float32], level: float
) -> ClipSample:
    """`clip` with the ball of `flight` at `points` (N, 2), at its brightest of grey `level`."""
    luma, weight = clip.luma.copy(), clip.weight.copy()
    before = len(luma) - len(points)
    for t, opacity in enumerate(flight.opacity):
        # the pixel that the opacity was cut out around, moved by whole pixels with the ball
        x, y = (int(v) for v in np.round(flight.points[t]) + np.round(points[t] - flight.points[t]))
        part = np.s_[before + t, y - _RADIUS : y + _RADIUS + 1, x - _RADIUS : x + _RADIUS + 1]
        ground = luma[part].astype(np.float32)
        change = opacity * (level - ground)
        luma[part] = np.clip(np.round(ground + change), 0, 255)
        if np.abs(change).max() < _CLEAR:
            weight[t] = min(weight[t], HIDDEN)
    return ClipSample(luma, points, weight)
