"""What a rally looks like: the court's colours, the light, the camera, the players' clothes."""

from dataclasses import dataclass

import numpy as np

from inference.synthetic.simulator.camera import Camera
from inference.synthetic.simulator.court import BADMINTON, TENNIS, Court, SimulatedBall
from inference.synthetic.simulator.figure import Kit
from inference.synthetic.simulator.layers import Colour


@dataclass(frozen=True, slots=True)
class Arena:
    """The still part of a scene."""

    court: Court
    inside: Colour
    outside: Colour
    lines: Colour
    boards: Colour
    stands: Colour
    crowd_density: float  # part of the seats that is taken
    shade: float  # metres of y behind which the far end lies in the shadow of the stands


@dataclass(frozen=True, slots=True)
class Lens:
    """What the camera does to the picture."""

    shutter: float  # part of the frame's time for which it is open
    blur: float  # pixels, standard deviation
    noise: float  # grey levels, standard deviation
    vignette: float  # darkening of the corners, 0 to 1


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a rally is drawn from, apart from the rally itself."""

    arena: Arena
    camera: Camera
    lens: Lens
    light: tuple[float, float]  # metres a shadow falls along x and y per metre of height
    near: Kit
    far: Kit
    ball: Colour
    scoreboard: bool

    @property
    def flying(self) -> SimulatedBall:
        """The ball of the sport."""
        return self.arena.court.ball


# court inside, outside, boards
_SURFACES: tuple[tuple[Colour, Colour, Colour], ...] = (
    ((146, 92, 44), (96, 116, 62), (84, 52, 22)),
    ((138, 84, 40), (172, 122, 74), (78, 44, 20)),
    ((132, 66, 92), (92, 118, 70), (74, 40, 40)),
    ((66, 100, 176), (56, 88, 160), (58, 66, 30)),
    ((92, 126, 70), (70, 104, 56), (60, 70, 26)),
)
_MATS: tuple[tuple[Colour, Colour, Colour], ...] = (
    ((96, 128, 44), (58, 74, 40), (64, 44, 24)),
    ((150, 96, 40), (78, 54, 38), (60, 34, 20)),
    ((92, 110, 48), (44, 48, 52), (40, 34, 30)),
)
_SHIRTS: tuple[Colour, ...] = (
    (240, 240, 240),
    (70, 60, 214),
    (60, 190, 240),
    (190, 110, 40),
    (60, 60, 64),
    (150, 200, 60),
)
_SHORTS: tuple[Colour, ...] = ((236, 236, 236), (60, 50, 46), (120, 70, 30))
_SKIN: tuple[Colour, ...] = ((140, 170, 222), (110, 146, 204), (70, 100, 150), (50, 72, 112))
_HAIR: tuple[Colour, ...] = ((30, 34, 46), (40, 70, 110), (90, 150, 190), (240, 240, 240))


def random_scene(
    rng: np.random.Generator, width: int, height: int, court: Court | None = None
) -> Scene:
    """A scene of a sport drawn by chance, or of `court`, for a picture of this size in pixels."""
    court = court or (TENNIS, BADMINTON)[rng.integers(2)]
    surfaces = _SURFACES if court is TENNIS else _MATS
    inside, outside, boards = surfaces[rng.integers(len(surfaces))]
    shirts = rng.permutation(len(_SHIRTS))[:2]
    return Scene(
        arena=Arena(
            court=court,
            inside=inside,
            outside=outside,
            lines=(238, 240, 240),
            boards=boards,
            stands=(46, 42, 40),
            crowd_density=float(rng.uniform(0.6, 0.95)),
            shade=float(rng.uniform(8, 30)) if court is TENNIS else 99.0,
        ),
        camera=_camera(rng, width, height, court),
        lens=Lens(
            shutter=float(rng.uniform(0.3, 0.7)),
            blur=float(rng.uniform(0.3, 0.7)),
            noise=float(rng.uniform(0.8, 2.5)),
            vignette=float(rng.uniform(0.05, 0.2)),
        ),
        light=(float(rng.uniform(-0.8, 0.8)), float(rng.uniform(-0.1, 0.4))),
        near=_kit(rng, int(shirts[0]), from_behind=True),
        far=_kit(rng, int(shirts[1]), from_behind=False),
        ball=(90, 250, 225) if court is TENNIS else (250, 252, 252),
        scoreboard=bool(rng.random() < 0.8),
    )


def _camera(rng: np.random.Generator, width: int, height: int, court: Court) -> Camera:
    """High behind the near end, as broadcasters stand; the near base line is low in the picture."""
    back = court.half_length * rng.uniform(2.5, 2.9)
    up = back * rng.uniform(0.27, 0.32)
    behind = back - court.half_length
    part_of_width = rng.uniform(0.6, 0.66)
    focal = part_of_width * width * np.hypot(behind, up) / (2 * court.half_width)
    # a shuttlecock is played higher: leave more room above
    base_line = (rng.uniform(0.82, 0.85) if court.ball.bounce_up else 0.9) * height
    pitch = np.arctan2(up, behind) - np.arctan2(base_line - height / 2, focal)
    position = (float(rng.uniform(-0.3, 0.3)), -back, up)
    return Camera(
        position=position,
        target=(position[0], position[1] + 10 * np.cos(pitch), position[2] - 10 * np.sin(pitch)),
        focal=float(focal),
        width=width,
        height=height,
    )


def _kit(rng: np.random.Generator, shirt: int, *, from_behind: bool) -> Kit:
    return Kit(
        shirt=_SHIRTS[shirt],
        shorts=_SHORTS[rng.integers(len(_SHORTS))],
        skin=_SKIN[rng.integers(len(_SKIN))],
        hair=_HAIR[rng.integers(len(_HAIR))],
        shoes=(235, 235, 235),
        racket=(50, 48, 46),
        from_behind=from_behind,
    )
