"""What a correction mends around itself: the path found again through the stored candidates."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from inference.ball.tracking.trajectory import WORKING_WIDTH, Anchor, Trajectory, relink
from inference.review.ball_edits import Edits
from storage.records import (
    DECIDED,
    BallLabel,
    BallTrack,
    Candidates,
    Review,
    Source,
    Visibility,
    ball_key,
)

REACH = 150  # frames on either side of a correction that it may mend
_SAME = 0.06  # display pixels: a path takes candidates as they are
_LAMP = 3.0  # pixels of 512 around a false ball in which candidates are the same lamp
_STANDS = 8  # frames in which there must be one for it to be a lamp
_LONGEST = 6  # frames without a ball between a correction and a known one that are filled
_ALONE = 1  # frames beside a correction that are filled where no known ball is near
_MOVED = 12.0  # pixels of 512 between a ball and its correction from which the old one was false


@dataclass(frozen=True, slots=True)
class Healed:
    """What a correction changed beside its own frame."""

    edits: Edits
    changed: int = 0  # frames with a ball elsewhere
    new: int = 0  # frames with a ball that had none
    removed: int = 0  # frames without the ball that they had

    @property
    def total(self) -> int:
        """Frames that are not what they were."""
        return self.changed + self.new + self.removed


@dataclass(frozen=True, eq=False)
class ShotPart:
    """Frames `[first, first + len(track))` of one shot, around a correction."""

    first: int
    candidates: Candidates
    track: BallTrack  # before the correction
    width: int  # of the video, display pixels


def part_of_shot(
    first: int, candidates: Candidates, track: BallTrack, width: int, frame: int
) -> ShotPart:
    """Of frames from `first` on those of the shot of `frame`, a frame of the video."""
    at = frame - first
    cuts = np.flatnonzero(candidates.cut)
    begin = int(cuts[cuts <= at][-1]) if (cuts <= at).any() else 0
    stop = int(cuts[cuts > at][0]) if (cuts > at).any() else len(track)
    part = slice(begin, stop)
    peaks = Candidates(
        candidates.x[part], candidates.y[part], candidates.score[part], candidates.cut[part].copy()
    )
    peaks.cut[:1] = False
    return ShotPart(first + begin, peaks, track.part(begin, stop), width)


def heal(part: ShotPart, frame: int, anchor: Anchor) -> Healed:
    """What the path around `frame` is once a person has said `anchor` of it.

    Never beyond the shot, over a frame that a person has decided, or past three sure frames in a
    row. Without candidates nothing is known of the path, and nothing mended. The edits are of
    source RELINKED or INTERPOLATED and wait for review.
    """
    track, at = part.track, frame - part.first
    if not part.candidates.score.shape[1]:
        return Healed({})
    candidates = _without_lamp(part, at, anchor)
    anchors = _anchors(track) | {at: anchor}
    before = _trajectory(part)
    relinked = relink(candidates, part.width, anchors, before, at, REACH)
    without = relink(part.candidates, part.width, _anchors(track), before, at, REACH)
    # a window decides some frames otherwise than the whole video did: that is not what was said
    touched = _differ(relinked.trajectory, without.trajectory)
    decided = (track.review != Review.UNREVIEWED) | (track.source == Source.HUMAN)
    near = np.zeros(len(track), np.bool_)
    near[_bridged(before.visible, relinked.trajectory.visible, relinked.first, at)] = True
    struck_out = candidates is not part.candidates
    touched |= near[relinked.first : relinked.first + len(touched)] | struck_out
    edits: Edits = {}
    changed = new = removed = 0
    for offset in np.flatnonzero(relinked.changed & touched):
        local = relinked.first + int(offset)
        if local == at or decided[local]:
            continue
        label = _label(relinked.trajectory, int(offset))
        had, has = bool(track.visibility[local]), label.visibility > 0
        # a chain that begins at a person's point runs on through noise: it has to arrive somewhere
        if (not had and not near[local]) or (not has and not struck_out):
            continue
        changed, new, removed = changed + (had and has), new + (not had), removed + (not has)
        edits[ball_key(part.first + local)] = label
    return Healed(edits, changed, new, removed)


def healed_text(healed: Healed) -> str:
    """ "7 frames changed, 2 new, 1 removed", or nothing where nothing was."""
    if not healed.total:
        return ""
    frames = "1 frame" if healed.total == 1 else f"{healed.total} frames"
    counts = ((healed.new, "new"), (healed.removed, "removed"))
    return ", ".join([f"{frames} changed", *(f"{count} {what}" for count, what in counts if count)])


def _anchors(track: BallTrack) -> dict[int, Anchor]:
    """What people have said, and what they have accepted."""
    said = np.flatnonzero((track.source == Source.HUMAN) & np.isin(track.review, DECIDED))
    return {
        int(f): (float(track.x[f]), float(track.y[f])) if np.isfinite(track.x[f]) else None
        for f in said
    }


def _trajectory(part: ShotPart) -> Trajectory:
    track, peaks = part.track, part.candidates
    off = np.hypot(peaks.x - track.x[:, None], peaks.y - track.y[:, None])
    off = np.where(np.isfinite(off), off, np.inf)
    choice = np.where(off.min(1) <= _SAME, off.argmin(1), -1).astype(np.int16)
    visible = np.isfinite(track.x) & (track.visibility > 0)
    confidence = np.where(visible, np.nan_to_num(track.confidence), 0).astype(np.float32)
    return Trajectory(
        visible,
        np.where(visible, track.x, np.nan),
        np.where(visible, track.y, np.nan),
        confidence,
        choice,
        track.source.copy(),
    )


def _without_lamp(part: ShotPart, at: int, anchor: Anchor) -> Candidates:
    """The candidates without the thing that stands where the ball was shown and is not."""
    peaks, scale = part.candidates, part.width / WORKING_WIDTH
    x, y = float(part.track.x[at]), float(part.track.y[at])
    if not np.isfinite(x):
        return peaks
    if anchor is not None and np.hypot(anchor[0] - x, anchor[1] - y) < _MOVED * scale:
        return peaks
    lamp = np.hypot(peaks.x - x, peaks.y - y) <= _LAMP * scale
    if np.count_nonzero(lamp.any(1)) < _STANDS:
        return peaks
    nothing = np.float32(np.nan)
    return replace(
        peaks,
        x=np.where(lamp, nothing, peaks.x),
        y=np.where(lamp, nothing, peaks.y),
        score=np.where(lamp, nothing, peaks.score),
    )


def _bridged(visible: NDArray[np.bool_], path: NDArray[np.bool_], first: int, at: int) -> list[int]:
    """Frames around `at` that the path fills up to a ball that was known before.

    Where it reaches none, the next frames alone: what is near to a person's point is likely right.
    """
    frames: list[int] = []
    for step in (-1, 1):
        side: list[int] = []
        local = at + step
        while 0 <= local - first < len(path) and not visible[local] and len(side) <= _LONGEST:
            side.append(local)
            local += step
        arrives = 0 <= local - first < len(path) and visible[local] and len(side) <= _LONGEST
        frames += side if arrives else side[:_ALONE]
    return frames


def _differ(one: Trajectory, other: Trajectory) -> NDArray[np.bool_]:
    """(T,) where two paths say different things."""
    apart = np.hypot(one.x - other.x, one.y - other.y) > _SAME
    return np.asarray((one.visible != other.visible) | (one.visible & other.visible & apart))


def _label(path: Trajectory, at: int) -> BallLabel:
    if not path.visible[at]:
        return BallLabel(Visibility.ABSENT, source=Source.RELINKED, review=Review.UNREVIEWED)
    source = Source.INTERPOLATED if path.source[at] == Source.INTERPOLATED else Source.RELINKED
    x, y = float(path.x[at]), float(path.y[at])
    return BallLabel(Visibility.CLEAR, x, y, source, Review.UNREVIEWED)
