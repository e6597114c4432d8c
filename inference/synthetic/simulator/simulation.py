"""A rally as pictures with exact labels: where the ball is, and what happens to it.

The same seed gives the same pictures. Nothing in them is real, so nothing has to be licensed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.synthetic.simulator.arena import background_picture, net
from inference.synthetic.simulator.court import Court
from inference.synthetic.simulator.figure import figure
from inference.synthetic.simulator.layers import Layer, Pixels
from inference.synthetic.simulator.player import SimulatedPlayer, player
from inference.synthetic.simulator.rally import FAR, NEAR, SimulatedRally, play
from inference.synthetic.simulator.scene import Scene, random_scene
from inference.synthetic.simulator.scoreboard import scoreboard
from inference.synthetic.simulator.streak import contrast, covered, shadow, streak
from storage.records import Visibility

HIDDEN = 0.6  # a ball is hidden when this part of it is covered
FAINT = 14.0  # grey levels: a ball that stands out less is hard to see
_NOISES = 6  # noise pictures that take turns, each shifted by chance


@dataclass(frozen=True, eq=False)
class SimulatedFrame:
    """One picture and the truth about it."""

    picture: Pixels  # (H, W, 3) BGR
    visibility: Visibility
    x: float  # display pixels, the middle of the streak; NaN when the ball is absent
    y: float
    event: str | None  # "hit" or "bounce" when it happens nearest to this frame


def simulate_rally(
    seed: int,
    frames: int = 330,
    width: int = 1280,
    height: int = 720,
    rate: Fraction = Fraction(30),
    court: Court | None = None,
) -> Iterator[SimulatedFrame]:
    """`frames` pictures of a rally at `rate` frames a second, on `court` or one drawn by chance.

    Frame i is exposed around i / rate seconds; the ball's position is that at this very time.
    """
    rng = np.random.default_rng(seed)
    scene = random_scene(rng, width, height, court)
    show = _SceneRenderer(scene, float(frames / rate), rng)
    events = {round(c.seconds * rate): c.what for c in show.rally.contacts}
    for index in range(frames):
        yield show.frame(float(index / rate), float(1 / rate), events.get(index))


class _SceneRenderer:
    """All that a scene's pictures are made of, prepared once."""

    def __init__(self, scene: Scene, seconds: float, rng: np.random.Generator) -> None:
        self.scene = scene
        self.rally: SimulatedRally = play(rng, scene.arena.court, seconds)
        self._near = self._player(NEAR, seconds)
        self._far = self._player(FAR, seconds)
        self._still = background_picture(scene, rng)
        self._net = net(scene)
        self._board = [scoreboard(scene.camera.height)] if scene.scoreboard else []
        self._rng = rng
        self._noises = _noises(rng, scene)

    def frame(self, seconds: float, interval: float, event: str | None) -> SimulatedFrame:
        """The picture of one moment, exposed for the lens's part of `interval` seconds."""
        scene = self.scene
        half = scene.lens.shutter * interval / 2
        shutter = (seconds - half, seconds + half)
        ball = streak(self.rally, scene.camera, scene.flying.radius, scene.ball, shutter)
        standing, lying = self._layers(seconds, shutter)
        ball_y = self.rally.at(seconds)[0, 1]
        behind = [layer for y, layer in standing if y >= ball_y]
        nearer = [layer for y, layer in standing if y < ball_y] + self._board
        picture = self._still.copy()
        for layer in lying + behind:
            layer.lay_over(picture)
        ball_contrast = contrast(ball, picture)
        for layer in [ball, *nearer]:
            layer.lay_over(picture)
        visibility, x, y = self._truth(seconds, ball, nearer, ball_contrast)
        return SimulatedFrame(self._noisy(picture), visibility, x, y, event)

    def _layers(
        self, seconds: float, shutter: tuple[float, float]
    ) -> tuple[list[tuple[float, Layer]], list[Layer]]:
        """What stands on the court with its y in metres, far first; and what lies on the ground."""
        scene, camera = self.scene, self.scene.camera
        near, near_shadow = figure(self._near, scene.near, camera, scene.light, shutter)
        far, far_shadow = figure(self._far, scene.far, camera, scene.light, shutter)
        layers = [
            (self._far.ground_at(seconds)[1], far),
            (0.0, self._net),
            (self._near.ground_at(seconds)[1], near),
        ]
        dark = shadow(self.rally, camera, scene.flying.radius, scene.light, shutter)
        return layers, [far_shadow, near_shadow, dark]

    def _truth(
        self, seconds: float, ball: Layer, nearer: list[Layer], ball_contrast: float
    ) -> tuple[Visibility, float, float]:
        camera = self.scene.camera
        x, y, _ = (float(v) for v in camera.project(self.rally.at(seconds)[0]))
        if not (-0.5 <= x < camera.width - 0.5 and -0.5 <= y < camera.height - 0.5):
            return Visibility.ABSENT, float("nan"), float("nan")
        hidden = covered(ball, nearer)
        if hidden > HIDDEN:
            return Visibility.OCCLUDED, x, y
        faint = ball_contrast * (1 - hidden) < FAINT
        return Visibility.HARD if faint else Visibility.CLEAR, x, y

    def _player(self, side: int, seconds: float) -> SimulatedPlayer:
        home = (0.0, side * (self.scene.arena.court.half_length * 0.55 + self._back))
        # both are right-handed; the far one faces us
        return player(self.rally.hits(side), home, side, seconds)

    @property
    def _back(self) -> float:
        """Metres that players stand further back where the ball bounces."""
        return 6.0 if self.scene.flying.bounce_up else 0.0

    def _noisy(self, picture: Pixels) -> Pixels:
        noise = self._noises[self._rng.integers(_NOISES)]
        height, width = picture.shape[:2]
        top = int(self._rng.integers(noise.shape[0] - height))
        left = int(self._rng.integers(noise.shape[1] - width))
        piece = noise[top : top + height, left : left + width]
        return np.asarray(cv2.add(picture, piece, dtype=cv2.CV_8U), np.uint8)


def _noises(rng: np.random.Generator, scene: Scene) -> list[NDArray[np.int8]]:
    """Camera noise (H, W, 3) a little larger than the picture: mostly brightness, some colour."""
    size = (scene.camera.height + 64, scene.camera.width + 64)
    noises = []
    for _ in range(_NOISES):
        grey = rng.standard_normal((*size, 1), np.float32)
        colour = rng.standard_normal((*size, 3), np.float32)
        mixed = (0.9 * grey + 0.45 * colour) * scene.lens.noise
        noises.append(np.clip(np.round(mixed), -127, 127).astype(np.int8))
    return noises
