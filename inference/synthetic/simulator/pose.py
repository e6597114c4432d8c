"""The body of a player as points on an upright plane through the feet, seen from the front or back.

Points are (u, w) in metres: u to the right of the picture, w up from the ground under the hips.
"""

from dataclasses import dataclass
from math import acos, atan2, cos, hypot, pi, sin

import numpy as np

Joint = tuple[float, float]

THIGH, CALF = 0.46, 0.47
UPPER_ARM, FOREARM = 0.30, 0.29
RACKET = 0.53  # hand to the middle of the strings
STANCE = 0.24  # hips to a foot, sideways

# seconds about the contact; hand (u towards the racket's side, w) and angle of the racket from
# the racket's side, counted upwards. At 0 both come from where the ball is.
_SWING = (
    (-0.75, 0.16, 1.05, 1.2),
    (-0.32, 0.52, 1.10, 1.5),
    (-0.14, 0.58, 0.98, -0.5),
    (0.0, 0.0, 0.0, 0.0),
    (0.12, -0.10, 1.32, 2.6),
    (0.30, -0.30, 1.50, 3.9),
    (0.75, 0.16, 1.05, 1.2),
)
_SMASH = (
    (-0.75, 0.16, 1.05, 1.2),
    (-0.35, 0.45, 1.55, 1.9),
    (-0.13, 0.30, 1.72, 4.2),
    (0.0, 0.0, 0.0, 0.0),
    (0.12, -0.12, 1.35, -0.6),
    (0.28, -0.32, 0.98, -1.9),
    (0.75, 0.16, 1.05, 1.2),
)
SWING_SPAN = 0.75  # seconds before and after the contact


@dataclass(frozen=True, slots=True)
class Swing:
    """A stroke near its contact: how far away in time, and where the ball is met."""

    seconds: float  # since the contact, negative before it
    ball: Joint
    side: int  # of the body on which the racket is: 1 right, -1 left

    @property
    def overhead(self) -> bool:
        """Whether the ball is met above the head."""
        return self.ball[1] > 1.75


@dataclass(frozen=True, slots=True)
class Pose:
    """The joints of one moment."""

    hips: Joint
    neck: Joint
    head: Joint
    feet: tuple[Joint, Joint]
    knees: tuple[Joint, Joint]
    shoulders: tuple[Joint, Joint]  # racket arm first
    elbows: tuple[Joint, Joint]
    hands: tuple[Joint, Joint]
    racket: Joint  # middle of the strings


def pose(gait: float, run: float, lean: float, swing: Swing) -> Pose:
    """The pose at `gait` (radians of the running cycle), `run` 0 to 1, `lean` to the right."""
    crouch = 0.045 + 0.05 * run + 0.015 * sin(2 * gait)
    hips = (0.0, 0.95 - crouch)
    neck = (0.16 * lean, 1.50 - crouch)
    feet = (_foot(-1, gait, run), _foot(1, gait + pi, run))
    side = swing.side
    shoulders = ((neck[0] + 0.19 * side, neck[1] - 0.06), (neck[0] - 0.19 * side, neck[1] - 0.07))
    hand, angle = _racket_hand(swing)
    hand = _within(shoulders[0], hand, UPPER_ARM + FOREARM - 0.01)
    balance = _free_hand(swing, shoulders[1])
    return Pose(
        hips=hips,
        neck=neck,
        head=(neck[0] * 1.15, neck[1] + 0.19),
        feet=feet,
        knees=(
            _middle_joint((-0.09, hips[1]), feet[0], THIGH, CALF, -1),
            _middle_joint((0.09, hips[1]), feet[1], THIGH, CALF, 1),
        ),
        shoulders=shoulders,
        elbows=(
            _middle_joint(shoulders[0], hand, UPPER_ARM, FOREARM, side),
            _middle_joint(shoulders[1], balance, UPPER_ARM, FOREARM, -side),
        ),
        hands=(hand, balance),
        racket=(hand[0] + RACKET * cos(angle), hand[1] + RACKET * sin(angle)),
    )


def reach(swing: Swing) -> float:
    """How far to the side of the ball the body stands at the contact, in metres, signed."""
    return swing.side * (0.30 if swing.overhead else 0.85)


def _foot(which: int, gait: float, run: float) -> Joint:
    along = STANCE * which * (1 - 0.5 * run) + 0.36 * run * cos(gait)
    return along, 0.05 + 0.26 * run * max(0.0, sin(gait))


def _racket_hand(swing: Swing) -> tuple[Joint, float]:
    """The hand that holds the racket, and the racket's angle."""
    keys = np.array(_SMASH if swing.overhead else _SWING)
    # a low ball is met with the racket hanging, a high one with it upright
    tilt = 1.25 if swing.overhead else float(np.clip(swing.ball[1] - 0.95, -0.5, 0.5))
    contact = np.flatnonzero(keys[:, 0] == 0)[0]
    keys[contact, 1] = swing.ball[0] * swing.side - RACKET * cos(tilt)
    keys[contact, 2] = swing.ball[1] - RACKET * sin(tilt)
    keys[contact, 3] = tilt
    u, w, angle = (_eased(swing.seconds, keys[:, 0], keys[:, column]) for column in (1, 2, 3))
    return (u * swing.side, w), angle if swing.side > 0 else pi - angle


def _free_hand(swing: Swing, shoulder: Joint) -> Joint:
    """The other hand: before the body, and out for balance during the stroke."""
    out = max(0.0, 1 - abs(swing.seconds + 0.1) / 0.45)
    u = -swing.side * (0.12 + 0.55 * out)
    w = 1.02 + (0.75 if swing.overhead else 0.25) * out
    return _within(shoulder, (u, w), UPPER_ARM + FOREARM - 0.02)


def _eased(x: float, xs: np.ndarray, ys: np.ndarray) -> float:
    """A curve through the points: monotone cubic where the slopes keep their sign."""
    slopes = np.gradient(ys, xs)
    x = float(np.clip(x, xs[0], xs[-1]))
    i = int(np.clip(np.searchsorted(xs, x, side="right") - 1, 0, len(xs) - 2))
    width = xs[i + 1] - xs[i]
    u = (x - xs[i]) / width
    return float(
        (1 + 2 * u) * (1 - u) ** 2 * ys[i]
        + u * (1 - u) ** 2 * width * slopes[i]
        + u**2 * (3 - 2 * u) * ys[i + 1]
        + u**2 * (u - 1) * width * slopes[i + 1]
    )


def _middle_joint(a: Joint, b: Joint, first: float, second: float, bend: int) -> Joint:
    """The knee or elbow between `a` and `b` for bones of these lengths, bent towards `bend`."""
    du, dw = b[0] - a[0], b[1] - a[1]
    distance = min(max(hypot(du, dw), 1e-6), first + second - 1e-6)
    cosine = (first**2 + distance**2 - second**2) / (2 * first * distance)
    angle = atan2(dw, du) + bend * acos(min(max(cosine, -1.0), 1.0))
    return a[0] + first * cos(angle), a[1] + first * sin(angle)


def _within(centre: Joint, point: Joint, radius: float) -> Joint:
    """`point`, drawn in to within `radius` of `centre`."""
    du, dw = point[0] - centre[0], point[1] - centre[1]
    part = min(1.0, radius / max(hypot(du, dw), 1e-6))
    return centre[0] + du * part, centre[1] + dw * part
