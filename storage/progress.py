"""What long work on frames reports at each of its yields."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` frames are finished."""

    done: int
    total: int


def part_of(
    work: Generator[Progress, None, T], before: int, total: int
) -> Generator[Progress, None, T]:
    """The progress of one piece of work as progress of all, `before` of `total` being done."""
    while True:
        try:
            step = next(work)
        except StopIteration as end:
            result: T = end.value
            return result
        yield Progress(before + step.done, total)
