"""Work that may hang, where somebody waits: given up after a while, whatever it does."""

from collections.abc import Generator
from queue import Empty, Queue
from threading import Thread
from time import monotonic
from typing import Any, TypeVar

from storage.errors import UserError

Step = TypeVar("Step")
Result = TypeVar("Result")


def bounded(
    work: Generator[Step, None, Result], seconds: float, title: str, advice: str
) -> Generator[Step, None, Result]:
    """Yield and return what `work` does, on a thread of its own; UserError after `seconds`.

    A program that gives credentials, or a resolver of names, may take for ever, and nothing stops
    them from outside: their thread is left behind, and ends with the process.
    """
    said: Queue[tuple[str, Any]] = Queue()
    Thread(target=_run, args=(work, said), daemon=True, name="bounded").start()
    deadline = monotonic() + seconds
    while True:
        try:
            kind, value = said.get(timeout=max(0.0, deadline - monotonic()))
        except Empty:
            raise UserError(title, advice) from None
        if kind == "failed":
            raise value
        if kind == "done":
            result: Result = value
            return result
        yield value


def _run(work: Generator[Step, None, Any], said: Queue[tuple[str, Any]]) -> None:
    try:
        while True:
            said.put(("step", next(work)))
    except StopIteration as end:
        said.put(("done", end.value))
    except Exception as error:
        said.put(("failed", error))
