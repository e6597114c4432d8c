"""Long work on a worker thread: one generator, its progress, its end."""

from collections.abc import Generator
from functools import partial
from threading import Event as Flag
from typing import Any

from PySide6.QtCore import QObject, QThreadPool, Signal

from app.gui_calls import GuiCalls


class Job(QObject):
    """One generator at work: what it yields is progress, what it returns is the result.

    Every job ends with `ended`, after at most one of `succeeded` and `failed`.
    A cancelled job stops at its next yield and emits neither.
    """

    progressed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(Exception)
    ended = Signal()

    def __init__(self, work: Generator[Any, None, Any], gui: GuiCalls, parent: QObject) -> None:
        """`gui` outlives the worker thread; the job itself may be gone before that ends."""
        super().__init__(parent)
        self._work = work
        self._cancelled = Flag()
        self._gui = gui

    def start(self, pool: QThreadPool) -> None:
        pool.start(self._run)

    def cancel(self) -> None:
        """Stop at the next yield; what is done so far stays done."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def _run(self) -> None:
        """On the worker thread: the signals themselves are sent on the GUI thread."""
        try:
            while not self._cancelled.is_set():
                self._gui.call(partial(self.progressed.emit, next(self._work)))
        except StopIteration as done:
            if not self._cancelled.is_set():
                self._gui.call(partial(self.succeeded.emit, done.value))
        except Exception as error:
            self._gui.call(partial(self.failed.emit, error))
        finally:
            self._work.close()
            self._gui.call(self.ended.emit)


class Jobs(QObject):
    """The jobs of a window: started here, all cancelled and awaited when it closes."""

    failed = Signal(Exception)  # of any job

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(4)
        self._running: set[Job] = set()
        self._gui = GuiCalls(self)

    def start(self, work: Generator[Any, None, Any]) -> Job:
        """Make a job of `work`; it starts when control is back in the event loop.

        So the caller can connect to its signals before the first of them is sent.
        """
        job = Job(work, self._gui, self)
        self._running.add(job)
        job.failed.connect(self.failed.emit)
        job.ended.connect(partial(self._forget, job))
        self._gui.call(partial(job.start, self._pool))
        return job

    def close(self) -> None:
        """Cancel everything and wait until no thread is at work any more."""
        for job in self._running:
            job.cancel()
        self._pool.waitForDone()

    def _forget(self, job: Job) -> None:
        self._running.discard(job)
        job.deleteLater()
