"""Long work in tests: run to its end at once."""

from collections.abc import Generator
from typing import TypeVar

Result = TypeVar("Result")


def drained(work: Generator[object, None, Result]) -> Result:
    """What a generator returns, whatever it yields before."""
    while True:
        try:
            next(work)
        except StopIteration as done:
            result: Result = done.value
            return result
