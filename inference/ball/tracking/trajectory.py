"""From candidates to the trajectory of the ball: the one step that every detector feeds."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.ball.tracking.confidence import confidence
from inference.ball.tracking.gap_filling import GapFillingSettings, fill_gaps
from inference.ball.tracking.linking import LinkCosts, best_chain, best_chain_of_piece
from inference.ball.tracking.path_margin import PathTotals, path_totals
from inference.evaluation.calibration import MAX_LOG_ODDS, clipped_log_odds
from storage.records import Candidates, Source

Anchor = tuple[float, float] | None
"""What a person says of a frame: where the ball is, in display pixels, or that there is none."""

WORKING_WIDTH = 512  # all lengths in the settings are pixels of a picture this wide
_ANCHOR_REWARD = 1e4  # reward of a person's word, which no sum of costs outweighs


@dataclass(frozen=True, slots=True)
class PathSettings:
    """How a chain of candidates is chosen. Lengths are pixels of a picture 512 wide."""

    neutral_score: float = 0.1  # score at which a candidate is worth as much as no ball
    score_weight: float = 0.35  # reward for a factor of e in the odds of a score
    link_costs: LinkCosts = field(default_factory=LinkCosts)
    gap_filling: GapFillingSettings = field(default_factory=GapFillingSettings)


@dataclass(frozen=True, eq=False)
class Trajectory:
    """The ball of every frame, as arrays of one length.

    `confidence` is that of the position: 1 where a person gave it, 0 where there is none.
    """

    visible: NDArray[np.bool_]
    x: NDArray[np.float64]  # display pixels, NaN where no ball is
    y: NDArray[np.float64]
    confidence: NDArray[np.float32]  # 0 to 1
    choice: NDArray[np.int16]  # number of the candidate taken, -1 for none
    source: NDArray[np.uint8]  # Source.MODEL, INTERPOLATED or, at anchors, HUMAN

    def __len__(self) -> int:
        return len(self.visible)


def find_path(
    candidates: Candidates,
    width: int,
    anchors: Mapping[int, Anchor] | None = None,
    settings: PathSettings | None = None,
) -> Trajectory:
    """The most likely flight of the ball through `candidates` of a video `width` pixels wide.

    `anchors` maps frames (numbers into `candidates`) to what a person says of them; the path goes
    through them. Gaps inside one flight are filled in and marked as interpolated. The result is a
    function of the arguments alone; time and memory grow with the number of frames.
    """
    settings = settings or PathSettings()
    view = _WorkingCandidates(candidates, width, anchors or {}, settings)
    choice = best_chain(view.x, view.y, view.reward, candidates.cut, settings.link_costs)
    return view.trajectory(choice)


def totals_of(
    candidates: Candidates, width: int, settings: PathSettings | None = None
) -> PathTotals:
    """What every choice in every frame is worth to the path through `candidates`."""
    settings = settings or PathSettings()
    view = _WorkingCandidates(candidates, width, {}, settings)
    return path_totals(view.x, view.y, view.reward, candidates.cut, settings.link_costs)


@dataclass(frozen=True, eq=False)
class Relinked:
    """The trajectory of frames `[first, first + len(trajectory))` after a correction."""

    first: int
    trajectory: Trajectory
    changed: NDArray[np.bool_]  # (frames,) where it is not what it was; the rest is as it was


def relink(
    candidates: Candidates,
    width: int,
    anchors: Mapping[int, Anchor],
    track: Trajectory,
    frame: int,
    span: int = 150,
    settings: PathSettings | None = None,
) -> Relinked:
    """Find the path again around the anchor in `frame`, as far as what is certain on either side.

    `candidates`, `anchors` and `track`, the trajectory so far, speak of the same frames. The
    window ends at the nearest other anchor or three confident points in a row, or after `span`
    frames. Changed frames have the source RELINKED, INTERPOLATED or, at anchors, HUMAN.
    """
    settings = settings or PathSettings()
    is_fixed = _fixed_frames(track, anchors)
    is_fixed[frame] = False
    first, stop = _window(is_fixed, frame, span)
    fixed_anchors: dict[int, Anchor] = {
        int(f) - first: (float(track.x[f]), float(track.y[f]))
        for f in range(first, stop)
        if is_fixed[f] and track.visible[f]
    }
    fixed_anchors |= {f - first: anchor for f, anchor in anchors.items() if first <= f < stop}
    part = Candidates(*(a[first:stop] for a in _arrays(candidates)))
    view = _WorkingCandidates(part, width, fixed_anchors, settings)
    choice = best_chain_of_piece(view.x, view.y, view.reward, part.cut, settings.link_costs)
    return _compare(view.trajectory(choice), track, first)


_CONFIDENT = 0.8
_IN_A_ROW = 3


def _fixed_frames(track: Trajectory, anchors: Mapping[int, Anchor]) -> NDArray[np.bool_]:
    """Frames that a correction elsewhere does not move: anchors, and confident runs."""
    confident = track.visible & (track.confidence >= _CONFIDENT)
    runs = confident[:-2] & confident[1:-1] & confident[2:]  # begin here
    is_fixed = np.zeros(len(track), np.bool_)
    for shift in range(_IN_A_ROW):
        is_fixed[shift : shift + len(runs)] |= runs
    is_fixed[list(anchors)] = True
    return is_fixed


def _window(is_fixed: NDArray[np.bool_], frame: int, span: int) -> tuple[int, int]:
    """Frames `[first, stop)` around `frame`, with up to three held ones at either end."""
    before = np.flatnonzero(is_fixed[:frame])
    after = np.flatnonzero(is_fixed[frame + 1 :]) + frame + 1
    first = before[-1] - _IN_A_ROW + 1 if len(before) else 0
    stop = after[0] + _IN_A_ROW if len(after) else len(is_fixed)
    return int(max(first, frame - span, 0)), int(min(stop, frame + span + 1, len(is_fixed)))


def _arrays(values: Candidates | Trajectory) -> list[NDArray[Any]]:
    return [getattr(values, f.name) for f in fields(values)]


def _compare(new: Trajectory, track: Trajectory, first: int) -> Relinked:
    """Keep of `new` only the frames that differ from `track`, and say which."""
    old = Trajectory(*(a[first : first + len(new)] for a in _arrays(track)))
    moved = ~(np.isclose(new.x, old.x, equal_nan=True) & np.isclose(new.y, old.y, equal_nan=True))
    changed = moved | (new.visible != old.visible)
    source = np.where(new.source == Source.MODEL, Source.RELINKED, new.source).astype(np.uint8)
    new = replace(new, source=source)
    merged = (np.where(changed, n, o) for n, o in zip(_arrays(new), _arrays(old), strict=True))
    return Relinked(first, Trajectory(*merged), changed)


class _WorkingCandidates:
    """The candidates as the path step sees them: 512 wide, rewards for scores, anchors in place."""

    def __init__(
        self,
        candidates: Candidates,
        width: int,
        anchors: Mapping[int, Anchor],
        settings: PathSettings,
    ) -> None:
        self._scale = width / WORKING_WIDTH
        self._cut = candidates.cut
        self._settings = settings
        if candidates.score.shape[1] == 0:  # nothing analysed, but people may have spoken
            empty = np.full((len(candidates), 1), np.nan, np.float32)
            candidates = Candidates(empty, empty, empty, candidates.cut)
        exists = np.isfinite(candidates.x)
        self.x = np.where(exists, candidates.x, 0) / self._scale  # (T, K)
        self.y = np.where(exists, candidates.y, 0) / self._scale
        self._log_odds = clipped_log_odds(np.where(exists, candidates.score, 0))
        neutral = clipped_log_odds(np.array(settings.neutral_score))
        self.reward = np.where(exists, settings.score_weight * (self._log_odds - neutral), -np.inf)
        self._absent = np.array(sorted(f for f, a in anchors.items() if a is None), np.intp)
        self._placed = np.array(sorted(f for f, a in anchors.items() if a is not None), np.intp)
        places = [anchor for _, anchor in sorted(anchors.items()) if anchor is not None]
        self._places = np.array(places, np.float64).reshape(-1, 2)
        self.reward[self._absent] = -np.inf
        self.reward[self._placed] = -np.inf
        if len(self._placed):
            self.x[self._placed, 0], self.y[self._placed, 0] = self._places.T / self._scale
            self.reward[self._placed, 0] = _ANCHOR_REWARD

    def trajectory(self, choice: NDArray[np.int16]) -> Trajectory:
        """The trajectory through the chosen candidates (T,), with gaps filled in."""
        detected = choice >= 0
        x, y = _chosen(self.x, choice), _chosen(self.y, choice)
        closed = self._cut.copy()
        closed[self._absent] = True
        log_odds = _chosen(self._log_odds, choice)
        log_odds[self._placed] = MAX_LOG_ODDS
        x, y, filled = fill_gaps(x, y, closed, self._settings.gap_filling)
        confidences = confidence(x, y, log_odds, filled)
        confidences[self._placed] = 1
        source = np.where(filled, Source.INTERPOLATED, Source.MODEL).astype(np.uint8)
        source[self._placed] = source[self._absent] = Source.HUMAN
        choice = choice.copy()
        choice[self._placed] = -1
        x, y = x * self._scale, y * self._scale
        x[self._placed], y[self._placed] = self._places.T  # not a rounding error away
        return Trajectory(detected | filled, x, y, confidences, choice, source)


def _chosen(values: NDArray[np.float64], choice: NDArray[np.int16]) -> NDArray[np.float64]:
    """The entry of each row of `values` (T, K) that was chosen, NaN where none was."""
    entries = np.take_along_axis(values, np.maximum(choice, 0).astype(np.intp)[:, None], 1)[:, 0]
    return np.where(choice >= 0, entries, np.nan)
