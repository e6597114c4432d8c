"""Corrections with what follows from them: one gesture, so one undo takes all of it back."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from inference.review import ball_edits
from inference.review.gap_bridging import LONGEST, bridge_gap
from inference.review.healing import REACH, Healed, heal, part_of_shot
from storage.library.journal.journal import write_gesture
from storage.library.predictions.predictions import candidates
from storage.library.predictions.tracks import shown_run
from storage.records import BallTrack, Candidates, Edit, Source, Video


@dataclass(frozen=True, slots=True)
class HealedCorrection:
    """What a person's point came to."""

    edits: list[Edit]  # that were written, the point's own first
    healed: Healed
    ghost: tuple[tuple[float, float], ...] = ()  # where the ball was shown before, in order

    @property
    def frames(self) -> tuple[int, int]:
        """The frames `[first, stop)` that have changed."""
        numbers = [int(edit.key.removeprefix("ball/")) for edit in self.edits]
        return min(numbers), max(numbers) + 1


def place_ball(
    db: Database, video: Video, track: BallTrack, frame: int, x: float, y: float, author: str
) -> HealedCorrection:
    """The ball of `frame` is at (x, y); the path around it is found again.

    `track` is what is shown now. Nothing is written where the ball is shown there already.
    """
    changes = ball_edits.place(track, frame, x, y)
    if not changes:
        return HealedCorrection([], Healed({}))
    first, stop = max(frame - 2 * REACH, 0), min(frame + 2 * REACH, len(track))
    peaks = _candidates(db, video, frame, first, stop)
    part = part_of_shot(first, peaks, track.part(first, stop), video.width, frame)
    healed = heal(part, frame, (x, y))
    edits = write_gesture(db, video.fingerprint, changes | healed.edits, author)
    numbers = sorted(int(edit.key.removeprefix("ball/")) for edit in edits)
    ghost = tuple(
        (float(track.x[f]), float(track.y[f])) for f in numbers if np.isfinite(track.x[f])
    )
    return HealedCorrection(edits, healed, ghost)


def fill_gap(
    db: Database,
    video: Video,
    track: BallTrack,
    times: NDArray[np.float64],
    frame: int,
    author: str,
) -> list[Edit]:
    """Fill the gap around `frame` between the balls on either side, or between two human points."""
    changes = ball_edits.interpolate(track, times, frame)
    if track.visibility[frame] == 0 and not _between_people(track, frame):
        first = int(np.searchsorted(times, times[frame] - 2 * LONGEST))
        stop = int(np.searchsorted(times, times[frame] + 2 * LONGEST))
        part, peaks = track.part(first, stop), _candidates(db, video, frame, first, stop)
        filled = bridge_gap(part, times[first:stop], frame - first, peaks.cut, video.width)
        changes = {
            ball_edits.moved_key(key, first): label for key, label in filled.items()
        } or changes
    return write_gesture(db, video.fingerprint, changes, author) if changes else []


def _between_people(track: BallTrack, frame: int) -> bool:
    """Whether the balls next to a gap on both sides are people's."""
    known = np.flatnonzero(np.isfinite(track.x) & (track.visibility > 0))
    index = int(np.searchsorted(known, frame))
    if index == 0 or index == len(known):
        return False
    ends = track.source[known[[index - 1, index]]]
    return bool((ends == Source.HUMAN).all())


def _candidates(db: Database, video: Video, frame: int, first: int, stop: int) -> Candidates:
    run = shown_run(db, video.fingerprint, frame)
    if run is not None:
        return candidates(db, run.id, first, stop)
    nothing = np.zeros((stop - first, 0), np.float32)
    return Candidates(nothing, nothing, nothing, np.zeros(stop - first, np.bool_))
