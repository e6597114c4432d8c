"""Windows cut out of real labelled pictures, varied by chance."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.ball.shots import background, shots, starts_of_shots
from inference.ball.training.lens import blurred, coded, graded
from inference.ball.training.windows import HIDDEN, Window
from storage.records import Visibility


@dataclass(frozen=True, eq=False)
class Rally:
    """The pictures of one video with their labels."""

    luma: NDArray[np.uint8]  # (T, height, width), at the size at which the net will see them
    places: NDArray[np.float32]  # (T, 2): x and y in its pixels, NaN where there is no ball
    weight: NDArray[np.float32]  # (T,): 1, less where inferred, 0 where nobody has said anything


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


def rally(
    luma: NDArray[np.uint8],
    visibility: NDArray[np.integer],
    places: NDArray[np.floating],
) -> Rally:
    """A rally from its labels: `visibility` (T,) is -1 where nobody has said anything."""
    there = visibility > Visibility.ABSENT
    weight = np.where(visibility == Visibility.OCCLUDED, HIDDEN, 1.0) * (visibility >= 0)
    placed = np.where(there[:, None], places, np.nan)
    return Rally(luma, placed.astype(np.float32), weight.astype(np.float32))


_PIECE = 256  # pictures that a background is made of at most, as where a video is analysed
_ASIDE = 6  # pixels from the edge of a window beyond which a ball does not show in it
_SHORTEST = 48  # and at least, unless the shot is shorter


class RallyWindows:
    """Windows of `frames` pictures of `size` (width, height) from rallies, by their length.

    With `behind`, what stands still around the time of the window comes in front of its pictures.
    """

    def __init__(
        self,
        rallies: Sequence[Rally],
        frames: int,
        size: tuple[int, int],
        variety: Variety | None = None,
        behind: bool = False,
    ) -> None:
        self._behind = behind
        self._rallies = tuple(rallies)
        self._frames = frames
        self._size = size
        self._variety = variety or Variety()
        self._starts = [
            (number, start, shot)
            for number, rally in enumerate(self._rallies)
            for start, shot in _starts(rally, frames)
        ]
        if not self._starts:
            raise ValueError(f"no {frames} labelled pictures follow each other")

    def window(self, random: np.random.Generator) -> Window:
        """A window drawn by chance; no window crosses a cut."""
        number, start, shot = self._starts[random.integers(len(self._starts))]
        rally, span = self._rallies[number], slice(start, start + self._frames)
        window = Window(rally.luma[span], rally.places[span], rally.weight[span])
        around = rally.luma[self._around(start, shot, random)] if self._behind else None
        return varied(self._cropped(window, around, random), self._variety, random)

    def bare(self, random: np.random.Generator) -> Window | None:
        """A window as it was filmed, by chance, in which there certainly is no ball, or None."""
        number, start, shot = self._starts[random.integers(len(self._starts))]
        rally, span = self._rallies[number], slice(start, start + self._frames)
        places, weight = rally.places[span], rally.weight[span]
        corner = random.uniform(0, np.array(rally.luma.shape[:0:-1]) - self._size)
        part = self._part(corner)
        inside = (places > corner - _ASIDE) & (places < corner + self._size + _ASIDE)
        if inside.all(axis=1).any() or not weight.all():
            return None
        luma = rally.luma[span][part]
        if self._behind:
            around = rally.luma[self._around(start, shot, random)][part]
            luma = np.concatenate([background(around)[None], luma])
        return Window(luma, np.full_like(places, np.nan), np.ones_like(weight))

    def _around(self, start: int, shot: tuple[int, int], random: np.random.Generator) -> slice:
        """The pictures that a background is made of: by chance, and the window is among them."""
        if random.random() < self._variety.nothing_stands_still:
            return slice(start, start + self._frames)
        longest = min(shot[1] - shot[0], _PIECE)
        length = int(random.integers(min(_SHORTEST, longest), longest + 1))
        first = start - int(random.integers(max(length - self._frames, 0) + 1))
        first = int(np.clip(first, shot[0], shot[1] - length))
        return slice(first, first + length)

    def _part(self, corner: NDArray[np.floating]) -> tuple[slice, slice, slice]:
        left, top = (int(v) for v in corner)
        return slice(None), slice(top, top + self._size[1]), slice(left, left + self._size[0])

    def _cropped(
        self, window: Window, around: NDArray[np.uint8] | None, random: np.random.Generator
    ) -> Window:
        variety, (width, height) = self._variety, self._size
        scale = random.uniform(*variety.scales) if random.random() < variety.scaled else 1.0
        view = np.array([width, height]) / scale  # what is seen, in pixels of the rally
        whole = np.array(window.luma.shape[:0:-1])
        room = np.maximum(whole - view, 0)
        corner = random.uniform(0, room)
        balls = window.places[np.isfinite(window.places[:, 0])]
        if len(balls) and random.random() < variety.on_ball:
            margin = np.array(variety.margin) / scale
            inside = random.uniform(margin, view - margin)
            corner = np.clip(balls[random.integers(len(balls))] - inside, 0, room)
        if scale == 1.0 and (whole >= view).all():
            left, top = (int(v) for v in corner)
            part = self._part(corner)
            luma = window.luma[part]
            if around is not None:
                luma = np.concatenate([background(around[part])[None], luma])
            return Window(luma, window.places - np.array([left, top], np.float32), window.weight)
        seen = window.luma
        if around is not None:
            seen = np.concatenate([_behind(around, corner, view)[None], seen])
        luma = np.stack([_seen(p, corner, scale, self._size) for p in seen])
        # a corner is the centre of a pixel in both pictures
        places = (window.places - corner.astype(np.float32)) * np.float32(scale)
        return Window(luma, places, window.weight)


def _starts(rally: Rally, frames: int) -> list[tuple[int, tuple[int, int]]]:
    """First pictures of windows inside one shot in which something is known, and the shots."""
    known = np.concatenate([[0], np.cumsum(rally.weight > 0)])
    return [
        (start, (first, stop))
        for first, stop in shots(starts_of_shots(rally.luma))
        for start in range(first, stop - frames + 1)
        if known[start + frames] > known[start]
    ]


def _behind(
    around: NDArray[np.uint8], corner: NDArray[np.floating], view: NDArray[np.floating]
) -> NDArray[np.uint8]:
    """What stands still, as a whole picture, but worked out only where it will be seen."""
    left, top = np.maximum(np.floor(corner).astype(int) - 2, 0)
    right, bottom = np.ceil(corner + view).astype(int) + 3
    whole: NDArray[np.uint8] = around[0].copy()
    whole[top:bottom, left:right] = background(around[:, top:bottom, left:right])
    return whole


def _seen(
    picture: NDArray[np.uint8], corner: NDArray[np.floating], scale: float, size: tuple[int, int]
) -> NDArray[np.uint8]:
    matrix = np.array([[scale, 0, -scale * corner[0]], [0, scale, -scale * corner[1]]])
    seen = cv2.warpAffine(
        picture, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101
    )
    return np.asarray(seen, np.uint8)


def varied(window: Window, variety: Variety, random: np.random.Generator) -> Window:
    """The window as another camera, lens and coder might have shown it."""
    luma, places, weight = window.luma, window.places.copy(), window.weight
    height, width = luma.shape[1:]
    if random.random() < variety.mirrored:
        luma = luma[:, :, ::-1]
        places[:, 0] = width - 1 - places[:, 0]
    if random.random() < variety.reversed:
        behind = len(luma) - len(places)
        luma = np.concatenate([luma[:behind], luma[behind:][::-1]])
        places, weight = places[::-1], weight[::-1]
    luma = graded(
        np.ascontiguousarray(luma),
        random.uniform(*variety.contrast),
        random.uniform(-variety.brightness, variety.brightness),
    )
    if random.random() < variety.blurred:
        luma = blurred(luma, random.uniform(0.3, 0.9))
    if random.random() < variety.coded:
        luma = coded(luma, int(random.integers(40, 90)))
    outside = ~((places >= -0.5) & (places < np.array([width, height]) - 0.5)).all(axis=1)
    places[outside] = np.nan  # a ball outside the window is none
    return Window(luma, places, weight)
