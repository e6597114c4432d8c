"""The strip at the bottom of the window: one bar for each long job at work."""

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.jobs import Job
from widgets.job_bar import JobBar
from widgets.time_code import number

Count = Callable[[Any], tuple[int, int]]  # done and total of one step of progress


class JobStrip(QWidget):
    """Shows jobs while they run, and lets the user cancel them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("job_strip")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def add(self, title: str, job: Job, count: Count, unit: str) -> JobBar:
        """Show `job` until it ends; `unit` is what is counted, as "frames"."""
        bar = JobBar(title)
        pace = Pace()

        def show(step: object) -> None:
            done, total = count(step)
            rate, left = pace.after(done, total)
            bar.set_progress(done, total, f"{number(round(rate))} {unit}/s" if rate else "", left)

        def cancel() -> None:
            bar.set_cancelling(True)
            job.cancel()

        def remove() -> None:
            self._column.removeWidget(bar)
            bar.deleteLater()

        bar.cancel_asked.connect(cancel)
        job.progressed.connect(show)
        job.ended.connect(remove)
        self._column.addWidget(bar)
        return bar


class Pace:
    """Rate and remaining time of one piece of work, from the time of its first step on."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._start: tuple[float, int] | None = None

    def after(self, done: int, total: int) -> tuple[float, float | None]:
        """Units a second and seconds left after a step; 0 and None while nothing is known."""
        now = self._now()
        if self._start is None:
            self._start = now, done  # what an earlier run left took no time in this one
        started, before = self._start
        if now - started < 0.2 or done <= before:
            return 0.0, None
        rate = (done - before) / (now - started)
        return rate, max(0, total - done) / rate
