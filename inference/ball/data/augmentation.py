"""Augmentation: samples as other cameras, lenses and encoders might have shown them."""

from dataclasses import dataclass

import cv2
import numpy as np

from inference.video.degradations import adjust_levels, blur, jpeg_compress
from inference.video.samples import NEGATIVE_POINT, UNKNOWN, ClipSample


@dataclass(frozen=True, slots=True)
class Augmentation:
    """How strongly samples are augmented; probabilities are of all samples."""

    crop_on_ball: float = 0.8  # show a ball that is in the picture
    margin: tuple[int, int] = (16, 12)  # pixels that such a ball keeps to the sides, top and bottom
    flip: float = 0.5  # left and right
    time_reversal: float = 0.3
    rescale: float = 0.5
    scales: tuple[float, float] = (0.85, 1.2)
    contrast: tuple[float, float] = (0.75, 1.25)
    brightness: float = 25.0  # grey levels, up or down
    blur: float = 0.1
    jpeg: float = 0.15
    no_background: float = 0.15  # nothing stands still, as where the camera moves
    mixup: float = 0.0  # with a negative sample
    mixup_beta: float = 0.5  # both parameters of the beta distribution of the mixing ratio


def augment(
    sample: ClipSample, augmentation: Augmentation, random: np.random.Generator
) -> ClipSample:
    """The sample as another camera, lens and encoder might have shown it."""
    luma, points, weight = sample.luma, sample.points.copy(), sample.weight
    height, width = luma.shape[1:]
    if random.random() < augmentation.flip:
        luma = luma[:, :, ::-1]
        points[:, 0] = width - 1 - points[:, 0]
    if random.random() < augmentation.time_reversal:
        before = len(luma) - len(points)  # a background has no place in time
        luma = np.concatenate([luma[:before], luma[before:][::-1]])
        points, weight = points[::-1], weight[::-1]
    luma = adjust_levels(
        np.ascontiguousarray(luma),
        random.uniform(*augmentation.contrast),
        random.uniform(-augmentation.brightness, augmentation.brightness),
    )
    if random.random() < augmentation.blur:
        luma = blur(luma, random.uniform(0.3, 0.9))
    if random.random() < augmentation.jpeg:
        luma = jpeg_compress(luma, int(random.integers(40, 90)))
    outside = ~((points >= -0.5) & (points < np.array([width, height]) - 0.5)).all(axis=1)
    points[outside] = np.nan  # a ball outside the sample is none
    weight = np.where(outside & (weight == NEGATIVE_POINT), UNKNOWN, weight).astype(np.float32)
    return ClipSample(luma, points, weight)


def mixup(
    sample: ClipSample,
    negative: ClipSample,
    augmentation: Augmentation,
    random: np.random.Generator,
) -> ClipSample:
    """`sample` with `negative`, which shows no ball, shining through it as the weaker part.

    The mixup of whole windows that helped TrackNetV3 (Chen and Wang, 2023). There both windows may
    show a ball, and the target is mixed as well; here one ball is the whole target, and so there
    is one ball, never the fainter.
    """
    part = random.beta(augmentation.mixup_beta, augmentation.mixup_beta)
    share = max(part, 1 - part)
    pairs = zip(sample.luma, negative.luma, strict=True)
    luma = np.stack([cv2.addWeighted(a, share, b, 1 - share, 0) for a, b in pairs])
    return ClipSample(np.asarray(luma, np.uint8), sample.points, sample.weight)
