"""Work that may wait for a network, so that nobody has to wait for it when the window closes."""

from collections.abc import Generator
from queue import Empty, Queue
from threading import Event, Thread
from typing import Any, TypeVar

Step = TypeVar("Step")
Result = TypeVar("Result")

_WAIT = 0.1  # seconds between two looks whether the work is still wanted


def detached(work: Generator[Step, None, Result]) -> Generator[Step | None, None, Result]:
    """Do `work` on a thread of its own; yields its steps, and None while it takes its time.

    Whoever stops taking is free at once. The thread ends at its next step; one that hangs in the
    network ends with the process.
    """
    said: Queue[tuple[str, Any]] = Queue()
    unwanted = Event()
    Thread(target=_run, args=(work, said, unwanted), daemon=True, name="detached").start()
    try:
        while True:
            try:
                kind, value = said.get(timeout=_WAIT)
            except Empty:
                yield None
                continue
            if kind == "failed":
                raise value
            if kind == "done":
                result: Result = value
                return result
            yield value
    finally:
        unwanted.set()


def _run(work: Generator[Any, None, Any], said: Queue[tuple[str, Any]], unwanted: Event) -> None:
    try:
        while not unwanted.is_set():
            said.put(("step", next(work)))
    except StopIteration as end:
        said.put(("done", end.value))
    except Exception as error:
        said.put(("failed", error))
    finally:
        work.close()
