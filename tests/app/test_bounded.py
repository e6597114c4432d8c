from collections.abc import Generator
from threading import Event

import pytest

from app.bounded import bounded
from storage.errors import UserError
from tests.draining import drained


def test_steps_and_result_come_through() -> None:
    def work() -> Generator[int, None, str]:
        yield 1
        yield 2
        return "done"

    steps = bounded(work(), 30, "", "")

    assert [next(steps), next(steps)] == [1, 2]
    assert drained(steps) == "done"


def test_work_that_hangs_is_given_up() -> None:
    let_go = Event()

    def work() -> Generator[int, None, None]:
        yield 1
        let_go.wait()

    steps = bounded(work(), 0.05, "Nobody answered.", "Try later.")

    with pytest.raises(UserError, match="Nobody answered"):
        list(steps)
    let_go.set()


def test_what_fails_there_is_raised_here() -> None:
    def work() -> Generator[int, None, None]:
        yield 1
        raise KeyError("broken")

    with pytest.raises(KeyError):
        list(bounded(work(), 30, "", ""))
