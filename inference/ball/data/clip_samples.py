"""Windows cut out of real labelled pictures."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.ball.data.augmentation import Variety, blended, varied
from inference.ball.data.crops import View
from inference.video.samples import DENIED, HIDDEN, UNKNOWN, Window
from inference.video.shots import detect_cuts, shot_ranges
from storage.records import Visibility

_LONGEST = 256  # pictures that a background is made of at most, as where a video is analysed
_SHORTEST = 48  # and at least, unless the shot is shorter
_ASIDE = 6  # pixels from the edge of a window beyond which a ball does not show in it
_TRIES = 6  # at finding a window without a ball


@dataclass(frozen=True, eq=False)
class Rally:
    """Consecutive pictures of one video with their labels."""

    luma: NDArray[np.uint8]  # (T, height, width), at the size at which the net will see them
    places: NDArray[np.float32]  # (T, 2): x and y in its pixels, NaN where there is no ball
    weight: NDArray[np.float32]  # (T,): 1, HIDDEN, UNKNOWN or DENIED


def rally(
    luma: NDArray[np.uint8],
    visibility: NDArray[np.integer],
    places: NDArray[np.floating],
) -> Rally:
    """A rally from its labels: `visibility` (T,) is -1 where nobody has said where the ball is.

    If there is a place all the same, it is one where the ball is not.
    """
    unsaid = visibility < 0
    weight = np.where(visibility == Visibility.OCCLUDED, HIDDEN, 1.0)
    weight[unsaid] = np.where(np.isfinite(places[unsaid, 0]), DENIED, UNKNOWN)
    placed = np.where((visibility == Visibility.ABSENT)[:, None], np.nan, places)
    return Rally(luma, placed.astype(np.float32), weight.astype(np.float32))


@dataclass(frozen=True, eq=False)
class _Start:
    """Where a window can begin."""

    rally: Rally
    frame: int
    shot: tuple[int, int]  # the pictures [first, stop) of its shot

    def window(self, frames: int) -> Window:
        """The whole pictures."""
        span = slice(self.frame, self.frame + frames)
        return Window(self.rally.luma[span], self.rally.places[span], self.rally.weight[span])


class RallyWindows:
    """Windows of `frames` pictures of `size` (width, height) from rallies, by their length.

    With `background`, what stands still around the time of the window comes before its pictures.
    """

    def __init__(
        self,
        rallies: Sequence[Rally],
        frames: int,
        size: tuple[int, int],
        variety: Variety | None = None,
        background: bool = False,
    ) -> None:
        """ValueError if nowhere `frames` pictures of one shot follow each other, one labelled."""
        self._frames = frames
        self._size = size
        self._variety = variety or Variety()
        self._background = background
        self._starts = [start for rally in rallies for start in _starts(rally, frames)]
        if not self._starts:
            raise ValueError(f"no {frames} labelled pictures follow each other")

    def window(self, random: np.random.Generator) -> Window:
        """A window drawn by chance; no window crosses a cut."""
        start = self._start(random)
        whole = start.window(self._frames)
        around = self._around(start, random) if self._background else None
        window = _seen(whole, around, self._view(whole, random))
        if self._variety.blended and random.random() < self._variety.blended:
            bare = (self.bare(random) for _ in range(_TRIES))
            if (other := next((w for w in bare if w), None)) is not None:
                window = blended(window, other, self._variety, random)
        return varied(window, self._variety, random)

    def bare(self, random: np.random.Generator) -> Window | None:
        """A window as it was filmed, by chance, in which there certainly is no ball, or None."""
        start = self._start(random)
        whole = start.window(self._frames)
        room = np.array(whole.luma.shape[:0:-1]) - self._size
        if room.min() < 0:
            return None
        corner = random.uniform(0, room)
        near = (whole.places > corner - _ASIDE) & (whole.places < corner + self._size + _ASIDE)
        if near.all(axis=1).any() or not (whole.weight > UNKNOWN).all():
            return None
        around = self._around(start, random) if self._background else None
        seen = _seen(whole, around, View.cut_out(corner, self._size))
        return Window(seen.luma, np.full_like(seen.places, np.nan), np.ones_like(seen.weight))

    def _start(self, random: np.random.Generator) -> _Start:
        return self._starts[random.integers(len(self._starts))]

    def _around(self, start: _Start, random: np.random.Generator) -> NDArray[np.uint8]:
        """The pictures that a background is made of: by chance, and the window is among them."""
        luma, (begin, stop), frames = start.rally.luma, start.shot, self._frames
        if random.random() < self._variety.nothing_stands_still:
            return luma[start.frame : start.frame + frames]
        longest = min(stop - begin, _LONGEST)
        length = int(random.integers(min(_SHORTEST, longest), longest + 1))
        first = start.frame - int(random.integers(max(length - frames, 0) + 1))
        first = int(np.clip(first, begin, stop - length))
        return luma[first : first + length]

    def _view(self, window: Window, random: np.random.Generator) -> View:
        """A part of the pictures, by chance; mostly one with a ball in it."""
        variety = self._variety
        scale = random.uniform(*variety.scales) if random.random() < variety.scaled else 1.0
        seen = np.array(self._size) / scale  # width and height, in pixels of the rally
        whole = np.array(window.luma.shape[:0:-1])
        room = np.maximum(whole - seen, 0)
        corner = random.uniform(0, room)
        balls = window.places[np.isfinite(window.places[:, 0])]
        if len(balls) and random.random() < variety.on_ball:
            margin = np.array(variety.margin) / scale
            inside = random.uniform(margin, seen - margin)
            corner = np.clip(balls[random.integers(len(balls))] - inside, 0, room)
        if scale == 1.0 and (whole >= seen).all():
            return View.cut_out(corner, self._size)
        return View(corner, scale, self._size)


def _seen(window: Window, around: NDArray[np.uint8] | None, view: View) -> Window:
    """What a view shows of a window, what stands still `around` it in front."""
    luma = view.pictures(window.luma)
    if around is not None:
        luma = np.concatenate([view.still(around)[None], luma])
    return Window(luma, view.places(window.places), window.weight)


def _starts(rally: Rally, frames: int) -> list[_Start]:
    """Where a window lies inside one shot and something in it is known."""
    known = np.concatenate([[0], np.cumsum(rally.weight != UNKNOWN)])
    return [
        _Start(rally, frame, (first, stop))
        for first, stop in shot_ranges(detect_cuts(rally.luma))
        for frame in range(first, stop - frames + 1)
        if known[frame + frames] > known[frame]
    ]
