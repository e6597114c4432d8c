"""Comparing a trained model with the one it came from, on the validation set."""

from dataclasses import dataclass, field

from inference.evaluation.metrics import Metrics

_REGRESSION = 0.02  # of the primary figure in one venue, which no gain elsewhere makes up for


@dataclass(frozen=True, eq=False)
class Comparison:
    """The metrics of some validation clips, after the training and before."""

    name: str
    venue: str
    after: Metrics
    before: Metrics | None  # of the parent model, where there is one

    @property
    def gain(self) -> float | None:
        """By how much the primary figure has risen; None without a parent."""
        return None if self.before is None else self.after.primary - self.before.primary


@dataclass(frozen=True, eq=False)
class ComparisonResult:
    """How good a model is on the validation set, and whether it is better than its parent."""

    clips: tuple[Comparison, ...] = ()
    venues: tuple[Comparison, ...] = ()  # all clips of one
    overall: Comparison | None = None  # all clips together; None without a validation set
    conditions: str = ""  # under which all of it was measured, in words for the card
    unit: str = field(default="held-out clip", kw_only=True)  # what `clips` are, one of them

    @property
    def better(self) -> bool | None:
        """Whether the model is to be preferred to its parent; None if nothing tells.

        It is when the primary figure has risen, and no venue has lost more than two points.
        """
        if self.overall is None or self.overall.gain is None:
            return None
        return self.overall.gain > 0 and not self.regressed

    @property
    def regressed(self) -> tuple[Comparison, ...]:
        """Venues that have lost more than two points."""
        return tuple(
            venue for venue in self.venues if venue.gain is not None and venue.gain < -_REGRESSION
        )
