"""Jobs whose trouble with the world is shown where it was asked for, not in a notice."""

from collections.abc import Generator
from typing import TypeVar

from storage.errors import UserError

Step = TypeVar("Step")
Result = TypeVar("Result")


def answered(work: Generator[Step, None, Result]) -> Generator[Step, None, Result | UserError]:
    """The same work, which returns a UserError in place of raising it."""
    try:
        return (yield from work)
    except UserError as error:
        return error
