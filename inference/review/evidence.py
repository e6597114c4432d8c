"""What is known of each frame that tells how likely its label is wrong: of misses as of balls."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from inference.actions.contact_detection import detect_contacts, turning_score
from inference.ball.tracking.confidence import confidence_features
from inference.ball.tracking.trajectory import WORKING_WIDTH, totals_of
from inference.evaluation.calibration import MAX_LOG_ODDS, clipped_log_odds
from inference.review.gaps import GapFacts, gap_facts
from inference.review.neighbourhood import max_around, mean_around, run_lengths, static_share
from storage.records import DECIDED, BallTrack, Candidates, Source

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_SAME = 0.06  # display pixels: a path takes candidates as they are
_NEAR = 4.0  # pixels of 512 within which a second candidate is the same ball
_CERTAIN = 1 - 1e-6  # score of a place that a person has marked


class FrameState(IntEnum):
    """What is shown in a frame; each has evidence of its own kind."""

    DETECTED = 0  # a candidate
    FILLED = 1  # a point between two detections
    ABSENT = 2  # no ball


COMMON = ("other_agrees", "other_differs", "start", "end")
NAMES: dict[FrameState, tuple[str, ...]] = {
    FrameState.DETECTED: (
        "score",
        "around",
        "rough",
        "margin",
        "margin_around",
        "second",
        "second_far",
        "run",
        "to_end",
        "static",
        "still",
        "edge",
        "speed",
        "gap_near",
        "busy",
        *COMMON,
    ),
    FrameState.FILLED: (
        "gap",
        "to_end",
        "around",
        "rough",
        "margin",
        "best",
        "on_line",
        "busy",
        *COMMON,
    ),
    FrameState.ABSENT: (
        "gap",
        "to_end",
        "one_sided",
        "isolated",
        "best",
        "best_around",
        "best_static",
        "margin",
        "margin_around",
        "on_line",
        "needed_speed",
        "leaves",
        "enters",
        "height",
        "end_score",
        "busy",
        "in_rally",
        "to_contact",
        *COMMON,
    ),
}


@dataclass(frozen=True, eq=False)
class FrameEvidence:
    """The facts of each of T frames, by name; lengths are pixels of a picture 512 wide."""

    state: NDArray[np.uint8]  # FrameState
    facts: dict[str, Floats]  # (T,) each; what means nothing in a frame's state is any number
    cut: Bools  # the first frame of each shot but the first
    scale: float  # display pixels to one of these

    def __len__(self) -> int:
        return len(self.state)

    def table(self, state: FrameState) -> Floats:
        """(T, features) in the order of NAMES."""
        return np.stack([self.facts[name] for name in NAMES[state]], axis=1)


@dataclass(frozen=True, eq=False)
class QueueInput:
    """What a queue is made of: frames `[first, first + len(track))` of a video."""

    candidates: Candidates
    track: BallTrack  # as it is shown, people's labels included
    width: int  # of the video, display pixels
    height: int
    other: BallTrack | None = None  # what another run says


def frame_evidence(given: QueueInput) -> FrameEvidence:
    """The evidence of all frames of `given`, in time that grows with their number alone.

    Frames of which a person has said where the ball is, or that there is none, are certain, and
    what is around them is judged by them.
    """
    peaks = _PeakFacts(given)
    has_ball = peaks.has_ball
    gaps = gap_facts(peaks.x, peaks.y, has_ball, given.candidates.cut, peaks.size)
    state = np.where(
        has_ball, np.where(peaks.filled, FrameState.FILLED, FrameState.DETECTED), FrameState.ABSENT
    )
    facts = {
        **_of_path(peaks),
        **_of_peaks(peaks),
        **_of_gaps(peaks, gaps),
        **_of_rally(peaks),
        **_of_other(given, peaks.scale),
    }
    facts["start"], facts["end"] = _to_shot_ends(given.candidates.cut)
    return FrameEvidence(state.astype(np.uint8), facts, given.candidates.cut, peaks.scale)


class _PeakFacts:
    """Candidates and track in pixels of a picture 512 wide, with people's points in them."""

    def __init__(self, given: QueueInput) -> None:
        track = given.track
        self.scale = given.width / WORKING_WIDTH
        self.size = (float(WORKING_WIDTH), given.height / self.scale)
        self.candidates = _anchored(given.candidates, track)
        self.cut = given.candidates.cut
        exists = np.isfinite(self.candidates.x)
        self.px = np.where(exists, self.candidates.x, np.nan).astype(np.float64) / self.scale
        self.py = np.where(exists, self.candidates.y, np.nan).astype(np.float64) / self.scale
        self.odds = np.where(
            exists, clipped_log_odds(np.where(exists, self.candidates.score, 0)), -MAX_LOG_ODDS
        )
        self.has_ball = np.isfinite(track.x) & (track.visibility > 0)
        self.x = np.where(self.has_ball, track.x, np.nan) / self.scale
        self.y = np.where(self.has_ball, track.y, np.nan) / self.scale
        off = np.hypot(self.candidates.x - track.x[:, None], self.candidates.y - track.y[:, None])
        off = np.where(np.isfinite(off), off, np.inf)
        self.choice = np.where(off.min(1) <= _SAME, off.argmin(1), -1).astype(np.int16)
        self.filled = self.has_ball & (self.choice < 0)
        totals = totals_of(self.candidates, given.width)
        self.margin = totals.margin(np.where(self.has_ball, self.choice, -1))
        self.chosen_odds = np.take_along_axis(
            self.odds, np.maximum(self.choice, 0).astype(np.intp)[:, None], 1
        )[:, 0]


def _anchored(candidates: Candidates, track: BallTrack) -> Candidates:
    """The candidates with what people say in their place.

    A run without any, such as an imported one, has its own positions for candidates.
    """
    if candidates.score.shape[1]:
        x, y, score = candidates.x.copy(), candidates.y.copy(), candidates.score.copy()
    else:
        x, y, score = (
            np.where(track.visibility > 0, values, np.nan).astype(np.float32)[:, None]
            for values in (track.x, track.y, track.confidence)
        )
    said = np.flatnonzero((track.source == Source.HUMAN) & np.isin(track.review, DECIDED))
    x[said], y[said], score[said] = np.nan, np.nan, np.nan
    placed = said[np.isfinite(track.x[said])]
    x[placed, 0], y[placed, 0], score[placed, 0] = track.x[placed], track.y[placed], _CERTAIN
    return Candidates(x, y, score, candidates.cut)


def _of_path(peaks: _PeakFacts) -> dict[str, Floats]:
    detected = peaks.choice >= 0
    odds = np.where(detected, peaks.chosen_odds, np.nan)
    known = confidence_features(peaks.x, peaks.y, odds, peaks.filled)
    step = np.hypot(np.gradient(_held(peaks.x)), np.gradient(_held(peaks.y)))
    length, to_end = run_lengths(peaks.has_ball, peaks.cut)
    margin = np.clip(peaks.margin, -2, 10)
    return {
        "score": known.own,
        "around": known.around,
        "rough": known.roughness,
        "margin": margin,
        "margin_around": -max_around(-margin, 3),
        "run": np.log1p(np.minimum(length, 120)),
        "to_end": np.log1p(np.minimum(to_end, 20)),
        "still": np.log1p(mean_around(step, 6)),
        "speed": np.log1p(step),
        "edge": np.clip(_to_edge(peaks.x, peaks.y, peaks.size), 0, 40),
    }


def _of_peaks(peaks: _PeakFacts) -> dict[str, Floats]:
    """What the candidates say beside the one that was taken."""
    off = np.hypot(peaks.px - peaks.x[:, None], peaks.py - peaks.y[:, None])
    is_other = np.isfinite(peaks.px) & ~(off <= _NEAR)
    others = np.where(is_other, peaks.odds, -MAX_LOG_ODDS)
    best = others.argmax(1)
    rows = np.arange(len(best))
    distance = np.where(np.isfinite(off[rows, best]), off[rows, best], 0.0)
    second = others[rows, best]
    static = static_share(peaks.px, peaks.py)
    chosen = static[rows, np.maximum(peaks.choice, 0)]
    return {
        "second": second,
        "second_far": np.where(second > -MAX_LOG_ODDS, np.log1p(distance), 0.0),
        "static": np.where(peaks.choice >= 0, chosen, 0.0),
        "best": second,
        "best_around": max_around(second, 4),
        "best_static": np.where(second > -MAX_LOG_ODDS, static[rows, best], 0.0),
    }


def _of_gaps(peaks: _PeakFacts, gaps: GapFacts) -> dict[str, Floats]:
    on_line = peaks.odds - np.hypot(
        peaks.px - gaps.line_x[:, None], peaks.py - gaps.line_y[:, None]
    ) / (3 + gaps.needed_speed[:, None])
    on_line = np.where(np.isfinite(on_line), on_line, -MAX_LOG_ODDS).max(1)
    odds = np.where(peaks.choice >= 0, peaks.chosen_odds, 0.0)
    ends = [np.where(at >= 0, odds[np.maximum(at, 0)], 0.0) for at in (gaps.before, gaps.after)]
    return {
        "gap": np.log1p(np.minimum(gaps.length, 240)),
        "one_sided": gaps.one_sided.astype(np.float64),
        "isolated": gaps.isolated.astype(np.float64),
        "gap_near": np.log1p(np.minimum(gaps.nearest, 20)),
        "on_line": np.clip(on_line, -MAX_LOG_ODDS, MAX_LOG_ODDS),
        "needed_speed": np.log1p(gaps.needed_speed),
        "leaves": gaps.leaves,
        "enters": gaps.enters,
        "height": gaps.height,
        "end_score": np.minimum(*ends),
    }


def _of_rally(peaks: _PeakFacts) -> dict[str, Floats]:
    """What the contacts say that the path itself shows: no model of events is needed."""
    has_ball = peaks.has_ball
    contacts = detect_contacts(turning_score(peaks.x, peaks.y))
    frames = np.arange(len(has_ball))
    far = 90.0
    before = after = np.full(len(frames), far)
    if len(contacts):
        index = np.searchsorted(contacts, frames, side="right")
        before = np.where(index > 0, frames - contacts[np.maximum(index - 1, 0)], far)
        after = np.where(
            index < len(contacts), contacts[np.minimum(index, len(contacts) - 1)] - frames, far
        )
    return {
        "busy": mean_around(has_ball.astype(np.float64), 45),
        "in_rally": ((before < far) & (after < far)).astype(np.float64),
        "to_contact": np.log1p(np.minimum(np.minimum(before, after), far)),
    }


def _of_other(given: QueueInput, scale: float) -> dict[str, Floats]:
    """Whether another run agrees; neither where there is none, or it has not looked."""
    nothing = np.zeros(len(given.track))
    if (other := given.other) is None:
        return {"other_agrees": nothing, "other_differs": nothing}
    track, looked = given.track, other.source != Source.NONE
    has_ball, other_has = track.visibility > 0, other.visibility > 0
    off = np.hypot(track.x - other.x, track.y - other.y) / scale
    agrees = (has_ball == other_has) & (~has_ball | (off <= _NEAR))
    return {
        "other_agrees": (looked & agrees).astype(np.float64),
        "other_differs": (looked & ~agrees).astype(np.float64),
    }


def _to_shot_ends(cut: Bools) -> tuple[Floats, Floats]:
    """1 in the first and in the last frames of a shot, falling to 0 within 15."""
    frames = np.arange(len(cut))
    first = np.maximum.accumulate(np.where(cut, frames, 0))
    starts = np.concatenate([cut[1:], [True]]) if len(cut) else cut
    last = np.minimum.accumulate(np.where(starts, frames, len(cut))[::-1])[::-1]
    near = (np.clip(1 - (frames - first) / 15, 0, 1), np.clip(1 - (last - frames) / 15, 0, 1))
    return near


def _to_edge(x: Floats, y: Floats, size: tuple[float, float]) -> Floats:
    distance = np.minimum(np.minimum(x, size[0] - x), np.minimum(y, size[1] - y))
    return np.where(np.isfinite(distance), distance, 0.0)


def _held(values: Floats) -> Floats:
    """The last known value where there is none."""
    known = np.isfinite(values)
    if not known.any():
        return np.zeros(len(values))
    index = np.maximum.accumulate(np.where(known, np.arange(len(values)), 0))
    filled = values[index]
    return np.where(np.isfinite(filled), filled, values[known][0])
