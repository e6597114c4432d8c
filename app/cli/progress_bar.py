"""How far long work is, on standard error: a bar on a terminal, a few plain lines elsewhere."""

import time
from collections.abc import Callable, Generator
from typing import TextIO, TypeVar

from app.cli.terminal import bar_stream
from storage.foreign_text import one_line
from storage.progress import Progress, RateEstimate

Result = TypeVar("Result")

_BAR = 24  # characters
_BAR_SECONDS = 0.1  # between two pictures of the bar
_SLOW = 10  # a second: lower rates are shown with two digits
_LINE_SECONDS = 10.0  # between two lines in a log of a batch machine


class ProgressLine:
    """Shows done, total, rate and remaining time of one piece of work."""

    def __init__(
        self,
        name: str,
        stream: TextIO | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name = name
        self._stream = stream or bar_stream()
        self._now = now
        self._estimate = RateEstimate(now)
        self._shown = now()
        self._bar = self._stream.isatty()
        self._drawn = False

    def show(self, step: Progress, note: str = "") -> None:
        """Show the step, and `note` behind it, if some time has gone by since the last showing."""
        text = ", ".join(part for part in (self.text(step), note) if part)
        if self._is_time():
            self._write(0 if step.message else int(_BAR * _share(step)), text)

    def text(self, step: Progress) -> str:
        """`name: 1,200 of 5,000 frames, 240 frames/s, 0:15 left`."""
        rate, left = self._estimate.update(step)
        name = one_line(step.stage or self._name)
        if step.message:
            return f"{name}: {one_line(step.message)}"
        parts = [f"{name}: {_count(step)}"]
        if rate > 0:
            parts += [_rate(rate, step.unit)] if step.unit else []
            parts += [f"{_clock(left)} left"] if left is not None else []
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


def follow(work: Generator[Progress | None, None, Result], name: str) -> Result:
    """The result of `work`, whose progress is shown.

    The generator is closed whatever happens, Ctrl-C too.
    """
    line = ProgressLine(name)
    try:
        while True:
            if (step := next(work)) is not None:
                line.show(step)
    except StopIteration as end:
        result: Result = end.value
        return result
    finally:
        work.close()
        line.close()


def _share(step: Progress) -> float:
    return min(step.done, step.total) / max(step.total, 1)


def _count(step: Progress) -> str:
    if not step.unit:
        return f"{_share(step):.0%}"
    of_total = f" of {_number(step.total, step.unit)}" if step.total else ""
    return f"{_number(step.done, step.unit)}{of_total} {_name(step.unit)}"


def _rate(rate: float, unit: str) -> str:
    """With enough decimals for what is slow, such as steps of a large net."""
    scaled = rate / _size(unit)
    number = f"{scaled:.2g}" if scaled < _SLOW else _number(rate, unit)
    return f"{number} {_name(unit)}/s"


def _number(count: float, unit: str) -> str:
    return f"{count / _size(unit):,.{1 if unit == 'bytes' else 0}f}"


def _size(unit: str) -> float:
    return 1e6 if unit == "bytes" else 1.0


def _name(unit: str) -> str:
    return "MB" if unit == "bytes" else unit


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
