"""How far long work is, said at each of its yields, and how fast it goes."""

import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from typing import TypeVar

Step = TypeVar("Step")
Mapped = TypeVar("Mapped")
Result = TypeVar("Result")

_SHORTEST = 0.2  # seconds of work from which a rate says something


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` are finished, counted in `unit`; a `total` of 0 is not known yet.

    A `unit` of "bytes" is shown in megabytes, and "" counts shares of the whole. Long work may
    have stages, which are counted one by one. While there is nothing to count, `message` says what
    is being done.
    """

    done: int
    total: int
    unit: str = "frames"
    stage: str = ""
    message: str = ""


class RateEstimate:
    """Rate and remaining time of one piece of work, from the time of its first step on.

    What an earlier run left took no time in this one, and neither did what had to be done before
    anything could be counted. Each stage is measured by itself.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._begin: tuple[float, int] | None = None  # time and count of the first step
        self._counted = ("", "")

    def update(self, step: Progress) -> tuple[float, float | None]:
        """Units a second and seconds left after `step`; 0 and None while nothing is known."""
        now, counted = self._now(), (step.stage, step.unit)
        if step.message or self._begin is None or counted != self._counted:
            self._begin, self._counted = (now, step.done), counted
        began, before = self._begin
        if now - began < _SHORTEST or step.done <= before:
            return 0.0, None
        rate = (step.done - before) / (now - began)
        return rate, max(0, step.total - step.done) / rate if step.total else None


def map_steps(
    work: Generator[Step, None, Result], change: Callable[[Step], Mapped]
) -> Generator[Mapped, None, Result]:
    """`work`, with what `change` makes of each of its yields in their place; closed with this."""
    with closing(work):
        while True:
            try:
                step = next(work)
            except StopIteration as end:
                result: Result = end.value
                return result
            yield change(step)


def part_of(
    work: Generator[Progress, None, Result], before: int, total: int
) -> Generator[Progress, None, Result]:
    """The progress of one piece of work as progress of all, `before` of `total` being done."""
    return map_steps(work, lambda step: Progress(before + step.done, total, step.unit))


def drained(work: Generator[object, None, Result]) -> Result:
    """The result of `work` whose progress nobody follows."""
    with closing(work):
        while True:
            try:
                next(work)
            except StopIteration as end:
                result: Result = end.value
                return result
