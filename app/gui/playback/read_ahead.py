"""Reading runs ahead of showing, so that a key frame far away is no hitch."""

from collections import deque
from collections.abc import Callable, Iterator
from threading import Condition, Thread
from types import TracebackType
from typing import Generic, TypeVar

from storage.media.reader import ReadCancelled

T = TypeVar("T")


class ReadAhead(Generic[T]):
    """Runs an iterator on a thread of its own, up to `room` items ahead of who takes them.

    `items` is given a function that says whether to stop; it is asked between two packets, so
    leaving the `with` block takes no longer than that. `wake` is the condition shared with all who
    may put an end to the waiting.
    """

    def __init__(
        self, items: Callable[[Callable[[], bool]], Iterator[T]], room: int, wake: Condition
    ) -> None:
        self._items = items
        self._room = room
        self._wake = wake
        self._ready: deque[T] = deque()
        self._error: Exception | None = None
        self._ended = False
        self._stopped = False
        self._thread = Thread(target=self._run, name="read-ahead", daemon=True)

    def __enter__(self) -> "ReadAhead[T]":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with self._wake:
            self._stopped = True
            self._wake.notify_all()
        self._thread.join()

    def take(self, cancelled: Callable[[], bool]) -> T | None:
        """The next item, waited for; None after the last. Raises what the iterator raised."""
        with self._wake:
            self._wake.wait_for(lambda: self._ready or self._ended or cancelled())
            if cancelled():
                raise ReadCancelled
            if self._ready:
                item = self._ready.popleft()
                self._wake.notify_all()
                return item
        if self._error is not None:
            raise self._error
        return None

    def _run(self) -> None:
        try:
            for item in self._items(lambda: self._stopped):
                if not self._put(item):
                    break
        except ReadCancelled:
            pass  # by leaving the block: nobody waits for more
        except Exception as error:
            self._error = error
        with self._wake:
            self._ended = True
            self._wake.notify_all()

    def _put(self, item: T) -> bool:
        with self._wake:
            self._wake.wait_for(lambda: len(self._ready) < self._room or self._stopped)
            self._ready.append(item)
            self._wake.notify_all()
            return not self._stopped
