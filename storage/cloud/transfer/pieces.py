"""What sending and fetching a large file piece by piece share."""

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from threading import Event
from typing import TypeVar

PIECE = 16 << 20  # bytes; S3 takes 5 MiB and more
_THREADS = 6
_TURN = 0.1  # seconds between two looks at whether to stop
Result = TypeVar("Result")


def in_parallel(
    numbers: Iterable[int], work: Callable[[int], object], stopped: Event
) -> Generator[None, None, None]:
    """Do `work` on each number; yields now and then, for progress and for cancelling.

    The first error is raised. Closed or failed, it sets `stopped` and waits for what is under way.
    """
    waiting, running = iter(numbers), set[Future[object]]()
    with ThreadPoolExecutor(_THREADS, "pieces") as threads:
        try:
            while True:
                while len(running) < 2 * _THREADS and (number := next(waiting, None)) is not None:
                    running.add(threads.submit(work, number))
                if not running:
                    return
                done, running = wait(running, _TURN, FIRST_COMPLETED)
                for future in done:
                    future.result()
                yield
        finally:
            stopped.set()
            for future in running:
                future.cancel()


def in_silence(work: Generator[int, None, Result], said: int) -> Generator[int, None, Result]:
    """The same work, which yields `said` whatever it does."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: Result = end.value
            return result
        yield said
