"""How much of a video is analysed and reviewed, without counting all of it after each edit."""

import numpy as np

from storage.records import BallTrack


class TrackCounts:
    """Follows a track edit by edit; remembers what it has counted of each frame."""

    def __init__(self, track: BallTrack) -> None:
        self._frames = len(track)
        self._masks = _masks(track, slice(None))  # by what is counted
        self._counts = {name: int(np.count_nonzero(mask)) for name, mask in self._masks.items()}

    def update(self, track: BallTrack, first: int, stop: int) -> None:
        """Frames `[first, stop)` of `track` have changed; it has as many frames as before."""
        part = slice(first, stop)
        for name, now in _masks(track, part).items():
            before = self._masks[name][part]
            self._counts[name] += int(np.count_nonzero(now)) - int(np.count_nonzero(before))
            self._masks[name][part] = now

    @property
    def analysed(self) -> float:
        """Share of frames that a model or a person has looked at, 0 to 1."""
        return self._counts["analysed"] / max(1, self._frames)

    @property
    def reviewed(self) -> float:
        """Share of frames that a person has decided, 0 to 1."""
        return self._counts["reviewed"] / max(1, self._frames)


def _masks(track: BallTrack, part: slice) -> dict[str, np.ndarray]:
    return {
        "analysed": track.source[part] != 0,
        "reviewed": track.review[part] != 0,
    }
