"""Long work on a worker thread: one generator, its progress, its end."""

from collections.abc import Callable, Generator
from contextlib import closing
from functools import partial
from itertools import count
from threading import Event as Flag
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QThreadPool, Signal

from app.gui.jobs.gui_thread import GuiThread

_PATIENCE = 10_000  # milliseconds for jobs to end with the window

Work = Generator[Any, None, Any]
Result = TypeVar("Result")


class Job(QObject):
    """One generator at work: what it yields is progress, what it returns is the result.

    Every job ends with `ended`, after at most one of `succeeded` and `failed`.
    A cancelled job stops at its next yield and emits neither.
    """

    progressed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(Exception)
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.flag = Flag()  # set: stop at the next yield

    def cancel(self) -> None:
        """Stop at the next yield; what is done so far stays done."""
        self.flag.set()

    @property
    def cancelled(self) -> bool:
        return self.flag.is_set()


class Jobs(QObject):
    """The jobs of a window: started here, all cancelled and awaited when it closes.

    A worker thread knows a job by its number alone, so that the object lives and dies on the GUI
    thread; Qt objects that another thread lets go of last bring the process down.
    """

    failed = Signal(Exception)  # of any job

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(4)
        self._gui = GuiThread(self)
        self._numbers = count()
        self._running: dict[int, Job] = {}
        self._closed = False

    def start(self, work: Work) -> Job:
        """Make a job of `work`; it starts when control is back in the event loop.

        So the caller can connect to its signals before the first of them is sent.
        """
        job, number = Job(), next(self._numbers)
        self._running[number] = job
        run = partial(_run, work, job.flag, partial(self._tell, number))
        self._gui.call(partial(self._launch, run))
        return job

    def close(self) -> None:
        """Cancel everything and wait until no thread is at work any more; none begins later.

        What does not end by itself, a stranger's net or a broken driver, is not waited for.
        """
        self._closed = True
        for job in self._running.values():
            job.cancel()
        self._pool.waitForDone(_PATIENCE)

    def _launch(self, run: Callable[[], None]) -> None:
        if not self._closed:
            self._pool.start(run)

    def _tell(self, number: int, what: str, *values: object) -> None:
        """Called on the worker thread."""
        self._gui.call(partial(self._hear, number, what, *values))

    def _hear(self, number: int, what: str, *values: object) -> None:
        if self._closed:  # what a job says now would set others to work again
            return
        job = self._running[number]
        if what == "failed":
            self.failed.emit(*values)
        elif what == "ended":
            del self._running[number]
        elif what == "succeeded" and job.cancelled:  # while its result was on the way here
            return
        getattr(job, what).emit(*values)


def at_once(call: Callable[[], Result]) -> Generator[None, None, Result]:
    """The work of one call that is too slow for the GUI thread."""
    yield
    return call()


def _run(work: Work, cancelled: Flag, tell: Callable[..., None]) -> None:
    """Drive `work` to its end on the worker thread; `tell` what Job's signals say."""
    try:
        with closing(work):
            while not cancelled.is_set():
                tell("progressed", next(work))
    except StopIteration as done:
        if not cancelled.is_set():
            tell("succeeded", done.value)
    except Exception as error:
        tell("failed", error)
    finally:
        tell("ended")
