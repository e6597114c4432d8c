from collections.abc import Generator
from threading import Event

import pytest

from app.workflows.detached import bounded, detached
from storage.errors import UserError
from tests.draining import drained


def counting(to: int) -> Generator[int, None, str]:
    yield from range(to)
    return "done"


def test_steps_and_result_come_through() -> None:
    work = detached(counting(3))

    assert [step for step in work if step is not None] == [0, 1, 2]
    assert drained(detached(counting(3))) == "done"


def test_an_error_comes_through() -> None:
    def failing() -> Generator[int, None, None]:
        yield 1
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        drained(detached(failing()))


def test_who_waits_is_asked_again_and_again_whether_he_still_wants_to() -> None:
    gate = Event()

    def hanging() -> Generator[int, None, None]:
        gate.wait()
        yield 1

    work = detached(hanging())
    waited = next(work)
    gate.set()

    assert waited is None
    assert [step for step in work if step is not None] == [1]


def test_work_that_nobody_wants_any_more_is_closed() -> None:
    closed = Event()

    def endless() -> Generator[int, None, None]:
        try:
            while True:
                yield 1
        finally:
            closed.set()

    work = detached(endless())
    next(work)
    work.close()

    assert closed.wait(10)


def test_work_in_time_is_as_it_is() -> None:
    steps = bounded(counting(2), 30, "", "")

    assert [step for step in steps if step is not None] == [0, 1]
    assert drained(bounded(counting(2), 30, "", "")) == "done"


def test_work_that_hangs_is_given_up() -> None:
    let_go = Event()

    def hanging() -> Generator[int, None, None]:
        yield 1
        let_go.wait()

    with pytest.raises(UserError, match="Nobody answered"):
        drained(bounded(hanging(), 0.05, "Nobody answered.", "Try later."))
    let_go.set()


def test_who_waits_for_bounded_work_can_leave_at_any_time() -> None:
    let_go = Event()

    def hanging() -> Generator[int, None, None]:
        let_go.wait()
        yield 1

    work = bounded(hanging(), 3600, "", "")

    assert next(work) is None
    work.close()
    let_go.set()
