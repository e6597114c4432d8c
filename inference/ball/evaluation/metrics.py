"""How good ball positions are, measured against labels."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Place = tuple[float, float] | None
"""Where the ball is in video pixels, or None: no ball in the picture."""

WIDTH = 512  # of the picture whose pixels tolerances are given in
RIGHT = 4.0  # pixels of a picture 512 wide: the usual TrackNet tolerance


class Outcome(IntEnum):
    """What came of one labelled frame."""

    RIGHT = 0  # ball visible, position within the tolerance
    WRONG = 1  # ball visible, position elsewhere
    INVENTED = 2  # position given where there is no ball
    MISSED = 3  # ball visible, no position given
    ABSENT = 4  # rightly no position


@dataclass(frozen=True, eq=False)
class Judged:
    """Every labelled frame of one or more videos and what came of it: arrays of one length."""

    clip: NDArray[np.int32]  # number of the video
    frame: NDArray[np.int64]
    outcome: NDArray[np.uint8]  # Outcome
    error: NDArray[np.float64]  # video pixels, NaN unless the ball is visible and a position given
    confidence: NDArray[np.float64]  # 0 to 1, of the position given; NaN where there is none
    pixel: NDArray[np.float64]  # video pixels per pixel of a picture 512 wide

    def __len__(self) -> int:
        return len(self.outcome)

    def where(self, mask: NDArray[np.bool_]) -> "Judged":
        """The frames at which `mask` (frames,) is true."""
        return Judged(*(getattr(self, field.name)[mask] for field in fields(self)))

    def are(self, *outcomes: Outcome) -> NDArray[np.bool_]:
        """Mark the frames with one of `outcomes`, (frames,)."""
        return np.isin(self.outcome, outcomes)


def judge(
    predicted: Mapping[int, Place],
    labelled: Mapping[int, Place],
    width: float,
    *,
    confidence: Mapping[int, float] | None = None,
    clip: int = 0,
) -> Judged:
    """Judge the positions of one video `width` pixels wide, in the order of its frames.

    Frames that the labels leave out are not judged; a frame that the prediction leaves out is one
    without a position. `confidence` is 1 where it is not given.
    """
    frames = sorted(labelled)
    pixel = width / WIDTH
    outcome = np.zeros(len(frames), np.uint8)
    error, sure = np.full((2, len(frames)), np.nan)
    for at, frame in enumerate(frames):
        truth, guess = labelled[frame], predicted.get(frame)
        if truth is not None and guess is not None:
            # not numpy's hypot, whose last digit may be another
            error[at] = math.dist(guess, truth)
            outcome[at] = Outcome.RIGHT if error[at] <= RIGHT * pixel else Outcome.WRONG
        elif truth is not None:
            outcome[at] = Outcome.MISSED
        else:
            outcome[at] = Outcome.ABSENT if guess is None else Outcome.INVENTED
        if guess is not None:
            sure[at] = 1.0 if confidence is None else confidence.get(frame, 1.0)
    return Judged(
        np.full(len(frames), clip, np.int32),
        np.array(frames, np.int64),
        outcome,
        error,
        sure,
        np.full(len(frames), pixel),
    )


def together(parts: Sequence[Judged]) -> Judged:
    """The frames of all `parts`, one after the other."""
    parts = [judge({}, {}, WIDTH), *parts]  # so that there may be none
    return Judged(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Judged)))


@dataclass(frozen=True, slots=True)
class BallScore:
    """Counts of frames, and the measures made of them.

    `hit`, `precision` and `f1` count a wrong position as a miss. The TrackNet form `tn_f1` leaves
    wrong positions out of its recall, which flatters; it is there to compare with papers.
    """

    right: int  # ball visible, position within the tolerance
    wrong: int  # ball visible, position elsewhere
    invented: int  # position given where there is no ball
    missed: int  # ball visible, no position given
    absent: int  # rightly no position
    near: int  # right within half the tolerance
    wide: int  # right within twice the tolerance
    median_error: float | None  # video pixels, of all positions given on visible balls
    p90_error: float | None  # nine in ten of these are no farther off

    @property
    def visible(self) -> int:
        """Frames with a visible ball."""
        return self.right + self.wrong + self.missed

    @property
    def given(self) -> int:
        """Positions given."""
        return self.right + self.wrong + self.invented

    @property
    def frames(self) -> int:
        """Frames scored."""
        return self.visible + self.invented + self.absent

    @property
    def hit(self) -> float:
        """Right positions per visible ball: the PCK at 4 px of a picture 512 wide."""
        return _ratio(self.right, self.visible)

    @property
    def precision(self) -> float:
        """Right positions per position given."""
        return _ratio(self.right, self.given)

    @property
    def f1(self) -> float:
        """Harmonic mean of hit and precision, from the counts."""
        return _ratio(2 * self.right, self.visible + self.given)

    @property
    def tn_f1(self) -> float:
        """The F1 of the TrackNet papers."""
        return _ratio(2 * self.right, self.right + self.missed + self.given)

    @property
    def pck2(self) -> float:
        """Positions within 2 px of a picture 512 wide, per visible ball."""
        return _ratio(self.near, self.visible)

    @property
    def pck8(self) -> float:
        """Positions within 8 px of a picture 512 wide, per visible ball."""
        return _ratio(self.wide, self.visible)


def score(judged: Judged) -> BallScore:
    """The score of all frames of `judged` taken together."""
    counts = np.bincount(judged.outcome, minlength=len(Outcome)).tolist()
    measured = np.isfinite(judged.error)
    error, pixel = judged.error[measured], judged.pixel[measured]
    return BallScore(
        right=counts[Outcome.RIGHT],
        wrong=counts[Outcome.WRONG],
        invented=counts[Outcome.INVENTED],
        missed=counts[Outcome.MISSED],
        absent=counts[Outcome.ABSENT],
        near=int(np.count_nonzero(error <= RIGHT / 2 * pixel)),
        wide=int(np.count_nonzero(error <= RIGHT * 2 * pixel)),
        median_error=float(np.median(error)) if len(error) else None,
        p90_error=float(np.percentile(error, 90)) if len(error) else None,
    )


def score_ball(
    pairs: Iterable[tuple[Mapping[int, Place], Mapping[int, Place]]], width: float
) -> BallScore:
    """Score (predicted, labelled) positions by frame, of one or more videos `width` pixels wide.

    Frames that the labels leave out are not scored; a frame that the prediction leaves out is one
    without a position.
    """
    return score(together([judge(predicted, labelled, width) for predicted, labelled in pairs]))


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
