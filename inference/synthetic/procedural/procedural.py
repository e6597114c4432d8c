"""Windows without one real pixel: a ball in flight over invented grounds, among distractions.

A net that has seen nothing else already finds balls in real video, and learns real venues in a
tenth of the steps. Nothing in these pictures has to be licensed.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.synthetic.procedural.flight import ProceduralBall, fly, streaks
from inference.synthetic.procedural.ground import ground
from inference.synthetic.procedural.people import (
    Disc,
    Person,
    draw_disc,
    draw_person,
    some_discs,
    some_people,
)
from inference.video.degradations import add_noise, adjust_levels, blur, jpeg_compress
from inference.video.samples import HIDDEN, ClipSample

_PANNED = 0.2  # share of the samples in which the camera turns
_FASTEST_PAN = 2.5  # pixels a frame
_WITH_BALL = 0.88
_BEHIND = 0.18  # share of the balls that fly behind the people
_USELESS_BACKGROUND = 0.15  # share of the samples with a background of no use
_STANDING = 0.4  # share of the people that a background shows, somewhere near
_FRAMES_BACK = 12  # frames
_COVERED = 0.6  # a ball is hidden when this part of it is


@dataclass(frozen=True, slots=True)
class Procedural:
    """Samples of `frames` invented pictures of `size` (width, height)."""

    frames: int = 5
    size: tuple[int, int] = (256, 144)
    background: bool = False  # what stands still comes before the pictures
    scale: float = 1.0  # of all that moves, for pictures of more pixels than 512 across

    def sample(self, random: np.random.Generator) -> ClipSample:
        """A sample drawn by chance: takes some 10 ms."""
        scene = _ProceduralScene(random, self.frames, self.size, self.scale)
        rendered = [scene.picture(t) for t in range(self.frames)]
        pictures = [picture for picture, _ in rendered]
        if self.background:
            pictures.insert(0, scene.background(random, pictures))
        luma = np.stack(pictures)
        occlusion = np.array([share for _, share in rendered])
        points = np.full((self.frames, 2), np.nan, np.float32)
        if scene.ball:
            points[:] = scene.ball.middles
            edge = np.array(self.size) - 0.5
            points[~((points >= -0.5) & (points < edge)).all(axis=1)] = np.nan
        weight = np.where(occlusion > _COVERED, HIDDEN, 1.0).astype(np.float32)
        return ClipSample(_with_camera_effects(luma, random), points, weight)


class _ProceduralScene:
    """All that a sample shows, before a camera sees it."""

    def __init__(
        self, random: np.random.Generator, frames: int, size: tuple[int, int], scale: float
    ) -> None:
        width, height = size
        self._pan = np.zeros(2)
        if random.random() < _PANNED:
            self._pan = scale * random.uniform(-_FASTEST_PAN, _FASTEST_PAN, 2) * (1, 0.3)
        self._margin = int(np.ceil(np.abs(self._pan).max() * frames)) + 1
        self._size = size
        self._ground = ground(random, width + 2 * self._margin, height + 2 * self._margin)
        self._people: list[Person] = some_people(random, width, height, scale)
        self._discs: list[Disc] = some_discs(random, width, height, scale)
        self._behind = random.random() < _BEHIND
        self.ball: ProceduralBall | None = None
        if random.random() < _WITH_BALL:
            self.ball = fly(random, frames, width, height, self._ground, scale)

    def picture(self, t: int) -> tuple[NDArray[np.uint8], float]:
        """Picture `t` (height, width), and the part of the ball that people hide."""
        shift = self._pan * t
        view = self._still(shift)
        for disc in self._discs:
            draw_disc(view, disc, t)
        without_ball = view.copy()
        if self.ball and self._behind:
            streaks(view, self.ball, t)
        with_ball = view.copy() if self._behind else view
        for person in self._people:
            draw_person(view, person, t)
        hidden_share = 0.0
        if self.ball and self._behind:
            ball = np.abs(with_ball - without_ball)
            hidden_share = float((ball * (view != with_ball)).sum() / max(ball.sum(), 1e-6))
        elif self.ball:
            streaks(view, self.ball, t)
        return np.asarray(np.clip(np.round(view), 0, 255), np.uint8), hidden_share

    def background(
        self, random: np.random.Generator, pictures: list[NDArray[np.uint8]]
    ) -> NDArray[np.uint8]:
        """What a median of many pictures would leave: people only where they stood for long."""
        if self._pan.any() or random.random() < _USELESS_BACKGROUND:
            return np.asarray(np.median(pictures, axis=0), np.uint8)
        view = self._still(self._pan)
        for person in self._people:
            if random.random() < _STANDING:
                draw_person(view, person, int(random.integers(-_FRAMES_BACK, -1)))
        return np.asarray(np.clip(np.round(view), 0, 255), np.uint8)

    def _still(self, shift: NDArray[np.float64]) -> NDArray[np.float32]:
        left, top = self._margin + shift
        width, height = self._size
        if not shift.any():
            return self._ground[int(top) : int(top) + height, int(left) : int(left) + width].copy()
        matrix = np.array([[1, 0, -left], [0, 1, -top]])
        return np.asarray(cv2.warpAffine(self._ground, matrix, (width, height)))


def _with_camera_effects(luma: NDArray[np.uint8], random: np.random.Generator) -> NDArray[np.uint8]:
    """The pictures as a camera and a coder leave them."""
    sigma = random.uniform(0, 0.9)
    if sigma > 0.25:
        luma = blur(luma, sigma)
    luma = adjust_levels(luma, 1.0, 0.0, gamma=random.uniform(0.7, 1.4))
    luma = add_noise(luma, random.uniform(0.5, 4), random)
    return jpeg_compress(luma, int(random.integers(35, 93)))
