"""How good ball positions are, measured against labels."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

Place = tuple[float, float] | None
"""Where the ball is in video pixels, or None: no ball in the picture."""

_RIGHT = 4.0  # pixels of a picture 512 wide: the usual TrackNet tolerance


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
        """Right positions per visible ball."""
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


def score_ball(
    pairs: Iterable[tuple[Mapping[int, Place], Mapping[int, Place]]], width: float
) -> BallScore:
    """Score (predicted, labelled) positions by frame, of one or more videos `width` pixels wide.

    Frames that the labels leave out are not scored; a frame that the prediction leaves out is one
    without a position.
    """
    pixel = width / 512
    errors: list[float] = []
    invented = missed = absent = 0
    for predicted, labelled in pairs:
        for frame, truth in labelled.items():
            guess = predicted.get(frame)
            if truth is not None and guess is not None:
                errors.append(math.dist(guess, truth))
            elif truth is not None:
                missed += 1
            elif guess is not None:
                invented += 1
            else:
                absent += 1
    right = sum(error <= _RIGHT * pixel for error in errors)
    return BallScore(
        right=right,
        wrong=len(errors) - right,
        invented=invented,
        missed=missed,
        absent=absent,
        near=sum(error <= _RIGHT / 2 * pixel for error in errors),
        wide=sum(error <= _RIGHT * 2 * pixel for error in errors),
        median_error=median(errors) if errors else None,
    )


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
