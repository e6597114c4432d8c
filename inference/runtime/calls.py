"""Calls that may never end: strangers' nets can loop for ever, and must not take us along.

Such a call is made on a thread of its own. Who does not wait any longer closes the generator; what
its threads are computing is then ended from outside, where the runtime can do that.
"""

import threading
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager
from typing import TypeVar

_POLL = 0.1  # seconds between two looks whether a call has ended
_thread = threading.local()

Step = TypeVar("Step")
Answer = TypeVar("Answer")


class CallEnded(Exception):
    """Nobody waits for the answer any more."""


class CallScope:
    """The calls that some threads make, to be ended together."""

    def __init__(self) -> None:
        self._ends: dict[object, Callable[[], object]] = {}
        self._ended = False
        self._lock = threading.Lock()

    def enter(self) -> None:
        """What the calling thread computes from here on belongs to this scope."""
        _thread.scope = self

    @contextmanager
    def entered(self) -> Iterator[None]:
        """As `enter`, until the end of the block: for threads that others use afterwards."""
        before = getattr(_thread, "scope", None)
        self.enter()
        try:
            yield
        finally:
            _thread.scope = before

    def end(self) -> None:
        """End what is being computed; what begins later raises CallEnded."""
        with self._lock:
            self._ended = True
            ends = list(self._ends.values())
        for end in ends:
            end()

    @contextmanager
    def running(self, end: Callable[[], object]) -> Iterator[None]:
        """A call is at work inside, which `end` ends from another thread. Raises CallEnded."""
        token = object()
        with self._lock:
            if self._ended:
                raise CallEnded("the call is not wanted any more")
            self._ends[token] = end
        try:
            yield
        except Exception as error:  # each runtime has its own for a call that was ended
            if self._ended:
                raise CallEnded("the call was ended") from error
            raise
        finally:
            with self._lock:
                del self._ends[token]


def scope_of_thread() -> CallScope:
    """The scope that this thread has entered; a new one if none."""
    scope = getattr(_thread, "scope", None)
    return scope if isinstance(scope, CallScope) else CallScope()


def can_be_ended(end: Callable[[], object]) -> AbstractContextManager[None]:
    """A call is at work inside, in the scope of this thread. Raises CallEnded."""
    return scope_of_thread().running(end)


def run_in_background(step: Step, call: Callable[[], Answer]) -> Generator[Step, None, Answer]:
    """The answer of `call`, made on a thread of its own; yields `step` until it is there.

    Who waits no longer closes the generator: what the call computes is ended.
    """
    scope = CallScope()
    thread = ThreadPoolExecutor(1, "engine", initializer=scope.enter)
    try:
        future = thread.submit(call)
        while not wait([future], _POLL).done:
            yield step
        return future.result()
    finally:
        scope.end()
        thread.shutdown(wait=False)
