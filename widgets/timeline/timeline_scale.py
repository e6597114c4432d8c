"""Which frame is drawn where on a timeline, and where its ruler has ticks: pure numbers."""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from storage.quantities import number, time_code

_FEWEST = 12.0  # frames across the whole width: further in, nothing is left to see
_LABEL_ROOM = 108.0  # logical pixels from label to label
_FRAME_ROOM = 20.0  # pixels a frame from which the ruler counts frames, not seconds
_SECONDS = (
    *(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30),
    *(60, 120, 300, 600, 900, 1800, 3600, 7200),
)


@dataclass(frozen=True, slots=True)
class TimeScale:
    """`frames` of a video over `width` pixels, of which `span` from `first` on are shown."""

    frames: int
    width: float
    first: float = 0.0
    span: float = 1.0

    @classmethod
    def fitted(cls, frames: int, width: float) -> "TimeScale":
        """The whole video."""
        return cls(frames, max(1.0, width), 0.0, max(1.0, float(frames)))

    @property
    def fits(self) -> bool:
        """Whether the whole video is shown."""
        return self.span >= self.frames

    def x_at(self, frame: float) -> float:
        """The left edge of a frame; its right edge is that of the next."""
        return (frame - self.first) / self.span * self.width

    def frame_at(self, x: float) -> int:
        """The frame drawn at `x`, held inside the video."""
        frame = int(np.floor(self.first + x / self.width * self.span))
        return min(max(frame, 0), max(0, self.frames - 1))

    def columns_of(self, first: int, stop: int, columns: int) -> range:
        """Which of `columns` equal columns show frames `[first, stop)`, and one on each side."""
        of_a_frame = columns / self.span
        low = math.floor((first - self.first) * of_a_frame) - 1
        high = math.ceil((stop - self.first) * of_a_frame) + 1
        return range(min(max(low, 0), columns), min(max(high, 0), columns))

    def edge_at(self, x: float) -> int:
        """The edge between two frames that is nearest to `x`, from 0 to the number of frames."""
        return min(max(round(self.first + x / self.width * self.span), 0), self.frames)

    def shows(self, frame: int) -> bool:
        """Whether the middle of the frame is in sight."""
        return self.first <= frame + 0.5 <= self.first + self.span

    def zoomed(self, factor: float, x: float) -> "TimeScale":
        """`factor` times closer, with what is at `x` staying there as far as the ends allow."""
        span = min(max(self.span / factor, _FEWEST), max(1.0, float(self.frames)))
        under = self.first + x / self.width * self.span
        return replace(self, first=under - x / self.width * span, span=span)._held()

    def scrolled_to(self, first: float) -> "TimeScale":
        """The same zoom from another first frame on."""
        return replace(self, first=first)._held()

    def resized(self, width: float) -> "TimeScale":
        """The same frames over another width."""
        return replace(self, width=max(1.0, width))

    def edges(self, columns: int, part: range | None = None) -> NDArray[np.int64]:
        """First frames of `columns` equal columns, and the stop of the last: (columns + 1,).

        Of the columns of `part` alone, where it is given.
        """
        part = range(columns) if part is None else part
        edges = self.first + np.arange(part.start, part.stop + 1) * (self.span / max(1, columns))
        whole: NDArray[np.int64] = np.floor(edges + 1e-9).astype(np.int64)
        return whole.clip(0, self.frames)

    def _held(self) -> "TimeScale":
        return replace(self, first=min(max(self.first, 0.0), max(0.0, self.frames - self.span)))


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the ruler; labelled ones are longer."""

    x: float
    label: str = ""


def ticks(scale: TimeScale, times: NDArray[np.float64]) -> list[Tick]:
    """Ticks at round times, put at the frames on screen then: right for variable rates too."""
    if len(times) == 0:
        return []
    if scale.width / scale.span > _FRAME_ROOM:
        return _frame_ticks(scale, times)
    shown = scale.edges(1)
    begin, end = times[min(shown[0], len(times) - 1)], times[shown[1] - 1]
    room = max(1.0, scale.width / _LABEL_ROOM)
    wanted = (end - begin) / room if end > begin else 1.0
    step = next((step for step in _SECONDS if step >= wanted), _SECONDS[-1])
    minor = step / (5 if str(step)[-1] != "2" else 4)
    numbers = np.arange(np.ceil(begin / minor - 1e-6), np.floor(end / minor + 1e-6) + 1)
    frames = np.searchsorted(times, numbers * minor - 1e-6)
    every = round(step / minor)
    return [
        Tick(scale.x_at(float(frame)), _label(number * minor, step) if number % every == 0 else "")
        for number, frame in zip(numbers, frames, strict=True)
    ]


def _frame_ticks(scale: TimeScale, times: NDArray[np.float64]) -> list[Tick]:
    """So close that frames are seen one by one, each has its tick, and some their numbers."""
    wide = scale.width / scale.span
    every = next(n for n in (1, 2, 5, 10, 20, 50) if n * wide >= _LABEL_ROOM)
    first, stop = scale.edges(1)
    return [
        Tick(scale.x_at(frame), f"frame {number(frame)}" if frame % every == 0 else "")
        for frame in range(max(0, first - every), min(stop + 1, len(times)))
    ]


def _label(seconds: float, step: float) -> str:
    """As many digits as the step needs: `1:05`, `1:05.2`."""
    hours, minutes, rest = time_code(seconds + 1e-6).split(":")
    whole, milliseconds = rest.split(".")
    digits = 0 if step >= 1 else 1 if step >= 0.1 else 2 if step >= 0.01 else 3
    text = f"{int(hours)}:{minutes}:{whole}" if int(hours) else f"{int(minutes)}:{whole}"
    return f"{text}.{milliseconds[:digits]}" if digits else text
