"""What each gesture on the ball means, as changes of labels. Plain functions of the track."""

from collections.abc import Iterable
from math import hypot

import numpy as np
from numpy.typing import NDArray

from storage.records import BallLabel, BallTrack, Label, Review, Source, Visibility, ball_key

Edits = dict[str, Label | None]

UNMOVED = 1e-3  # display pixels: what is lost between a label and the pointer


def place(track: BallTrack, frame: int, x: float, y: float) -> Edits:
    """The ball is at (x, y); nothing where it is shown there already, as after a drag and back."""
    if has_position(track, frame) and hypot(track.x[frame] - x, track.y[frame] - y) < UNMOVED:
        return {}
    visibility = Visibility(int(track.visibility[frame])) or Visibility.CLEAR
    return {ball_key(frame): BallLabel(visibility, x, y)}


def nudge(track: BallTrack, frame: int, dx: float, dy: float) -> Edits:
    """The ball is a little further; nothing where no position is known."""
    if not has_position(track, frame):
        return {}
    return place(track, frame, float(track.x[frame]) + dx, float(track.y[frame]) + dy)


def mark(track: BallTrack, frame: int, visibility: Visibility) -> Edits:
    """How well the ball is seen. All but "absent" need a position; nothing without one."""
    if visibility is Visibility.ABSENT:
        return {ball_key(frame): BallLabel(visibility, review=_review_of(track, frame, visibility))}
    if not has_position(track, frame):
        return {}
    x, y = float(track.x[frame]), float(track.y[frame])
    review = _review_of(track, frame, visibility)
    return {ball_key(frame): BallLabel(visibility, x, y, review=review)}


def mark_absent(track: BallTrack, frames: Iterable[int]) -> Edits:
    """There is no ball in these frames."""
    edits: Edits = {}
    for frame in frames:
        edits |= mark(track, frame, Visibility.ABSENT)
    return edits


def accept(track: BallTrack, frames: Iterable[int]) -> Edits:
    """What is shown in `frames` is right. Frames that nobody looked at, or decided, stay."""
    edits: Edits = {}
    for frame in frames:
        if track.source[frame] == Source.NONE or track.review[frame] != Review.UNREVIEWED:
            continue
        if has_position(track, frame):
            visibility = Visibility(int(track.visibility[frame])) or Visibility.CLEAR
            x, y = float(track.x[frame]), float(track.y[frame])
            edits[ball_key(frame)] = BallLabel(visibility, x, y, review=Review.ACCEPTED)
        else:
            edits[ball_key(frame)] = BallLabel(Visibility.ABSENT, review=Review.ACCEPTED)
    return edits


def reject(track: BallTrack, frames: Iterable[int]) -> Edits:
    """The ball is not where it is shown; where it is remains open."""
    rejected = BallLabel(Visibility.ABSENT, review=Review.REJECTED)
    return {ball_key(frame): rejected for frame in frames if has_position(track, frame)}


def moved_key(key: str, by: int) -> str:
    """The record key of the ball `by` frames later, as of an edit that counts from elsewhere."""
    return ball_key(int(key.removeprefix("ball/")) + by)


def remove(frames: Iterable[int]) -> Edits:
    """Take a person's word back: the model's shows again."""
    return {ball_key(frame): None for frame in frames}


def interpolate(track: BallTrack, times: NDArray[np.float64], frame: int) -> Edits:
    """Fill the frames between the two human points around `frame`; nothing without both.

    A cubic in time through both points, with the speeds that neighbouring human points give;
    without such neighbours, a straight line. Points inside that a person set stay.
    """
    human = np.flatnonzero((track.source == Source.HUMAN) & ~np.isnan(track.x))
    after_index = int(np.searchsorted(human, frame, side="right"))
    if after_index == 0 or after_index == len(human):
        return {}
    first, last = int(human[after_index - 1]), int(human[after_index])
    inside = np.arange(first + 1, last)
    inside = inside[track.source[inside] != Source.HUMAN]
    if not len(inside):
        return {}
    before = int(human[after_index - 2]) if after_index >= 2 else None
    after = int(human[after_index + 1]) if after_index + 1 < len(human) else None
    control_frames = (before, first, last, after)
    x = _cubic(track.x, times, control_frames, inside)
    y = _cubic(track.y, times, control_frames, inside)
    return {
        ball_key(int(at)): BallLabel(
            Visibility.CLEAR, float(px), float(py), Source.INTERPOLATED, Review.UNREVIEWED
        )
        for at, px, py in zip(inside, x, y, strict=True)
    }


def has_position(track: BallTrack, frame: int) -> bool:
    """Whether the ball of `frame` has a position."""
    return not np.isnan(track.x[frame])


def _review_of(track: BallTrack, frame: int, visibility: Visibility) -> Review:
    """What it is to say `visibility` of a frame; to say it again changes no verdict."""
    has_claim = track.source[frame] != Source.NONE and track.review[frame] != Review.REJECTED
    if not has_claim or track.visibility[frame] != visibility:
        return Review.CORRECTED
    return Review(int(track.review[frame])) or Review.ACCEPTED


NEAR = 3  # frames: a neighbour further away says nothing about the speed at the gap's end


def _cubic(
    values: NDArray[np.float64],
    times: NDArray[np.float64],
    control_frames: tuple[int | None, int, int, int | None],
    frames: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Cubic Hermite between known[1] and known[2]; chord speed where a neighbour is missing."""
    before, first, last, after = control_frames
    span = times[last] - times[first]
    chord = (values[last] - values[first]) / span
    start, end = chord, chord
    if before is not None and first - before <= NEAR:
        start = (values[first] - values[before]) / (times[first] - times[before])
    if after is not None and after - last <= NEAR:
        end = (values[after] - values[last]) / (times[after] - times[last])
    phase = (times[frames] - times[first]) / span
    return np.asarray(
        (2 * phase**3 - 3 * phase**2 + 1) * values[first]
        + (phase**3 - 2 * phase**2 + phase) * span * start
        + (-2 * phase**3 + 3 * phase**2) * values[last]
        + (phase**3 - phase**2) * span * end
    )
