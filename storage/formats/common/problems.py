"""What is wrong with a label file: raised at once when it is read, collected when it is checked."""

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from storage.errors import UserError

MAX_PROBLEMS = 1000  # a file with more is not worth a longer list
_SHOWN = 40  # characters of a bad value that a message repeats
_ADVICE = "Correct the file and try again."


class FormatError(UserError):
    """Something in a file that is not as its format says.

    `what` says it in the user's words, `line` counts from 1. `path` is left out where the reader
    of one element does not know its file; `Problems.at` names it then.
    """

    def __init__(
        self, what: str, line: int = 1, path: Path | None = None, advice: str = _ADVICE
    ) -> None:
        title = what if path is None else f"{path.name}, line {line}: {what}"
        super().__init__(title, advice)
        self.what = what
        self.line = line


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that is not as its format says.

    A warning is legal or harmless, and may still be a mistake.
    """

    line: int  # from 1; of the file that was asked about
    what: str
    warning: bool = False


class Problems:
    """The problems of one file, as its reader finds them.

    A strict one raises FormatError for the first problem: half an import helps nobody. Another
    one keeps up to `MAX_PROBLEMS` and counts the rest, and reading goes on behind the bad element.
    """

    def __init__(self, path: Path | None = None, strict: bool = False) -> None:
        self._path = path
        self._strict = strict
        self._problems: list[Problem] = []
        self._more = 0

    @property
    def all(self) -> tuple[Problem, ...]:
        """All problems in the order they were found; a last one tells how many more there are."""
        if not self._more:
            return tuple(self._problems)
        last = self._problems[-1].line
        return (*self._problems, Problem(last, f"and {self._more} more problems"))

    @contextmanager
    def at(self, where: str = "", line: int = 1) -> Iterator[None]:
        """A FormatError raised inside is a problem of the element `where`."""
        try:
            yield
        except FormatError as error:
            self.add(f"{where}: {error.what}" if where else error.what, line)

    def add(self, what: str, line: int = 1) -> None:
        """Something is wrong on `line`."""
        if self._strict:
            raise FormatError(what, line, self._path)
        self.take(Problem(line, what))

    def warn(self, what: str, line: int = 1) -> None:
        """Something on `line` is legal, and may yet be a mistake; a strict reader passes it."""
        if not self._strict:
            self.take(Problem(line, what, warning=True))

    def take(self, problem: Problem) -> None:
        """Keep something that was found elsewhere."""
        if len(self._problems) < MAX_PROBLEMS:
            self._problems.append(problem)
        else:
            self._more += 1


@dataclass(frozen=True, slots=True)
class Report:
    """What a file, or a folder of them, holds, and what is wrong with it.

    `labels` counts by name of the class, `classes` gives the name of each number in the file.
    None stands for what the format or the file does not say.
    """

    kind: str
    lines: int
    frames: int | None
    labels: Mapping[str, int] = field(default_factory=dict)
    classes: Mapping[str, str] = field(default_factory=dict)
    type: str | None = None
    job: str | None = None
    human: bool | None = None  # made by people; None also: some are, some are not
    adjusted: bool | None = None  # changed in an adjustment; None: this was none
    problems: tuple[Problem, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether there is nothing wrong but warnings."""
        return all(problem.warning for problem in self.problems)


def number(value: object, name: str, lowest: float = -math.inf, highest: float = math.inf) -> float:
    """The finite number that `value` is or spells, if it lies in [lowest, highest]."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise FormatError(f"{name} is {shown(value)}, which is not a number.")
    try:
        parsed = float(value)
    except (ValueError, OverflowError):
        parsed = math.nan
    if not math.isfinite(parsed) or (isinstance(value, str) and "_" in value):
        raise FormatError(f"{name} is {shown(value)}, which is not a number.")
    if not lowest <= parsed <= highest:
        allowed = f"{lowest:.15g} to {highest:.15g}"
        raise FormatError(f"{name} is {shown(value)}; it must be from {allowed}.")
    return parsed


def whole(value: object, name: str, lowest: int = 0, highest: int = 2**31 - 1) -> int:
    """The whole number in [lowest, highest] that `value` is or spells, as `7` or as `7.0`."""
    exact = _exact_whole(value)
    if exact is not None and lowest <= exact <= highest:
        return exact
    parsed = number(value, name, lowest, highest)
    if not parsed.is_integer():
        raise FormatError(f"{name} is {shown(value)}, not a whole number.")
    return int(parsed)


def text(value: object, name: str, most: int = 256) -> str:
    """The trimmed text that `value` is: 1 to `most` printable characters."""
    if not isinstance(value, str) or not 0 < len(value.strip()) <= most:
        raise FormatError(f"{name} is {shown(value)}; it needs 1 to {most} characters.")
    if not value.strip().isprintable():
        raise FormatError(f"{name} contains characters that cannot be printed.")
    return value.strip()


def shown(value: object, most: int = _SHOWN) -> str:
    """`value` as a message repeats it: on one line, and cut where it is long."""
    # a list of millions is not spelt out for the sake of its first characters
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    written = repr(value)
    return written if len(written) <= most else written[:most] + "…"


def _exact_whole(value: object) -> int | None:
    """Whole numbers beyond 2^53 lose digits as floats; ids of other programs have 64 bits."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and len(value) < 25 and value.strip().isdecimal():
        return int(value)
    return None
