"""The one way from a workflow to a job with a bar, and to a notice when it is done."""

from collections.abc import Callable
from functools import partial
from typing import Any

from app.gui.jobs.job_bar import JobBars
from app.gui.jobs.jobs import Job, Jobs, Work
from app.gui.jobs.notifications import Notice, Notifications

Done = Callable[[Any], Notice | None]


def say_nothing(_: object) -> None:
    """For work whose result is seen anyway."""


class WorkflowRunner:
    """Runs long work where the user sees it: title, progress, a way to cancel, and the outcome.

    Errors are shown by the window, as those of every job.
    """

    def __init__(self, jobs: Jobs, job_bars: JobBars, notifications: Notifications) -> None:
        self._jobs = jobs
        self._job_bars = job_bars
        self._notifications = notifications

    def run(self, title: str, work: Work, done: Done = say_nothing) -> Job:
        """Run `work`, whose steps are Progress or None; `done` makes a notice of its result."""
        job = self._jobs.start(work)
        self.follow(title, job, done)
        return job

    def follow(self, title: str, job: Job, done: Done = say_nothing) -> None:
        """The same for a job that was started elsewhere."""
        self._job_bars.add(title, job)
        job.succeeded.connect(partial(self._finish, done))

    def _finish(self, done: Done, result: object) -> None:
        if (notice := done(result)) is not None:
            self._notifications.notify(notice)
