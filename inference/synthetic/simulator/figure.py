"""Players as the camera sees them: limbs, clothes, a racket, and the shadow on the ground."""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.synthetic.simulator.camera import Camera
from inference.synthetic.simulator.layers import Colour, Drawing, Layer, mean_layer
from inference.synthetic.simulator.player import SimulatedPlayer
from inference.synthetic.simulator.pose import Joint, Pose

MOMENTS = 3  # of the open shutter, for the blur of a swinging racket
SHADOW = 0.42  # opacity
_RACKET_HEAD = (0.175, 0.125)  # metres, half the length and half the width


@dataclass(frozen=True, slots=True)
class Kit:
    """The colours of a player, and whether we see the back."""

    shirt: Colour
    shorts: Colour
    skin: Colour
    hair: Colour
    shoes: Colour
    racket: Colour
    from_behind: bool


@dataclass(frozen=True, eq=False)
class FigureProjection:
    """How points of a player's plane land in the picture."""

    camera: Camera
    ground: tuple[float, float]
    light: tuple[float, float]  # metres a shadow falls along x and y for each metre of height

    def at(self, joint: Joint) -> NDArray[np.float64]:
        """The pixel (2,) of a joint."""
        x, y = self.ground
        return self.camera.project((x + joint[0], y, joint[1]))[:2]

    def shadow(self, joint: Joint) -> NDArray[np.float64]:
        """The pixel (2,) of a joint's shadow."""
        x, y = self.ground
        u, w = joint
        return self.camera.project((x + u + w * self.light[0], y + w * self.light[1], 0.0))[:2]

    @cached_property
    def scale(self) -> float:
        """Pixels of a metre."""
        return self.camera.pixels_per_metre((*self.ground, 1.0))


def figure(
    player: SimulatedPlayer,
    kit: Kit,
    camera: Camera,
    light: tuple[float, float],
    shutter: tuple[float, float],
) -> tuple[Layer, Layer]:
    """The player and the shadow, while the shutter is open from one time in seconds to another."""
    middle = sum(shutter) / 2
    times = np.linspace(*shutter, MOMENTS) if player.swings_at(middle) else [middle]
    stages = [FigureProjection(camera, player.ground_at(t), light) for t in times]
    poses = [player.pose_at(t) for t in times]
    body = _body_layer(stages, poses, kit)
    return body, _shadow_layer(stages[len(times) // 2], poses[len(times) // 2])


def _body_layer(stages: list[FigureProjection], poses: list[Pose], kit: Kit) -> Layer:
    outline = np.array(
        [stage.at(j) for stage, pose in zip(stages, poses, strict=True) for j in _extremes(pose)]
    )
    margin = 0.3 * stages[0].scale + 2
    drawings = [Drawing.around(outline, margin, stage.camera) for stage in stages]
    for drawing, stage, pose in zip(drawings, stages, poses, strict=True):
        _draw_body(drawing, stage, pose, kit)
    return mean_layer(drawings)


def _extremes(pose: Pose) -> list[Joint]:
    return [pose.head, pose.racket, *pose.hands, *pose.elbows, *pose.feet, *pose.knees]


def _draw_body(drawing: Drawing, stage: FigureProjection, pose: Pose, kit: Kit) -> None:
    """Far parts first: who faces us holds the racket before the body, who does not behind it."""
    if kit.from_behind:
        _draw_racket(drawing, stage, pose, kit)
        _draw_arms(drawing, stage, pose, kit)
    _draw_legs(drawing, stage, pose, kit)
    _draw_trunk(drawing, stage, pose, kit)
    _draw_head(drawing, stage, pose, kit)
    if not kit.from_behind:
        _draw_arms(drawing, stage, pose, kit)
        _draw_racket(drawing, stage, pose, kit)


def _draw_legs(drawing: Drawing, stage: FigureProjection, pose: Pose, kit: Kit) -> None:
    for side, knee, foot in zip((-1, 1), pose.knees, pose.feet, strict=True):
        hip = (pose.hips[0] + 0.09 * side, pose.hips[1] - 0.02)
        ankle = (foot[0], foot[1] + 0.04)
        _shaded(drawing, stage, knee, ankle, 0.062, 0.042, kit.skin)
        _shaded(drawing, stage, hip, knee, 0.09, 0.065, kit.skin)
        sock = (knee[0] * 0.25 + ankle[0] * 0.75, knee[1] * 0.25 + ankle[1] * 0.75)
        _shaded(drawing, stage, sock, ankle, 0.05, 0.045, (235, 235, 235))
        toe = (foot[0] + 0.07 * side, foot[1] - 0.02)
        _shaded(drawing, stage, (foot[0] - 0.03 * side, foot[1]), toe, 0.055, 0.045, kit.shoes)
        hem = (hip[0] * 0.35 + knee[0] * 0.65, hip[1] * 0.35 + knee[1] * 0.65)
        _shaded(drawing, stage, hip, hem, 0.115, 0.112, kit.shorts)


def _draw_trunk(drawing: Drawing, stage: FigureProjection, pose: Pose, kit: Kit) -> None:
    waist = (pose.hips[0] * 0.7 + pose.neck[0] * 0.3, pose.hips[1] * 0.75 + pose.neck[1] * 0.25)
    chest = (pose.neck[0] * 0.95, pose.neck[1] - 0.16)
    _shaded(drawing, stage, pose.hips, waist, 0.155, 0.15, kit.shorts)
    _shaded(drawing, stage, waist, chest, 0.15, 0.185, kit.shirt)
    left, right = sorted(pose.shoulders)
    _shaded(drawing, stage, left, right, 0.075, 0.075, kit.shirt)


def _draw_head(drawing: Drawing, stage: FigureProjection, pose: Pose, kit: Kit) -> None:
    _shaded(drawing, stage, pose.neck, pose.head, 0.055, 0.055, kit.skin)
    head, scale = stage.at(pose.head), stage.scale
    drawing.ellipse(head, (0.095 * scale, 0.125 * scale), 0, _toned(kit.skin, 0.95))
    hair = head - (0, 0.035 * scale)
    if kit.from_behind:
        drawing.ellipse(hair, (0.1 * scale, 0.11 * scale), 0, kit.hair)
    else:
        drawing.ellipse(hair - (0, 0.035 * scale), (0.1 * scale, 0.06 * scale), 0, kit.hair)


def _draw_arms(drawing: Drawing, stage: FigureProjection, pose: Pose, kit: Kit) -> None:
    for shoulder, elbow, hand in zip(pose.shoulders, pose.elbows, pose.hands, strict=True):
        _shaded(drawing, stage, elbow, hand, 0.045, 0.035, kit.skin)
        _shaded(drawing, stage, shoulder, elbow, 0.058, 0.046, kit.skin)
        sleeve = (shoulder[0] * 0.35 + elbow[0] * 0.65, shoulder[1] * 0.35 + elbow[1] * 0.65)
        _shaded(drawing, stage, shoulder, sleeve, 0.078, 0.068, kit.shirt)
        drawing.disc(stage.at(hand), 0.045 * stage.scale, kit.skin)


def _draw_racket(drawing: Drawing, stage: FigureProjection, pose: Pose, kit: Kit) -> None:
    hand, centre, scale = stage.at(pose.hands[0]), stage.at(pose.racket), stage.scale
    along = centre - hand
    throat = hand + along * 0.66
    drawing.limb(hand - along * 0.08, throat, 0.016 * scale, 0.014 * scale, kit.racket)
    degrees = float(np.degrees(np.arctan2(along[1], along[0])))
    radii = (_RACKET_HEAD[0] * scale, _RACKET_HEAD[1] * scale)
    drawing.ellipse(centre, radii, degrees, (225, 230, 230), alpha=70)
    drawing.ellipse(centre, radii, degrees, kit.racket, line=0.024 * scale)


def _shaded(
    drawing: Drawing,
    stage: FigureProjection,
    a: Joint,
    b: Joint,
    ra: float,
    rb: float,
    colour: Colour,
) -> None:
    """A limb that is lit from the upper left; radii in metres."""
    start, end, scale = stage.at(a), stage.at(b), stage.scale
    drawing.limb(start, end, ra * scale, rb * scale, _toned(colour, 0.72))
    shift = np.array([-0.22, -0.12]) * scale
    drawing.limb(
        start + shift * ra,
        end + shift * rb,
        ra * scale * 0.74,
        rb * scale * 0.74,
        _toned(colour, 1.0),
    )


def _toned(colour: Colour, by: float) -> Colour:
    blue, green, red = (min(255, int(value * by)) for value in colour)
    return blue, green, red


def _shadow_layer(stage: FigureProjection, pose: Pose) -> Layer:
    joints = np.array([stage.shadow(j) for j in _extremes(pose)])
    scale = stage.scale
    drawing = Drawing.around(joints, 0.3 * scale, stage.camera)
    black = (0, 0, 0)
    bones = [
        (pose.hips, pose.neck, 0.16),
        (pose.hands[0], pose.racket, 0.03),
        *((pose.hips, knee, 0.1) for knee in pose.knees),
        *((knee, foot, 0.06) for knee, foot in zip(pose.knees, pose.feet, strict=True)),
        *((s, e, 0.055) for s, e in zip(pose.shoulders, pose.elbows, strict=True)),
        *((e, h, 0.045) for e, h in zip(pose.elbows, pose.hands, strict=True)),
    ]
    for a, b, radius in bones:
        drawing.limb(stage.shadow(a), stage.shadow(b), radius * scale, radius * scale, black)
    drawing.disc(stage.shadow(pose.head), 0.11 * scale, black)
    softness = max(0.6, 0.02 * scale)
    dark = cv2.GaussianBlur(drawing.pixels()[..., 3], (0, 0), softness)[..., None]
    opacity = np.asarray(dark * (SHADOW / 255), np.float32)
    return Layer(drawing.left, drawing.top, np.zeros((*dark.shape[:2], 3), np.float32), opacity)
