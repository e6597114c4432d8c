"""The part of a rally's pictures that a sample shows."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.video.shots import median_background

Luma = NDArray[np.uint8]

_SPARE = 2  # pixels around what is shown that may touch it when it is resized


@dataclass(frozen=True, eq=False)
class Crop:
    """`size` (width, height) pixels that show pictures from `corner` (x, y) on, `scale` times."""

    corner: NDArray[np.floating]  # the centre of a pixel, in both pictures
    scale: float
    size: tuple[int, int]

    @classmethod
    def unscaled(cls, corner: NDArray[np.floating], size: tuple[int, int]) -> "Crop":
        """A crop of whole pixels: nothing is resized, and nothing may lie outside."""
        return cls(np.trunc(corner), 1.0, size)

    def pictures(self, luma: Luma) -> Luma:
        """What is shown of pictures (N, height, width); their edges are mirrored outwards."""
        if self._is_unscaled(luma):
            return luma[self._part]
        return np.stack([self._resized(picture) for picture in luma])

    def background(self, luma: Luma) -> Luma:
        """What is shown of all that stands still in pictures (N, height, width)."""
        if self._is_unscaled(luma):
            return median_background(luma[self._part])
        # worked out only where it will be shown
        left, top = np.maximum(np.floor(self.corner).astype(int) - _SPARE, 0)
        end = self.corner + np.array(self.size) / self.scale
        right, bottom = np.ceil(end).astype(int) + _SPARE + 1
        whole: Luma = luma[0].copy()
        whole[top:bottom, left:right] = median_background(luma[:, top:bottom, left:right])
        return self._resized(whole)

    def points(self, points: NDArray[np.float32]) -> NDArray[np.float32]:
        """Pixels of the pictures as pixels of the crop: (N, 2) of x, y."""
        shown = (points - self.corner.astype(np.float32)) * np.float32(self.scale)
        return np.asarray(shown, np.float32)

    @property
    def _part(self) -> tuple[slice, slice, slice]:
        left, top = (int(v) for v in self.corner)
        return slice(None), slice(top, top + self.size[1]), slice(left, left + self.size[0])

    def _is_unscaled(self, luma: Luma) -> bool:
        whole = bool((self.corner == np.trunc(self.corner)).all())
        inside = bool((self.corner + self.size <= luma.shape[:0:-1]).all())
        return self.scale == 1.0 and whole and inside

    def _resized(self, picture: Luma) -> Luma:
        x, y = self.scale * self.corner
        matrix = np.array([[self.scale, 0, -x], [0, self.scale, -y]])
        shown = cv2.warpAffine(
            picture, matrix, self.size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101
        )
        return np.asarray(shown, np.uint8)
