from collections.abc import Generator
from threading import Event

import pytest

from app.workflows.background import return_user_errors, run_in_background, run_with_timeout
from storage.errors import UserError
from tests.draining import drained


def counting(to: int) -> Generator[int, None, str]:
    yield from range(to)
    return "done"


def test_steps_and_result_come_through() -> None:
    work = run_in_background(counting(3))

    assert [step for step in work if step is not None] == [0, 1, 2]
    assert drained(run_in_background(counting(3))) == "done"


def test_an_error_comes_through() -> None:
    def failing() -> Generator[int, None, None]:
        yield 1
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        drained(run_in_background(failing()))


def test_who_waits_is_asked_again_and_again_whether_he_still_wants_to() -> None:
    gate = Event()

    def hanging() -> Generator[int, None, None]:
        gate.wait()
        yield 1

    work = run_in_background(hanging())
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

    work = run_in_background(endless())
    next(work)
    work.close()

    assert closed.wait(10)


def test_work_in_time_is_as_it_is() -> None:
    steps = run_with_timeout(counting(2), 30, "", "")

    assert [step for step in steps if step is not None] == [0, 1]
    assert drained(run_with_timeout(counting(2), 30, "", "")) == "done"


def test_work_that_hangs_is_given_up() -> None:
    let_go = Event()

    def hanging() -> Generator[int, None, None]:
        yield 1
        let_go.wait()

    with pytest.raises(UserError, match="Nobody answered"):
        drained(run_with_timeout(hanging(), 0.05, "Nobody answered.", "Try later."))
    let_go.set()


def test_who_waits_for_bounded_work_can_leave_at_any_time() -> None:
    let_go = Event()

    def hanging() -> Generator[int, None, None]:
        let_go.wait()
        yield 1

    work = run_with_timeout(hanging(), 3600, "", "")

    assert next(work) is None
    work.close()
    let_go.set()


def test_a_users_error_is_returned_and_a_bug_is_raised() -> None:
    def failing(error: Exception) -> Generator[int, None, None]:
        yield 1
        raise error

    away = UserError("There is no bucket.", "Create it.")

    assert drained(return_user_errors(failing(away))) is away
    assert drained(return_user_errors(counting(2))) == "done"
    with pytest.raises(ValueError, match="a bug"):
        drained(return_user_errors(failing(ValueError("a bug"))))
