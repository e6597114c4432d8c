"""What came of every labelled item once predictions were matched with the ground truth."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray


class Outcome(IntEnum):
    """What came of one labelled frame."""

    TP = 0  # target there, prediction within the tolerance
    MISPLACED = 1  # target there, prediction elsewhere: neither a hit nor a plain miss
    FP = 2  # prediction where no target is
    FN = 3  # target there, no prediction
    TN = 4  # rightly no prediction


@dataclass(frozen=True, eq=False)
class Outcomes:
    """The outcome of every labelled frame of one or more clips: arrays of one length (n,)."""

    clip: NDArray[np.int32]  # number of the clip
    frame: NDArray[np.int64]
    outcome: NDArray[np.uint8]  # Outcome
    error: NDArray[np.float64]  # distance to the target, NaN unless there are it and a prediction
    confidence: NDArray[np.float64]  # 0 to 1, of the prediction; NaN where there is none
    unit: NDArray[np.float64]  # how much of `error` is one unit of the tolerance

    def __len__(self) -> int:
        return len(self.outcome)

    def where(self, mask: NDArray[np.bool_]) -> "Outcomes":
        """The frames at which `mask` (n,) is true."""
        return Outcomes(*(getattr(self, field.name)[mask] for field in fields(self)))

    def are(self, *outcomes: Outcome) -> NDArray[np.bool_]:
        """Mark the frames with one of `outcomes`, (n,)."""
        return np.isin(self.outcome, outcomes)

    @property
    def correct(self) -> NDArray[np.bool_]:
        """Mark the frames in which nothing is wrong, (n,)."""
        return self.are(Outcome.TP, Outcome.TN)

    @property
    def positive(self) -> NDArray[np.bool_]:
        """Mark the frames with a target, (n,)."""
        return self.are(Outcome.TP, Outcome.MISPLACED, Outcome.FN)

    @property
    def predicted(self) -> NDArray[np.bool_]:
        """Mark the frames with a prediction, (n,)."""
        return self.are(Outcome.TP, Outcome.MISPLACED, Outcome.FP)


def concatenate_outcomes(parts: Sequence[Outcomes]) -> Outcomes:
    """The frames of all `parts`, one after the other; there may be no parts."""
    parts = [_NOTHING, *parts]
    return Outcomes(
        *(
            np.concatenate([getattr(part, field.name) for part in parts])
            for field in fields(Outcomes)
        )
    )


_NOTHING = Outcomes(
    np.zeros(0, np.int32),
    np.zeros(0, np.int64),
    np.zeros(0, np.uint8),
    np.zeros(0),
    np.zeros(0),
    np.zeros(0),
)
