"""What a model finds by itself: the path through its candidates, without the help of labels.

The track that the library shows goes through people's labels, so it cannot be judged by them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.ball.tracking.calibrated_confidence import calibrate_confidence, track_features
from inference.ball.tracking.confidence import Calibration, ConfidenceFeatures
from inference.ball.tracking.trajectory import Trajectory, find_path
from storage.records import CHUNK, BallTrack, Candidates, Source

SEGMENT = 32 * CHUNK  # frames whose path is found at once: bounds memory, and waits for a cancel
MARGIN = 2 * CHUNK  # frames on either side beyond which nothing reaches into a segment

ReadCandidates = Callable[[int, int], Candidates]
"""Gives the candidates of frames `[first, stop)`."""


@dataclass(frozen=True, eq=False)
class ModelTrack:
    """The ball of every frame as a model sees it, and what is known of each position."""

    track: BallTrack
    features: ConfidenceFeatures | None  # None where only the positions are known


def model_track(
    read_candidates: ReadCandidates,
    frames: int,
    width: int,
    calibration: Calibration,
    analysed: NDArray[np.bool_] | None = None,
) -> ModelTrack:
    """The path through the candidates of a video of `frames` frames, `width` pixels wide.

    Frames that are not `analysed` (frames,), all by default, have no position. The result does not
    depend on how the path is cut into segments.
    """
    tracks, features = [], []
    for segment in _segments(read_candidates, frames, width):
        tracks.append(segment.track(calibration))
        features.append(segment.features())
    track = BallTrack(**_concatenated(tracks))
    if analysed is not None:
        track = _without(track, ~analysed)
    return ModelTrack(track, ConfidenceFeatures(**_concatenated(features)))


@dataclass(frozen=True, eq=False)
class _Segment:
    """Frames `[first, stop)` of a video, and the path of these and some on either side."""

    first: int
    stop: int
    start: int  # the first frame of `path` and `candidates`
    path: Trajectory
    candidates: Candidates
    width: int

    @property
    def part(self) -> slice:
        """The frames in `path` and `candidates`."""
        return slice(self.first - self.start, self.stop - self.start)

    def track(self, calibration: Calibration) -> BallTrack:
        path, part = (
            calibrate_confidence(self.path, self.candidates, self.width, calibration),
            self.part,
        )
        return BallTrack(
            visibility=path.visible[part].astype(np.uint8),
            x=path.x[part],
            y=path.y[part],
            confidence=path.confidence[part],
            source=path.source[part],
            review=np.zeros(self.stop - self.first, np.uint8),
        )

    def features(self) -> ConfidenceFeatures:
        features = track_features(self.path, self.candidates, self.width)
        # frames of the segment become frames of the video
        before, after = features.before + self.start, features.after + self.start
        features = replace(features, before=before, after=after)
        return ConfidenceFeatures(
            *(getattr(features, field.name)[self.part] for field in fields(ConfidenceFeatures))
        )


def _segments(read_candidates: ReadCandidates, frames: int, width: int) -> Iterator[_Segment]:
    for first in range(0, frames, SEGMENT):
        stop = min(first + SEGMENT, frames)
        start = max(first - MARGIN, 0)
        candidates = read_candidates(start, min(stop + MARGIN, frames))
        yield _Segment(first, stop, start, find_path(candidates, width), candidates, width)


def _concatenated(parts: Sequence[BallTrack] | Sequence[ConfidenceFeatures]) -> dict[str, Any]:
    """The arrays of all `parts` by name, one after the other."""
    names = [field.name for field in fields(parts[0])]
    return {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}


def _without(track: BallTrack, dropped: NDArray[np.bool_]) -> BallTrack:
    """Without the frames that the model has not looked at, filled-in ones too."""
    return replace(
        track,
        visibility=np.where(dropped, np.uint8(0), track.visibility),
        x=np.where(dropped, np.nan, track.x),
        y=np.where(dropped, np.nan, track.y),
        confidence=np.where(dropped, np.float32(np.nan), track.confidence),
        source=np.where(dropped, np.uint8(Source.NONE), track.source),
    )
