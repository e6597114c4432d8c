"""Work that may fail or hang: errors as results, a thread of its own, a time limit."""

from collections.abc import Generator
from contextlib import closing
from queue import Empty, Queue
from threading import Event, Thread
from time import monotonic
from typing import Any, TypeVar

from storage.errors import UserError

Step = TypeVar("Step")
Result = TypeVar("Result")

_WAIT = 0.1  # seconds between two looks whether the work is still wanted


def return_user_errors(
    work: Generator[Step, None, Result],
) -> Generator[Step, None, Result | UserError]:
    """The same work, which returns a UserError in place of raising it."""
    try:
        return (yield from work)
    except UserError as error:
        return error


def run_in_background(work: Generator[Step, None, Result]) -> Generator[Step | None, None, Result]:
    """Do `work` on a thread of its own; yields its steps, and None while it takes its time.

    Whoever stops taking is free at once. The thread ends at its next step; one that hangs in the
    network ends with the process.
    """
    said: Queue[tuple[str, Any]] = Queue()
    unwanted = Event()
    Thread(target=_run, args=(work, said, unwanted), daemon=True, name="background").start()
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


def run_with_timeout(
    work: Generator[Step, None, Result], seconds: float, title: str, advice: str
) -> Generator[Step | None, None, Result]:
    """As `run_in_background`; raises UserError after `seconds`.

    A program that gives credentials, or a resolver of names, may take for ever, and nothing stops
    them from outside.
    """
    deadline = monotonic() + seconds
    with closing(run_in_background(work)) as waiting:
        while True:
            try:
                step = next(waiting)
            except StopIteration as end:
                result: Result = end.value
                return result
            yield step
            if step is None and monotonic() > deadline:
                raise UserError(title, advice)


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
