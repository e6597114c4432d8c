"""How windows are varied by chance, as other cameras, lenses and coders might have shown them."""

from dataclasses import dataclass

import cv2
import numpy as np

from inference.video.degradations import adjust_levels, blur, jpeg_compress
from inference.video.samples import DENIED, UNKNOWN, Window


@dataclass(frozen=True, slots=True)
class Variety:
    """How much windows are varied; shares are of all windows."""

    on_ball: float = 0.8  # hold a ball that is in the picture
    margin: tuple[int, int] = (16, 12)  # pixels that such a ball keeps to the sides, top and bottom
    mirrored: float = 0.5
    reversed: float = 0.3  # in time
    scaled: float = 0.5
    scales: tuple[float, float] = (0.85, 1.2)
    contrast: tuple[float, float] = (0.75, 1.25)
    brightness: float = 25.0  # grey levels, up or down
    blurred: float = 0.1
    coded: float = 0.15
    nothing_stands_still: float = 0.15  # as where the camera moves: a background of no use
    blended: float = 0.0  # with a window without a ball
    blend: float = 0.5  # both parameters of the beta distribution that the shares of a blend have


def varied(window: Window, variety: Variety, random: np.random.Generator) -> Window:
    """The window as another camera, lens and coder might have shown it."""
    luma, places, weight = window.luma, window.places.copy(), window.weight
    height, width = luma.shape[1:]
    if random.random() < variety.mirrored:
        luma = luma[:, :, ::-1]
        places[:, 0] = width - 1 - places[:, 0]
    if random.random() < variety.reversed:
        before = len(luma) - len(places)  # a background has no place in time
        luma = np.concatenate([luma[:before], luma[before:][::-1]])
        places, weight = places[::-1], weight[::-1]
    luma = adjust_levels(
        np.ascontiguousarray(luma),
        random.uniform(*variety.contrast),
        random.uniform(-variety.brightness, variety.brightness),
    )
    if random.random() < variety.blurred:
        luma = blur(luma, random.uniform(0.3, 0.9))
    if random.random() < variety.coded:
        luma = jpeg_compress(luma, int(random.integers(40, 90)))
    outside = ~((places >= -0.5) & (places < np.array([width, height]) - 0.5)).all(axis=1)
    places[outside] = np.nan  # a ball outside the window is none
    weight = np.where(outside & (weight == DENIED), UNKNOWN, weight).astype(np.float32)
    return Window(luma, places, weight)


def blended(window: Window, bare: Window, variety: Variety, random: np.random.Generator) -> Window:
    """`window` with `bare`, which shows no ball, shining through it: the lesser part of the two.

    The mixup of whole windows that helped TrackNetV3 (Chen and Wang, 2023). There both windows may
    show a ball, and the answer is mixed as well; here one ball is the whole answer, and so there is
    one ball, never the fainter.
    """
    part = random.beta(variety.blend, variety.blend)
    share = max(part, 1 - part)
    pairs = zip(window.luma, bare.luma, strict=True)
    luma = np.stack([cv2.addWeighted(a, share, b, 1 - share, 0) for a, b in pairs])
    return Window(np.asarray(luma, np.uint8), window.places, window.weight)
