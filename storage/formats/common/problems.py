"""What is wrong with a label file: told at once when it is read, gathered when it is checked."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from storage.errors import UserError
from storage.formats.common.report import Problem

MAX_PROBLEMS = 1000  # a file with more is not worth a longer list
_SHOWN = 40  # characters of a bad value that a message repeats


class Malformed(ValueError):
    """One element of a file that cannot be read; the message says why, in the user's words."""


@dataclass(slots=True)
class Complaints:
    """Where readers tell what they cannot read.

    A strict one raises UserError for the first problem: half an import helps nobody. Another one
    keeps up to `MAX_PROBLEMS`, and reading goes on behind the bad element.
    """

    path: Path
    strict: bool = True
    problems: list[Problem] = field(default_factory=list)

    @contextmanager
    def at(self, where: str = "", line: int = 1) -> Iterator[None]:
        """What is read inside and is `Malformed` is a problem of the element `where`."""
        try:
            yield
        except Malformed as bad:
            self.add(f"{where}: {bad}" if where else str(bad), line)

    def add(self, what: str, line: int = 1) -> None:
        """Tell that something is wrong."""
        if self.strict:
            place = f"{self.path.name}, line {line}"
            raise UserError(f"{place}: {what}", "Correct the file and try again.")
        self._keep(Problem(line, what))

    def warn(self, what: str, line: int = 1) -> None:
        """Tell of something that may be a mistake; it stops nobody."""
        if not self.strict:
            self._keep(Problem(line, what, warning=True))

    def _keep(self, problem: Problem) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(problem)


def number(value: object, name: str, lowest: float = -math.inf, highest: float = math.inf) -> float:
    """The finite number that `value` is or spells, if it lies in [lowest, highest]."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise Malformed(f"{name} is {shown(value)}, which is no number.")
    try:
        found = float(value)
    except (ValueError, OverflowError):
        found = math.nan
    if not math.isfinite(found) or (isinstance(value, str) and "_" in value):
        raise Malformed(f"{name} is {shown(value)}, which is no number.")
    if not lowest <= found <= highest:
        raise Malformed(f"{name} is {shown(value)}; it runs from {lowest:.15g} to {highest:.15g}.")
    return found


def whole(value: object, name: str, lowest: int = 0, highest: int = 2**31 - 1) -> int:
    """The whole number in [lowest, highest] that `value` is or spells, as `7` or as `7.0`."""
    found = number(value, name, lowest, highest)
    if not found.is_integer():
        raise Malformed(f"{name} is {shown(value)}, not a whole number.")
    return int(found)


def text(value: object, name: str, most: int = 256) -> str:
    """The trimmed text that `value` is: 1 to `most` printable characters."""
    if not isinstance(value, str) or not 0 < len(value.strip()) <= most:
        raise Malformed(f"{name} is {shown(value)}; it is a text of 1 to {most} characters.")
    if not value.strip().isprintable():
        raise Malformed(f"{name} holds characters that cannot be printed.")
    return value.strip()


def shown(value: object) -> str:
    """`value` as a message repeats it, cut where it is long."""
    # a list of millions is not spelt out for the sake of its first characters
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    written = repr(value)
    return written if len(written) <= _SHOWN else written[:_SHOWN] + "…"
