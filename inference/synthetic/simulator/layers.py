"""Pieces of picture with an opacity, drawn fine and laid over one another."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.synthetic.simulator.camera import Camera

Colour = tuple[int, int, int]  # blue, green, red
Pixels = NDArray[np.uint8]

FINE = 2  # pixels of a drawing per pixel of the picture, each way
_SUB_PIXEL_BITS = 4  # positions are given to the drawing in sixteenths


@dataclass(frozen=True, eq=False)
class Layer:
    """A piece of picture whose top-left pixel is at `left`, `top`; it may lie partly outside.

    `colour` (h, w, 3) is already multiplied with `opacity` (h, w, 1); float32, 0 to 255 and 0 to 1.
    """

    left: int
    top: int
    colour: NDArray[np.float32]
    opacity: NDArray[np.float32]

    def lay_over(self, picture: Pixels) -> None:
        """Draw into `picture` (H, W, 3)."""
        inside = self.slices(picture.shape[0], picture.shape[1])
        if inside is None:
            return
        in_picture, in_layer = inside
        piece = picture[in_picture] * (1 - self.opacity[in_layer]) + self.colour[in_layer]
        picture[in_picture] = np.clip(piece + 0.5, 0, 255).astype(np.uint8)

    def slices(
        self, height: int, width: int
    ) -> tuple[tuple[slice, slice], tuple[slice, slice]] | None:
        """Rows and columns in a picture of this size, and the same in the layer."""
        h, w = self.opacity.shape[:2]
        top, left = max(self.top, 0), max(self.left, 0)
        bottom, right = min(self.top + h, height), min(self.left + w, width)
        if bottom <= top or right <= left:
            return None
        in_picture = (slice(top, bottom), slice(left, right))
        in_layer = (
            slice(top - self.top, bottom - self.top),
            slice(left - self.left, right - self.left),
        )
        return in_picture, in_layer

    def opacity_in(self, left: int, top: int, height: int, width: int) -> NDArray[np.float32]:
        """The opacity (height, width) of a window of the picture; 0 where the layer is not."""
        window = np.zeros((height, width), np.float32)
        shifted = Layer(self.left - left, self.top - top, self.colour, self.opacity)
        inside = shifted.slices(height, width)
        if inside is not None:
            in_picture, in_layer = inside
            window[in_picture] = self.opacity[in_layer][..., 0]
        return window


class Drawing:
    """A piece of picture in the making, drawn at `FINE` times the resolution.

    It covers the picture's pixels from `left`, `top` on; positions are pixels of the picture.
    """

    def __init__(self, left: int, top: int, width: int, height: int) -> None:
        self.left, self.top = left, top
        self._pixels = np.zeros((height * FINE, width * FINE, 4), np.uint8)

    @classmethod
    def around(cls, points: NDArray[np.float64], margin: float, camera: Camera) -> "Drawing":
        """An empty drawing that holds `points` (N, 2) and `margin` pixels around them.

        What lies far outside the picture is left off.
        """
        low = np.floor(points.min(axis=0) - margin)
        high = np.ceil(points.max(axis=0) + margin) + 1
        size = (camera.width, camera.height)
        left, top = (int(np.clip(v, -8, s)) for v, s in zip(low, size, strict=True))
        right, bottom = (int(np.clip(v, 0, s + 8)) for v, s in zip(high, size, strict=True))
        return cls(left, top, max(right - left, 1), max(bottom - top, 1))

    def limb(
        self, a: NDArray[np.float64], b: NDArray[np.float64], ra: float, rb: float, colour: Colour
    ) -> None:
        """A round-ended limb from `a` to `b` (2,) with radii `ra` and `rb`, all in pixels."""
        along = b - a
        length = float(np.hypot(*along)) or 1.0
        across = np.array([-along[1], along[0]]) / length
        points = np.stack(
            [a, b, a + across * ra, b + across * rb, b - across * rb, a - across * ra]
        )
        fine = self._fine(points).astype(np.int32)
        paint = _premultiplied(colour, 255)
        cv2.fillConvexPoly(self._pixels, fine[2:], paint, cv2.LINE_8, _SUB_PIXEL_BITS)
        for (x, y), radius in zip(fine[:2].tolist(), (ra, rb), strict=True):
            size = _fine_length(radius)
            cv2.circle(self._pixels, (x, y), size, paint, -1, cv2.LINE_8, _SUB_PIXEL_BITS)

    def disc(self, centre: NDArray[np.float64], radius: float, colour: Colour) -> None:
        """A filled circle."""
        self.ellipse(centre, (radius, radius), 0.0, colour)

    def ellipse(
        self,
        centre: NDArray[np.float64],
        radii: tuple[float, float],
        angle: float,
        colour: Colour,
        *,
        alpha: int = 255,
        line: float = 0.0,
    ) -> None:
        """A filled ellipse, or its outline `line` pixels wide; `angle` in degrees, clockwise."""
        x, y = self._fine(centre[None])[0]
        axes = [_fine_length(radius) for radius in radii]
        thickness = max(1, round(line * FINE)) if line else -1
        paint = _premultiplied(colour, alpha)
        cv2.ellipse(
            self._pixels, (int(x), int(y)), axes, angle, 0, 360, paint, thickness, cv2.LINE_8,
            _SUB_PIXEL_BITS,
        )  # fmt: skip

    def pixels(self) -> NDArray[np.float32]:
        """The drawing (h, w, 4) at the picture's resolution, premultiplied; 0 to 255."""
        height, width = self._pixels.shape[0] // FINE, self._pixels.shape[1] // FINE
        small = cv2.resize(self._pixels, (width, height), interpolation=cv2.INTER_AREA)
        return np.asarray(small, np.float32)

    def _fine(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Positions (N, 2) of the picture as the drawing counts them, with sub-pixel bits."""
        # a picture's pixel i covers the fine pixels i * FINE and on: its middle lies between them
        fine = (points - (self.left, self.top) + 0.5) * FINE - 0.5
        return np.asarray(np.round(fine * 2**_SUB_PIXEL_BITS))


def _fine_length(pixels: float) -> int:
    return max(1, round(pixels * (FINE << _SUB_PIXEL_BITS)))


def _premultiplied(colour: Colour, alpha: int) -> tuple[float, float, float, float]:
    blue, green, red = (value * alpha / 255 for value in colour)
    return blue, green, red, float(alpha)


def mean_layer(drawings: Sequence[Drawing]) -> Layer:
    """One layer of drawings of one place at several moments, as an open shutter sees them."""
    mean = np.asarray(np.mean([drawing.pixels() for drawing in drawings], axis=0), np.float32)
    return Layer(drawings[0].left, drawings[0].top, mean[..., :3], mean[..., 3:] / np.float32(255))
