"""How good ball positions are, measured against labels."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from inference.evaluation.metrics import Figure
from inference.evaluation.outcomes import Outcome, Outcomes

Position = tuple[float, float] | None
"""Where the ball is in video pixels, or None: no ball in the picture."""

REFERENCE_WIDTH = 512  # of the picture whose pixels tolerances are given in
TOLERANCE = 4.0  # pixels of a picture 512 wide: the usual TrackNet tolerance


def match_positions(
    predicted: Mapping[int, Position],
    labelled: Mapping[int, Position],
    width: float,
    *,
    confidence: Mapping[int, float] | None = None,
    clip: int = 0,
) -> Outcomes:
    """Match the positions of one video `width` pixels wide with its labels, in the order of frames.

    Only labelled frames count; a frame that the prediction leaves out is one without a position.
    `confidence` is 1 where it is not given.
    """
    frames = sorted(labelled)
    pixel = width / REFERENCE_WIDTH
    outcome = np.zeros(len(frames), np.uint8)
    error, confidences = np.full((2, len(frames)), np.nan)
    for row, frame in enumerate(frames):
        truth, guess = labelled[frame], predicted.get(frame)
        if truth is not None and guess is not None:
            # not numpy's hypot, whose last digit may be another
            error[row] = math.dist(guess, truth)
            outcome[row] = Outcome.TP if error[row] <= TOLERANCE * pixel else Outcome.MISPLACED
        elif truth is not None:
            outcome[row] = Outcome.FN
        else:
            outcome[row] = Outcome.TN if guess is None else Outcome.FP
        if guess is not None:
            confidences[row] = 1.0 if confidence is None else confidence.get(frame, 1.0)
    return Outcomes(
        np.full(len(frames), clip, np.int32),
        np.array(frames, np.int64),
        outcome,
        error,
        confidences,
        np.full(len(frames), pixel),
    )


@dataclass(frozen=True, slots=True)
class BallMetrics:
    """Counts of frames, and the measures made of them.

    `hit`, `precision` and `f1` count a misplaced position as a miss. The TrackNet form `tn_f1`
    leaves misplaced positions out of its recall, which flatters; it is there to compare with
    papers.
    """

    tp: int  # ball visible, position within the tolerance
    misplaced: int  # ball visible, position elsewhere
    fp: int  # position given where there is no ball
    fn: int  # ball visible, no position given
    tn: int  # rightly no position
    near: int  # within half the tolerance
    wide: int  # within twice the tolerance
    median_error: float | None  # video pixels, of all positions given on visible balls
    p90_error: float | None  # nine in ten of these are no farther off

    @property
    def visible(self) -> int:
        """Frames with a visible ball."""
        return self.tp + self.misplaced + self.fn

    @property
    def predicted(self) -> int:
        """Positions given."""
        return self.tp + self.misplaced + self.fp

    @property
    def frames(self) -> int:
        """Frames scored."""
        return self.visible + self.fp + self.tn

    @property
    def hit(self) -> float:
        """Hit rate, true positives per visible ball: the PCK at 4 px of a picture 512 wide."""
        return _ratio(self.tp, self.visible)

    @property
    def precision(self) -> float:
        """True positives per position given."""
        return _ratio(self.tp, self.predicted)

    @property
    def f1(self) -> float:
        """Harmonic mean of hit rate and precision, from the counts."""
        return _ratio(2 * self.tp, self.visible + self.predicted)

    @property
    def tn_f1(self) -> float:
        """The F1 of the TrackNet papers."""
        return _ratio(2 * self.tp, self.tp + self.fn + self.predicted)

    @property
    def pck2(self) -> float:
        """Positions within 2 px of a picture 512 wide, per visible ball."""
        return _ratio(self.near, self.visible)

    @property
    def pck8(self) -> float:
        """Positions within 8 px of a picture 512 wide, per visible ball."""
        return _ratio(self.wide, self.visible)

    @property
    def primary(self) -> float:
        """The one figure by which models are compared, 0 to 1: F1."""
        return self.f1

    def figures(self) -> dict[str, Figure]:
        """All figures by their usual short names, rounded; errors are pixels of the video."""
        return {
            "frames": self.frames,
            "visible": self.visible,
            "f1": round(self.f1, 4),
            "hit": round(self.hit, 4),
            "precision": round(self.precision, 4),
            "tn_f1": round(self.tn_f1, 4),
            "pck2": round(self.pck2, 4),
            "pck4": round(self.hit, 4),
            "pck8": round(self.pck8, 4),
            "median_px": _rounded(self.median_error),
            "p90_px": _rounded(self.p90_error),
            "tp": self.tp,
            "fp1": self.misplaced,
            "fp2": self.fp,
            "fn": self.fn,
            "tn": self.tn,
        }


def ball_metrics(outcomes: Outcomes) -> BallMetrics:
    """The metrics of all frames of `outcomes` taken together."""
    counts = np.bincount(outcomes.outcome, minlength=len(Outcome)).tolist()
    measured = np.isfinite(outcomes.error)
    error, pixel = outcomes.error[measured], outcomes.unit[measured]
    return BallMetrics(
        tp=counts[Outcome.TP],
        misplaced=counts[Outcome.MISPLACED],
        fp=counts[Outcome.FP],
        fn=counts[Outcome.FN],
        tn=counts[Outcome.TN],
        near=int(np.count_nonzero(error <= TOLERANCE / 2 * pixel)),
        wide=int(np.count_nonzero(error <= TOLERANCE * 2 * pixel)),
        median_error=float(np.median(error)) if len(error) else None,
        p90_error=float(np.percentile(error, 90)) if len(error) else None,
    )


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _rounded(error: float | None) -> float | None:
    return None if error is None else round(error, 2)
