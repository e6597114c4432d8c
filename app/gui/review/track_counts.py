"""How much of a video is analysed and reviewed, without counting all of it after each edit."""

import numpy as np

from storage.records import BallTrack


class TrackCounts:
    """Follows a track edit by edit; remembers what it has counted of each frame."""

    def __init__(self, track: BallTrack) -> None:
        self._analysed = track.source != 0
        self._reviewed = track.review != 0
        self._counts = np.count_nonzero(self._analysed), np.count_nonzero(self._reviewed)

    def update(self, track: BallTrack, first: int, stop: int) -> None:
        """Frames `[first, stop)` of `track` have changed; it has as many frames as before."""
        part = slice(first, stop)
        analysed, reviewed = track.source[part] != 0, track.review[part] != 0
        self._counts = (
            self._counts[0] + _gain(self._analysed[part], analysed),
            self._counts[1] + _gain(self._reviewed[part], reviewed),
        )
        self._analysed[part], self._reviewed[part] = analysed, reviewed

    @property
    def analysed(self) -> float:
        """Share of frames that a model or a person has looked at, 0 to 1."""
        return self._counts[0] / max(1, len(self._analysed))

    @property
    def reviewed(self) -> float:
        """Share of frames that a person has decided, 0 to 1."""
        return self._counts[1] / max(1, len(self._reviewed))


def _gain(before: np.ndarray, after: np.ndarray) -> int:
    return int(np.count_nonzero(after)) - int(np.count_nonzero(before))
