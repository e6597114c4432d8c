"""What long work on frames reports at each of its yields."""

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` frames are finished."""

    done: int
    total: int


def retold(work: Generator[A, None, T], tell: Callable[[A], B]) -> Generator[B, None, T]:
    """`work`, with what `tell` makes of each of its yields in their place; closed with this."""
    with closing(work):
        while True:
            try:
                step = next(work)
            except StopIteration as end:
                result: T = end.value
                return result
            yield tell(step)


def part_of(
    work: Generator[Progress, None, T], before: int, total: int
) -> Generator[Progress, None, T]:
    """The progress of one piece of work as progress of all, `before` of `total` being done."""
    return retold(work, lambda step: Progress(before + step.done, total))
