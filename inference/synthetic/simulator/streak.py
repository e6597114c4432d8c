"""The ball as an open shutter sees it: a disc drawn out along its way, exact below the pixel."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inference.synthetic.simulator.camera import Camera
from inference.synthetic.simulator.layers import Colour, Layer
from inference.synthetic.simulator.rally import SimulatedRally

SPACING = 0.7  # pixels between the discs that make a streak
MOST_DISCS = 96
SPREAD = 0.5  # pixels that the lens and the coding add to the radius


def streak(
    rally: SimulatedRally,
    camera: Camera,
    radius: float,
    colour: Colour,
    shutter: tuple[float, float],
) -> Layer:
    """The ball while the shutter is open from one time in seconds to another; radius in metres."""
    ends = camera.project(rally.at(shutter))
    length = float(np.hypot(*(ends[1] - ends[0])[:2]))
    count = int(np.clip(np.ceil(length / SPACING), 8, MOST_DISCS))
    projected = camera.project(rally.at(np.linspace(*shutter, count)))
    radii = radius * camera.focal / projected[:, 2] + SPREAD
    return _discs(projected[:, :2], radii, colour)


def shadow(
    rally: SimulatedRally,
    camera: Camera,
    radius: float,
    light: tuple[float, float],
    shutter: tuple[float, float],
) -> Layer:
    """The ball's shadow on the ground; fainter the higher the ball is."""
    points = rally.at(np.linspace(*shutter, 9))
    height = points[:, 2]
    points[:, :2] += height[:, None] * np.array(light)
    points[:, 2] = 0.0
    projected = camera.project(points)
    layer = _discs(projected[:, :2], radius * camera.focal / projected[:, 2] + SPREAD, (0, 0, 0))
    strength = np.float32(0.5 / (1 + 0.3 * height.mean()))
    return Layer(layer.left, layer.top, layer.colour, layer.opacity * strength)


def covered(ball: Layer, nearer: Sequence[Layer]) -> float:
    """The part of the ball, 0 to 1, that is behind `nearer` layers."""
    height, width = ball.opacity.shape[:2]
    free = np.ones((height, width), np.float32)
    for layer in nearer:
        free *= 1 - layer.opacity_in(ball.left, ball.top, height, width)
    all_of_it = float(ball.opacity.sum())
    return 1 - float((ball.opacity[..., 0] * free).sum()) / max(all_of_it, 1e-6)


def contrast(ball: Layer, ground: NDArray[np.uint8]) -> float:
    """How far the ball stands out from a picture (H, W, 3) without it, in grey levels, at most."""
    inside = ball.slices(*ground.shape[:2])
    if inside is None:
        return 0.0
    in_picture, in_layer = inside
    change = ball.colour[in_layer] - ground[in_picture] * ball.opacity[in_layer]
    return float(np.abs(change.mean(axis=2)).max())


def _discs(centres: NDArray[np.float64], radii: NDArray[np.float64], colour: Colour) -> Layer:
    """The mean of discs at `centres` (N, 2) with `radii` (N,), in pixels, their edges soft."""
    margin = float(radii.max()) + 2
    left, top = (int(v) for v in np.floor(centres.min(axis=0) - margin))
    right, bottom = (int(v) for v in np.ceil(centres.max(axis=0) + margin) + 1)
    x = np.arange(left, right, dtype=np.float32)
    y = np.arange(top, bottom, dtype=np.float32)[:, None]
    opacity = np.zeros((bottom - top, right - left), np.float32)
    for (cx, cy), radius in zip(centres.astype(np.float32), radii.astype(np.float32), strict=True):
        distance = np.sqrt((x - cx) ** 2 + (y - cy) ** 2)
        opacity += np.clip(radius + 0.5 - distance, 0, 1)
    opacity = opacity[..., None] / np.float32(len(centres))
    return Layer(left, top, opacity * np.array(colour, np.float32), opacity)
