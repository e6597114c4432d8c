"""A track pooled to the pixel columns of a timeline: hours in a millisecond."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from storage.records import BallTrack, Review, Source

Floats = NDArray[np.float32]


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


class TrackPool:
    """Running sums over a track, so that any zoom is pooled by two look-ups a column."""

    def __init__(self, track: BallTrack) -> None:
        known = track.source != Source.NONE
        ball = known & (track.visibility > 0) & np.isfinite(track.x)
        self._confidence = np.where(ball, np.fmax(track.confidence, np.float32(0)), np.float32(0))
        self._sums: dict[str, NDArray[np.int32] | NDArray[np.float64]] = {
            "analysed": _running(known),
            "confidence": np.concatenate([[0.0], np.cumsum(self._confidence, dtype=np.float64)]),
        }
        for source in (Source.HUMAN, Source.INTERPOLATED, Source.RELINKED):
            self._sums[source.name.lower()] = _running(track.source == source)
        for review in (Review.ACCEPTED, Review.CORRECTED, Review.REJECTED):
            self._sums[review.name.lower()] = _running(track.review == review)

    def __len__(self) -> int:
        return len(self._confidence)

    def columns(self, edges: NDArray[np.int64]) -> Columns:
        """Pool frames `[edges[i], edges[i + 1])`, at least one frame, into column i."""
        starts = np.minimum(edges[:-1], max(0, len(self) - 1))
        stops = np.minimum(np.maximum(edges[1:], starts + 1), len(self))
        size = np.maximum(stops - starts, 1)
        counts = {name: sums[stops] - sums[starts] for name, sums in self._sums.items()}
        analysed = np.maximum(counts["analysed"], 1)
        shares = {name: (counts[name] / size).astype(np.float32) for name in counts}
        del shares["confidence"]
        mean = (counts["confidence"] / analysed).astype(np.float32)
        return Columns(mean=mean, top=self._top(starts, stops), **shares)

    def _top(self, starts: NDArray[np.int64], stops: NDArray[np.int64]) -> Floats:
        if len(self) == 0:
            return np.zeros(len(starts), np.float32)
        low, high = int(starts[0]), int(stops[-1])
        return np.asarray(np.maximum.reduceat(self._confidence[low:high], starts - low))


class MaskPool:
    """Running sums over one mark a frame, pooled as those of a track are."""

    def __init__(self, mask: NDArray[np.bool_]) -> None:
        self._sums = _running(mask)

    def shares(self, edges: NDArray[np.int64]) -> Floats:
        """The share of marked frames in `[edges[i], edges[i + 1])`, of at least one: (columns,)."""
        frames = len(self._sums) - 1
        starts = np.minimum(edges[:-1], max(0, frames - 1))
        stops = np.minimum(np.maximum(edges[1:], starts + 1), frames)
        found = (self._sums[stops] - self._sums[starts]) / np.maximum(stops - starts, 1)
        return np.asarray(found, np.float32)


def _running(mask: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Sums of all frames before each frame, and of all: (frames + 1,)."""
    sums = np.zeros(len(mask) + 1, np.int32)
    if mask.any():
        np.cumsum(mask, out=sums[1:], dtype=np.int32)
    return sums
