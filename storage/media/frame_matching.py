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
    """The frame of each picture.

    `fits` says whether the pictures are of this video at all. `doubtful` counts those that a
    neighbouring frame fits as well, as in a still scene.
    """

    frames: tuple[int, ...]
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
        copies = np.empty((len(pictures), size[0] * size[1]), np.uint8)
        for number, path in enumerate(pictures):
            copies[number] = _read_scaled(path, size).ravel()
            yield Progress(len(table) + number + 1, total)
        anchors = _anchor_positions(len(pictures))
        anchor_frames = _matching_path(
            copies[anchors], _apply_tone(frames, _FULL_RANGE), everywhere=True
        )
        tone = _tone(copies[anchors], frames[anchor_frames])
        places = _matching_path(copies, _apply_tone(frames, tone))
        comparer = _FrameComparer(reader, tone, len(table))
        comparer.balance(
            [pictures[anchor] for anchor in anchors], [places[anchor] for anchor in anchors]
        )
        return (yield from _refined(pictures, places, comparer, total))


def _tone(pictures: Grey, frames: Grey) -> tuple[float, float]:
    """Factor and offset that make `frames` as bright as the `pictures` of them."""
    x, y = frames.astype(np.float64).ravel(), pictures.astype(np.float64).ravel()
    spread = x.var()
    factor = float(((x - x.mean()) * (y - y.mean())).mean() / spread) if spread > 1 else 0.0
    if not 0.5 < factor < 2:  # nothing of this fits: leave it to the residual to say so
        return _FULL_RANGE
    return factor, float(y.mean() - factor * x.mean())


def _apply_tone(grey: Grey, tone: tuple[float, float]) -> Grey:
    levels = np.arange(256) * tone[0] + tone[1]
    table: Grey = np.clip(levels.round(), 0, 255).astype(np.uint8)
    return table[grey]


def _anchor_positions(count: int) -> NDArray[np.intp]:
    """Up to `_ANCHORS` places in a list of `count`, the first and the last among them."""
    return np.unique(np.linspace(0, count - 1, min(count, _ANCHORS)).round().astype(np.intp))


def _matching_path(pictures: Grey, frames: Grey, everywhere: bool = False) -> list[int]:
    """The frames of least difference in all that never go back.

    Unless `everywhere`, a few pictures are placed first, and the others near them.
    """
    length = len(frames)
    if everywhere or len(pictures) <= _ANCHORS:
        return _cheapest_path(pictures, frames, [range(length)] * len(pictures))
    anchors = _anchor_positions(len(pictures))
    places = _matching_path(pictures[anchors], frames, everywhere=True)
    windows = []
    for number in range(len(pictures)):
        after = int(np.searchsorted(anchors, number))
        before = after if anchors[after] == number else after - 1
        first, last = places[before] - _MARGIN, places[after] + _MARGIN
        windows.append(range(max(0, first), min(length, last + 1)))
    return _cheapest_path(pictures, frames, windows)


def _cheapest_path(pictures: Grey, frames: Grey, windows: Sequence[range]) -> list[int]:
    """The cheapest way through `windows`, one for each picture, which start and end later each."""
    steps: list[NDArray[np.int32]] = []
    cost = np.zeros(0)
    last_window = range(0)
    for picture, window in zip(pictures, windows, strict=True):
        differences = _differences(picture, frames[window.start : window.stop])
        if steps:
            running_minimum = np.minimum.accumulate(cost)
            places = np.arange(len(cost), dtype=np.int32)
            best = np.maximum.accumulate(np.where(cost == running_minimum, places, 0))
            reach = (
                np.minimum(np.arange(window.start, window.stop), last_window.stop - 1)
                - last_window.start
            )
            differences = differences + np.where(reach >= 0, running_minimum[reach], np.inf)
            steps.append(best[reach])
        else:
            steps.append(np.zeros(len(differences), np.int32))
        cost, last_window = differences, window
    return _trace_back(steps, int(np.argmin(cost)), windows)


def _differences(picture: Grey, frames: Grey) -> NDArray[np.float64]:
    """Sum of the differences of one picture to each of `frames`, (frames,)."""
    differences = np.empty(len(frames))
    for first in range(0, len(frames), _AT_ONCE):
        block = frames[first : first + _AT_ONCE].astype(np.int16)
        differences[first : first + _AT_ONCE] = np.abs(block - picture).sum(axis=1, dtype=np.int64)
    return differences


def _trace_back(
    steps: Sequence[NDArray[np.int32]], last: int, windows: Sequence[range]
) -> list[int]:
    path = []
    for step, window in zip(reversed(steps), reversed(windows), strict=True):
        path.append(window.start + last)
        last = int(step[last])
    return path[::-1]


class _FrameComparer:
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
        total = np.zeros(_LARGE[::-1], np.int64)
        for path, place in zip(pictures, places, strict=True):
            total += _read_scaled(path, _LARGE).astype(np.int64) - self._frame(place)
        self._balance = (total // len(pictures)).astype(np.int16)

    def difference(self, picture: Grey, index: int) -> float:
        """How far a picture is from frame `index`, in grey levels on average."""
        difference = picture.astype(np.int16) - self._frame(index)
        return float(
            np.abs(difference if self._balance is None else difference - self._balance).mean()
        )

    def limit(self) -> float:
        """How far pictures of this video are off at most, on average.

        Nearer than frames far from each other are to each other, be it the same court and camera.
        """
        if self._balance is None:
            return _FAR
        return min(_FAR, max(_STILL, _ALIKE * self._typical()))

    def _typical(self) -> float:
        places = np.linspace(0, self.length - 1, _PAIRS).round().astype(int)
        frames = [self._frame(int(index)).astype(np.int16) for index in places]
        differences = [
            np.abs(frame - frames[number - _PAIRS // 2]).mean()
            for number, frame in enumerate(frames)
        ]
        return float(sum(differences) / len(differences))

    def _frame(self, index: int) -> Grey:
        """Frame `index` in grey, (360, 640)."""
        if index not in self._kept:
            self._kept[index] = _apply_tone(self._reader.read(index).luma(*_LARGE), self._tone)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return self._kept[index]


def _refined(
    pictures: Sequence[Path], places: Sequence[int], comparer: _FrameComparer, total: int
) -> Generator[Progress, None, FrameMatches]:
    matches: list[int] = []
    residual, doubtful = 0.0, 0
    stride = (places[-1] - places[0]) / max(1, len(places) - 1)
    for number, (path, place) in enumerate(zip(pictures, places, strict=True)):
        picture = _read_scaled(path, _LARGE)
        first = max(matches[-1] if matches else 0, place - _NEAR)
        window = range(first, max(first + 1, min(comparer.length, place + _NEAR + 1)))
        differences = {index: comparer.difference(picture, index) for index in window}
        smallest = min(differences.values())
        similar = [index for index in window if differences[index] < smallest + _SAME]
        expected = matches[-1] + stride if matches else place
        matches.append(min((abs(index - expected), index) for index in similar)[1])
        residual += smallest
        doubtful += len(similar) > 1
        yield Progress(total - len(pictures) + number + 1, total)
    mean = residual / len(pictures)
    return FrameMatches(tuple(matches), mean < comparer.limit(), doubtful)


def _read_scaled(path: Path, size: tuple[int, int]) -> Grey:
    picture = grey_picture(path)
    if picture is None:
        raise UserError(f"{path.name} is not a picture.", "Leave it out, or choose another folder.")
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
