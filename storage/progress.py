"""What long work on frames reports at each of its yields."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` frames are finished."""

    done: int
    total: int
