"""A track pooled to the pixel columns of a timeline: hours in a millisecond."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from storage.records import BallTrack, Review, Source

Floats = NDArray[np.float32]

BLOCK = 256  # frames: what one edit sums up again
_SOURCES = (Source.HUMAN, Source.INTERPOLATED, Source.RELINKED)
_REVIEWS = (Review.ACCEPTED, Review.CORRECTED, Review.REJECTED)
_SHARES = ("analysed", *(value.name.lower() for value in (*_SOURCES, *_REVIEWS)))


@dataclass(frozen=True, eq=False)
class Columns:
    """What the frames behind each pixel column say; all arrays are (columns,), 0 to 1.

    Shares are of the frames in a column: 1 means all of them.
    """

    analysed: Floats  # share of frames somebody or something has looked at
    mean: Floats  # mean confidence over analysed frames; a frame without a ball counts 0
    top: Floats  # highest confidence of a ball
    human: Floats
    interpolated: Floats
    relinked: Floats
    accepted: Floats
    corrected: Floats
    rejected: Floats

    def __len__(self) -> int:
        return len(self.mean)


class PrefixSums:
    """Sums of all frames before any frame, for several channels: (channels, frames).

    Frames are summed in blocks, so that a change of a few costs no sum over all that follow.
    """

    def __init__(self, values: NDArray[np.generic]) -> None:
        channels, frames = values.shape
        blocks = frames // BLOCK + 1  # the sum of all frames is looked up in the last one
        # of what a block has before a frame, and of all blocks before a block
        dtype = np.uint16 if values.dtype == np.bool_ else np.float32
        self._inside: NDArray[Any] = np.zeros((channels, blocks, BLOCK), dtype)
        self._before = np.zeros((channels, blocks + 1), np.float64)
        self.set(0, values)

    def set(self, first: int, values: NDArray[np.generic]) -> None:
        """Let whole blocks of frames from `first` on, the last perhaps cut, have other values."""
        channels, frames = values.shape
        low, high = first // BLOCK, -(-(first + frames) // BLOCK)
        padded = np.zeros((channels, high - low, BLOCK), values.dtype)
        padded.reshape(channels, -1)[:, :frames] = values
        inside = self._inside[:, low:high]
        np.cumsum(padded[:, :, :-1], axis=2, dtype=inside.dtype, out=inside[:, :, 1:])
        sums = np.cumsum(inside[:, :, -1] + padded[:, :, -1], axis=1, dtype=np.float64)
        ends = self._before[:, [low]] + sums
        if high > low:
            self._before[:, high + 1 :] += ends[:, [-1]] - self._before[:, [high]]
        self._before[:, low + 1 : high + 1] = ends

    def between(self, starts: NDArray[np.int64], stops: NDArray[np.int64]) -> NDArray[np.float64]:
        """The sums of frames `[starts[i], stops[i])`: (channels, len(starts))."""
        return self._up_to(stops) - self._up_to(starts)

    def _up_to(self, frames: NDArray[np.int64]) -> NDArray[np.float64]:
        blocks, places = np.divmod(frames, BLOCK)
        return np.asarray(self._before[:, blocks] + self._inside[:, blocks, places])


class TrackPool:
    """A track ready to be pooled at any zoom, by two look-ups a column; follows single edits."""

    def __init__(self, track: BallTrack) -> None:
        self._confidence = _confidence(track)
        self._sums = PrefixSums(self._confidence[None])
        self._counts = PrefixSums(_marks(track))

    def __len__(self) -> int:
        return len(self._confidence)

    def update(self, track: BallTrack, first: int, stop: int) -> None:
        """Frames `[first, stop)` of `track` have changed; it has as many frames as before."""
        low, high = first // BLOCK * BLOCK, min(-(-stop // BLOCK) * BLOCK, len(self))
        part = _part(track, low, high)
        confidence = self._confidence[low:high] = _confidence(part)
        self._sums.set(low, confidence[None])
        self._counts.set(low, _marks(part))

    def columns(self, edges: NDArray[np.int64]) -> Columns:
        """Pool frames `[edges[i], edges[i + 1])`, at least one frame, into column i."""
        starts = np.minimum(edges[:-1], max(0, len(self) - 1))
        stops = np.minimum(np.maximum(edges[1:], starts + 1), len(self))
        counts = self._counts.between(starts, stops)
        size = np.maximum(stops - starts, 1)
        shares = dict(zip(_SHARES, (counts / size).astype(np.float32), strict=True))
        [sums] = self._sums.between(starts, stops)
        mean = (sums / np.maximum(counts[0], 1)).astype(np.float32)
        return Columns(mean=mean, top=self._top(starts, stops), **shares)

    def _top(self, starts: NDArray[np.int64], stops: NDArray[np.int64]) -> Floats:
        if len(self) == 0:
            return np.zeros(len(starts), np.float32)
        low, high = int(starts[0]), int(stops[-1])
        return np.asarray(np.maximum.reduceat(self._confidence[low:high], starts - low))


class MaskPool:
    """One mark a frame, pooled as a track is."""

    def __init__(self, mask: NDArray[np.bool_]) -> None:
        self._frames = len(mask)
        self._sums = PrefixSums(mask[None])

    def shares(self, edges: NDArray[np.int64]) -> Floats:
        """The share of marked frames in `[edges[i], edges[i + 1])`, of at least one: (columns,)."""
        starts = np.minimum(edges[:-1], max(0, self._frames - 1))
        stops = np.minimum(np.maximum(edges[1:], starts + 1), self._frames)
        counts = self._sums.between(starts, stops)
        return np.asarray(counts[0] / np.maximum(stops - starts, 1), np.float32)


def _part(track: BallTrack, first: int, stop: int) -> BallTrack:
    values = (getattr(track, field.name)[first:stop] for field in fields(track))
    return BallTrack(*values)


def _confidence(track: BallTrack) -> Floats:
    """Of each frame's ball; 0 where none is known."""
    ball = (track.source != Source.NONE) & (track.visibility > 0) & np.isfinite(track.x)
    confidence = np.where(ball, np.fmax(track.confidence, np.float32(0)), np.float32(0))
    return np.asarray(confidence, np.float32)


def _marks(track: BallTrack) -> NDArray[np.bool_]:
    """What is counted of a track, as `_SHARES` names it: (channels, frames)."""
    return np.stack(
        [
            track.source != Source.NONE,
            *(track.source == source for source in _SOURCES),
            *(track.review == review for review in _REVIEWS),
        ]
    )
