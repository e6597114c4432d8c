"""Samples cut out of real labelled pictures."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.ball.data.augmentation import Augmentation, augment, mixup
from inference.ball.data.crops import Crop
from inference.video.samples import HIDDEN, NEGATIVE_POINT, UNKNOWN, ClipSample
from inference.video.shots import detect_cuts, shot_ranges
from storage.records import Visibility

_LONGEST = 256  # pictures that a background is made of at most, as where a video is analysed
_SHORTEST = 48  # and at least, unless the shot is shorter
_MARGIN = 6  # pixels from the edge of a sample beyond which a ball does not show in it
_TRIES = 6  # at finding a negative sample


@dataclass(frozen=True, eq=False)
class Rally:
    """Consecutive pictures of one video with their labels."""

    luma: NDArray[np.uint8]  # (T, height, width), at the size at which the net will see them
    points: NDArray[np.float32]  # (T, 2): x and y in its pixels, NaN where there is no ball
    weight: NDArray[np.float32]  # (T,): 1, HIDDEN, UNKNOWN or NEGATIVE_POINT


def labelled_rally(
    luma: NDArray[np.uint8],
    visibility: NDArray[np.integer],
    points: NDArray[np.floating],
) -> Rally:
    """A rally from its labels: `visibility` (T,) is -1 where there is no label.

    If there is a point all the same, it is one where the ball is not.
    """
    unlabelled = visibility < 0
    weight = np.where(visibility == Visibility.OCCLUDED, HIDDEN, 1.0)
    negative = np.isfinite(points[unlabelled, 0])
    weight[unlabelled] = np.where(negative, NEGATIVE_POINT, UNKNOWN)
    placed = np.where((visibility == Visibility.ABSENT)[:, None], np.nan, points)
    return Rally(luma, placed.astype(np.float32), weight.astype(np.float32))


@dataclass(frozen=True, eq=False)
class _Start:
    """Where a sample can begin."""

    rally: Rally
    frame: int
    shot: tuple[int, int]  # the pictures [first, stop) of its shot

    def clip(self, frames: int) -> ClipSample:
        """The whole pictures."""
        span = slice(self.frame, self.frame + frames)
        return ClipSample(self.rally.luma[span], self.rally.points[span], self.rally.weight[span])


class RallySamples:
    """Samples of `frames` pictures of `size` (width, height) from rallies, by their length.

    With `background`, what stands still around the time of the sample comes before its pictures.
    """

    def __init__(
        self,
        rallies: Sequence[Rally],
        frames: int,
        size: tuple[int, int],
        augmentation: Augmentation | None = None,
        background: bool = False,
    ) -> None:
        """ValueError if nowhere `frames` pictures of one shot follow each other, one labelled."""
        self._frames = frames
        self._size = size
        self._augmentation = augmentation or Augmentation()
        self._background = background
        self._starts = [start for rally in rallies for start in _starts(rally, frames)]
        if not self._starts:
            raise ValueError(f"no {frames} labelled pictures follow each other")

    def sample(self, random: np.random.Generator) -> ClipSample:
        """A sample drawn by chance; none crosses a cut."""
        start = self._start(random)
        clip = start.clip(self._frames)
        around = self._around(start, random) if self._background else None
        sample = _cropped(clip, around, self._crop(clip, random))
        if self._augmentation.mixup and random.random() < self._augmentation.mixup:
            tries = (self.negative(random) for _ in range(_TRIES))
            if (other := next((negative for negative in tries if negative), None)) is not None:
                sample = mixup(sample, other, self._augmentation, random)
        return augment(sample, self._augmentation, random)

    def negative(self, random: np.random.Generator) -> ClipSample | None:
        """A sample as it was filmed, by chance, in which there certainly is no ball, or None."""
        start = self._start(random)
        clip = start.clip(self._frames)
        room = np.array(clip.luma.shape[:0:-1]) - self._size
        if room.min() < 0:
            return None
        corner = random.uniform(0, room)
        near = (clip.points > corner - _MARGIN) & (clip.points < corner + self._size + _MARGIN)
        if near.all(axis=1).any() or not (clip.weight > UNKNOWN).all():
            return None
        around = self._around(start, random) if self._background else None
        sample = _cropped(clip, around, Crop.unscaled(corner, self._size))
        return ClipSample(
            sample.luma, np.full_like(sample.points, np.nan), np.ones_like(sample.weight)
        )

    def _start(self, random: np.random.Generator) -> _Start:
        return self._starts[random.integers(len(self._starts))]

    def _around(self, start: _Start, random: np.random.Generator) -> NDArray[np.uint8]:
        """The pictures that a background is made of: by chance, and the sample is among them."""
        luma, (begin, stop), frames = start.rally.luma, start.shot, self._frames
        if random.random() < self._augmentation.no_background:
            return luma[start.frame : start.frame + frames]
        longest = min(stop - begin, _LONGEST)
        length = int(random.integers(min(_SHORTEST, longest), longest + 1))
        first = start.frame - int(random.integers(max(length - frames, 0) + 1))
        first = int(np.clip(first, begin, stop - length))
        return luma[first : first + length]

    def _crop(self, clip: ClipSample, random: np.random.Generator) -> Crop:
        """A part of the pictures, by chance; mostly one with a ball in it."""
        augmentation = self._augmentation
        rescaled = random.random() < augmentation.rescale
        scale = random.uniform(*augmentation.scales) if rescaled else 1.0
        shown = np.array(self._size) / scale  # width and height, in pixels of the rally
        whole = np.array(clip.luma.shape[:0:-1])
        room = np.maximum(whole - shown, 0)
        corner = random.uniform(0, room)
        balls = clip.points[np.isfinite(clip.points[:, 0])]
        if len(balls) and random.random() < augmentation.crop_on_ball:
            margin = np.array(augmentation.margin) / scale
            inside = random.uniform(margin, shown - margin)
            corner = np.clip(balls[random.integers(len(balls))] - inside, 0, room)
        if scale == 1.0 and (whole >= shown).all():
            return Crop.unscaled(corner, self._size)
        return Crop(corner, scale, self._size)


def _cropped(clip: ClipSample, around: NDArray[np.uint8] | None, crop: Crop) -> ClipSample:
    """What a crop shows of a clip, what stands still `around` it in front."""
    luma = crop.pictures(clip.luma)
    if around is not None:
        luma = np.concatenate([crop.background(around)[None], luma])
    return ClipSample(luma, crop.points(clip.points), clip.weight)


def _starts(rally: Rally, frames: int) -> list[_Start]:
    """Where a sample lies inside one shot and something in it is known."""
    known = np.concatenate([[0], np.cumsum(rally.weight != UNKNOWN)])
    return [
        _Start(rally, frame, (first, stop))
        for first, stop in shot_ranges(detect_cuts(rally.luma))
        for frame in range(first, stop - frames + 1)
        if known[frame + frames] > known[frame]
    ]
