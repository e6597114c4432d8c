"""Which frames of a video pictures are of that somebody else took from it, told by what they show.

Programs that take pictures at another rate than the video's double and drop frames by rules of
their own, so no formula says which picture is which frame. Small copies of all pictures and frames
are compared, the way through them that never goes back is found, and each picture is then compared
at a larger size with the frames around.
"""

from collections import OrderedDict
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from storage.errors import UserError
from storage.media.frame_table import FrameTable
from storage.media.images import grey_picture
from storage.media.reader import FrameReader
from storage.progress import Progress

Grey = NDArray[np.uint8]

_SMALL, _TINY = (64, 36), (32, 18)  # width, height of the copies
_MANY = 100_000  # frames whose copies of 64 x 36 fill some 230 MB
_LARGE = (640, 360)
_ANCHORS = 64  # pictures that are looked for in the whole video
_MARGIN = 50  # frames around what the anchors say
_NEAR = 2  # frames to both sides that are compared at the larger size
_KEPT = 16  # frames at the larger size
_AT_ONCE = 2048  # frames compared at a time
_FAR = 15.0  # grey levels: where few pictures leave nothing to learn from
_STILL = 1.0  # grey levels that compression alone may cost
_ALIKE = 0.8  # of the difference between any two frames; measured: 0.3 to 0.7 and 0.95 to 1.3
_ENOUGH = 8  # pictures to learn from by what they differ
_PAIRS = 8  # frames that tell how much the video changes
_SAME = 0.05  # grey levels: frames that differ less cannot be told apart
_FULL_RANGE = (255 / 219, -16 * 255 / 219)  # from the video's luma to that of JPEG files


@dataclass(frozen=True, slots=True)
class FrameMatches:
    """The frame of each picture; how far they are off, in grey levels of 255, on average.

    `fits` says whether the pictures are of this video at all. `doubtful` counts those that a
    neighbouring frame fits as well, as in a still scene.
    """

    frames: tuple[int, ...]
    residual: float
    fits: bool
    doubtful: int


def match_pictures(
    pictures: Sequence[Path], video: Path, table: FrameTable
) -> Generator[Progress, None, FrameMatches]:
    """Find the frame of each of `pictures`, which are in order of time; yields once a picture.

    Several pictures may be of one frame. Raises UserError where a file cannot be read.
    """
    total = len(table) + 2 * len(pictures)
    size = _SMALL if len(table) <= _MANY else _TINY
    with FrameReader(video, table) as reader:
        frames = np.empty((len(table), size[0] * size[1]), np.uint8)
        for index in range(len(table)):
            frames[index] = reader.read(index).luma(*size).ravel()
            yield Progress(index + 1, total)
        small = np.empty((len(pictures), size[0] * size[1]), np.uint8)
        for number, path in enumerate(pictures):
            small[number] = _scaled(path, size).ravel()
            yield Progress(len(table) + number + 1, total)
        some = _some(len(pictures))
        placed = _way(small[some], _toned(frames, _FULL_RANGE), whole=True)
        tone = _tone(small[some], frames[placed])
        found = _way(small, _toned(frames, tone))
        near = _Near(reader, tone, len(table))
        near.balance([pictures[each] for each in some], [found[each] for each in some])
        return (yield from _refined(pictures, found, near, total))


def _tone(pictures: Grey, frames: Grey) -> tuple[float, float]:
    """Factor and offset that make `frames` as bright as the `pictures` of them."""
    x, y = frames.astype(np.float64).ravel(), pictures.astype(np.float64).ravel()
    spread = x.var()
    factor = float(((x - x.mean()) * (y - y.mean())).mean() / spread) if spread > 1 else 0.0
    if not 0.5 < factor < 2:  # nothing of this fits: leave it to the residual to say so
        return _FULL_RANGE
    return factor, float(y.mean() - factor * x.mean())


def _toned(grey: Grey, tone: tuple[float, float]) -> Grey:
    levels = np.arange(256) * tone[0] + tone[1]
    table: Grey = np.clip(levels.round(), 0, 255).astype(np.uint8)
    return table[grey]


def _some(count: int) -> NDArray[np.intp]:
    """Up to `_ANCHORS` places in a list of `count`, the first and the last among them."""
    return np.unique(np.linspace(0, count - 1, min(count, _ANCHORS)).round().astype(np.intp))


def _way(pictures: Grey, frames: Grey, whole: bool = False) -> list[int]:
    """The frames of least difference in all that never go back.

    Unless `whole`, a few pictures are placed first, and the others near them.
    """
    length = len(frames)
    if whole or len(pictures) <= _ANCHORS:
        return _cheapest(pictures, frames, [range(length)] * len(pictures))
    some = _some(len(pictures))
    places = _way(pictures[some], frames, whole=True)
    windows = []
    for number in range(len(pictures)):
        after = int(np.searchsorted(some, number))
        before = after if some[after] == number else after - 1
        first, last = places[before] - _MARGIN, places[after] + _MARGIN
        windows.append(range(max(0, first), min(length, last + 1)))
    return _cheapest(pictures, frames, windows)


def _cheapest(pictures: Grey, frames: Grey, windows: Sequence[range]) -> list[int]:
    """The cheapest way through `windows`, one for each picture, which start and end later each."""
    steps: list[NDArray[np.int32]] = []
    cost = np.zeros(0)
    before = range(0)
    for picture, window in zip(pictures, windows, strict=True):
        here = _differences(picture, frames[window.start : window.stop])
        if steps:
            least = np.minimum.accumulate(cost)
            places = np.arange(len(cost), dtype=np.int32)
            best = np.maximum.accumulate(np.where(cost == least, places, 0))
            reach = np.minimum(np.arange(window.start, window.stop), before.stop - 1) - before.start
            here = here + np.where(reach >= 0, least[reach], np.inf)
            steps.append(best[reach])
        else:
            steps.append(np.zeros(len(here), np.int32))
        cost, before = here, window
    return _back(steps, int(np.argmin(cost)), windows)


def _differences(picture: Grey, frames: Grey) -> NDArray[np.float64]:
    """Sum of the differences of one picture to each of `frames`, (frames,)."""
    off = np.empty(len(frames))
    for first in range(0, len(frames), _AT_ONCE):
        some = frames[first : first + _AT_ONCE].astype(np.int16)
        off[first : first + _AT_ONCE] = np.abs(some - picture).sum(axis=1, dtype=np.int64)
    return off


def _back(steps: Sequence[NDArray[np.int32]], last: int, windows: Sequence[range]) -> list[int]:
    found = []
    for step, window in zip(reversed(steps), reversed(windows), strict=True):
        found.append(window.start + last)
        last = int(step[last])
    return found[::-1]


class _Near:
    """Frames at the larger size, as bright as the pictures; the last few are kept."""

    def __init__(self, reader: FrameReader, tone: tuple[float, float], length: int) -> None:
        self.length = length
        self._reader = reader
        self._tone = tone
        self._kept: OrderedDict[int, Grey] = OrderedDict()
        self._balance: NDArray[np.int16] | None = None

    def balance(self, pictures: Sequence[Path], places: Sequence[int]) -> None:
        """Learn by what pictures differ from their frames everywhere, and leave it out after.

        Other programs may weigh colours otherwise: then grass is brighter, and players darker.
        """
        if len(pictures) < _ENOUGH:
            return
        off = np.zeros(_LARGE[::-1], np.int64)
        for path, place in zip(pictures, places, strict=True):
            off += _scaled(path, _LARGE).astype(np.int64) - self._frame(place)
        self._balance = (off // len(pictures)).astype(np.int16)

    def off(self, picture: Grey, index: int) -> float:
        """How far a picture is from frame `index`, in grey levels on average."""
        here = picture.astype(np.int16) - self._frame(index)
        return float(np.abs(here if self._balance is None else here - self._balance).mean())

    def limit(self) -> float:
        """How far pictures of this video are off at most, on average.

        Nearer than frames far from each other are to each other, be it the same court and camera.
        """
        if self._balance is None:
            return _FAR
        return min(_FAR, max(_STILL, _ALIKE * self._typical()))

    def _typical(self) -> float:
        places = np.linspace(0, self.length - 1, _PAIRS).round().astype(int)
        some = [self._frame(int(index)).astype(np.int16) for index in places]
        off = [np.abs(one - some[number - _PAIRS // 2]).mean() for number, one in enumerate(some)]
        return float(sum(off) / len(off))

    def _frame(self, index: int) -> Grey:
        """Frame `index` in grey, (360, 640)."""
        if index not in self._kept:
            self._kept[index] = _toned(self._reader.read(index).luma(*_LARGE), self._tone)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return self._kept[index]


def _refined(
    pictures: Sequence[Path], places: Sequence[int], near: _Near, total: int
) -> Generator[Progress, None, FrameMatches]:
    found: list[int] = []
    residual, doubtful = 0.0, 0
    stride = (places[-1] - places[0]) / max(1, len(places) - 1)
    for number, (path, place) in enumerate(zip(pictures, places, strict=True)):
        picture = _scaled(path, _LARGE)
        first = max(found[-1] if found else 0, place - _NEAR)
        tried = range(first, max(first + 1, min(near.length, place + _NEAR + 1)))
        off = {index: near.off(picture, index) for index in tried}
        least = min(off.values())
        alike = [index for index in tried if off[index] < least + _SAME]
        expected = found[-1] + stride if found else place
        found.append(min((abs(index - expected), index) for index in alike)[1])
        residual += least
        doubtful += len(alike) > 1
        yield Progress(total - len(pictures) + number + 1, total)
    mean = residual / len(pictures)
    return FrameMatches(tuple(found), mean, mean < near.limit(), doubtful)


def _scaled(path: Path, size: tuple[int, int]) -> Grey:
    picture = grey_picture(path)
    if picture is None:
        raise UserError(f"{path.name} is not a picture.", "Leave it out, or choose another folder.")
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
