"""How far long work is, on standard error: a bar on a terminal, a few plain lines elsewhere."""

import sys
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Protocol, TextIO, TypeVar

Step = TypeVar("Step")
Result = TypeVar("Result")

_BAR = 24  # characters
_BAR_SECONDS = 0.1  # between two pictures of the bar
_SLOW = 10  # a second: fewer are told with two digits
_LINE_SECONDS = 10.0  # between two lines in a log of a batch machine


@dataclass(frozen=True, slots=True)
class Unit:
    """What is counted: `name` stands behind a number divided by `size`."""

    name: str
    size: float = 1.0
    decimals: int = 0


FRAMES = Unit("frames")
MEGABYTES = Unit("MB", 1e6, 1)


class Counted(Protocol):
    """A step that says how far work is."""

    @property
    def done(self) -> int:
        """How much of it is finished."""

    @property
    def total(self) -> int:
        """How much there is."""


def done_and_total(step: Counted) -> tuple[int, int]:
    """What most work counts: bars and lines of progress ask for it."""
    return step.done, step.total


class ProgressLine:
    """Shows done, total, rate and remaining time of one piece of work."""

    def __init__(
        self,
        name: str,
        unit: Unit,
        stream: TextIO | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name = name
        self._unit = unit
        self._stream = stream or sys.stderr
        self._now = now
        self._started = now()
        self._shown = self._started
        self._first_done: int | None = None
        self._bar = self._stream.isatty()
        self._drawn = False

    def show(self, done: int, total: int, note: str = "") -> None:
        """Show the count, and `note` behind it, if some time has gone by since the last showing."""
        if self._first_done is None:
            self._first_done = done  # what an earlier run left costs no time in this one
        if self._is_time():
            text = ", ".join(part for part in (self.text(done, total), note) if part)
            self._write(_BAR * min(done, total) // max(total, 1), text)

    def tell(self, doing: str) -> None:
        """Show what has to be done before there is anything to count; it counts as no time."""
        self._started = self._now()
        if self._is_time():
            self._write(0, f"{self._name}: {doing}")

    def text(self, done: int, total: int) -> str:
        """`name: 1,200 of 5,000 frames, 240 frames/s, 0:15 left`."""
        unit = self._unit
        parts = [
            f"{self._name}: {_number(done, unit)} of {_number(total, unit)} {unit.name}",
        ]
        earlier = done if self._first_done is None else self._first_done
        rate = (done - earlier) / max(self._now() - self._started, 1e-9)
        if rate > 0:
            parts.append(f"{_rate(rate, unit)} {unit.name}/s")
            parts.append(f"{_clock((total - done) / rate)} left")
        return ", ".join(parts)

    def _is_time(self) -> bool:
        now = self._now()
        if now - self._shown < (_BAR_SECONDS if self._bar else _LINE_SECONDS):
            return False
        self._shown = now
        return True

    def _write(self, filled: int, text: str) -> None:
        if self._bar:
            bar = "█" * filled + "░" * (_BAR - filled)
            self._stream.write(f"\r\x1b[K{bar} {text}")
            self._drawn = True
        else:
            self._stream.write(f"{text}\n")
        self._stream.flush()

    def close(self) -> None:
        """Take the bar away; lines stay."""
        if self._drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()


def follow(
    work: Generator[Step, None, Result],
    name: str,
    unit: Unit,
    count: Callable[[Step], tuple[int, int]],
    doing: Callable[[Step], str] = lambda step: "",
) -> Result:
    """The result of `work`, whose progress is shown; `count` reads (done, total) off a step.

    While `doing` reads words off the steps, they are shown in place of a count. The generator is
    closed whatever happens, Ctrl-C too.
    """
    line = ProgressLine(name, unit)
    try:
        while True:
            step = next(work)
            if words := doing(step):
                line.tell(words)
            else:
                line.show(*count(step))
    except StopIteration as end:
        result: Result = end.value
        return result
    finally:
        work.close()
        line.close()


def _rate(rate: float, unit: Unit) -> str:
    """With enough decimals for what is slow, such as steps of a large net."""
    slow = rate / unit.size < _SLOW
    return f"{rate / unit.size:.2g}" if slow else _number(rate, unit)


def drained(work: Generator[object, None, Result]) -> Result:
    """The result of `work` that is too short to be followed."""
    try:
        while True:
            next(work)
    except StopIteration as end:
        result: Result = end.value
        return result
    finally:
        work.close()


def _number(count: float, unit: Unit) -> str:
    return f"{count / unit.size:,.{unit.decimals}f}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
