"""A pinhole camera: metres of the court to pixels of the picture.

The world's origin is the middle of the court on the ground: x runs to the right as the camera
sees it, y away from the camera, z up, all in metres.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

NEAREST = 0.1  # metres: what is closer, or behind the camera, is projected as if it were here

Point = tuple[float, float, float]


@dataclass(frozen=True)
class Camera:
    """A camera without roll. Pixels are counted with the centre of the top-left one at (0, 0)."""

    position: Point
    target: Point  # this point is in the middle of the picture
    focal: float  # pixels
    width: int
    height: int

    def project(self, points: ArrayLike) -> NDArray[np.float64]:
        """Pixels x, y and the depth in metres of `points` (..., 3), in the same shape."""
        projected = np.asarray((np.asarray(points, np.float64) - self.position) @ self._axes)
        projected[..., 2] = np.maximum(projected[..., 2], NEAREST)
        projected[..., :2] *= self.focal / projected[..., 2:]
        projected[..., :2] += ((self.width - 1) / 2, (self.height - 1) / 2)
        return projected

    def pixels_per_metre(self, point: ArrayLike) -> float:
        """Size in pixels of one metre across the view at `point` (3,)."""
        return float(self.focal / self.project(point)[2])

    def finer(self, times: int) -> "Camera":
        """The same view with `times` as many pixels each way; picture edges fall on each other."""
        return replace(
            self, focal=self.focal * times, width=self.width * times, height=self.height * times
        )

    @cached_property
    def _axes(self) -> NDArray[np.float64]:
        """Unit vectors to the right, down and into the picture, as columns (3, 3)."""
        ahead = np.subtract(self.target, self.position)
        ahead = ahead / np.linalg.norm(ahead)
        right = np.cross(ahead, (0.0, 0.0, 1.0))
        right = right / np.linalg.norm(right)
        return np.stack([right, np.cross(ahead, right), ahead], axis=1)
