from functools import partial
from threading import Thread, current_thread, main_thread

from pytestqt.qtbot import QtBot

from app.gui.jobs.gui_thread import GuiThread


def test_calls_from_other_threads_run_on_the_gui_thread_in_order(qtbot: QtBot) -> None:
    calls = GuiThread()
    told: list[tuple[int, bool]] = []

    def tell(number: int) -> None:
        told.append((number, current_thread() is main_thread()))

    def work() -> None:
        for number in range(100):
            calls.call(partial(tell, number))

    thread = Thread(target=work)
    thread.start()
    qtbot.waitUntil(lambda: len(told) == 100)
    thread.join()

    assert told == [(number, True) for number in range(100)]


def test_nothing_runs_before_control_is_back_in_the_event_loop(qtbot: QtBot) -> None:
    calls = GuiThread()
    told: list[int] = []
    calls.call(lambda: told.append(1))

    assert told == []
    qtbot.waitUntil(lambda: told == [1])


def test_a_call_that_fails_does_not_hold_up_the_next(qtbot: QtBot) -> None:
    calls = GuiThread()
    told: list[int] = []

    def fail() -> None:
        raise ValueError("no")

    with qtbot.captureExceptions() as caught:
        calls.call(fail)
        calls.call(lambda: told.append(1))
        qtbot.waitUntil(lambda: told == [1])

    assert [kind for kind, *_ in caught] == [ValueError]
