"""What strangers' nets compute for ever is ended when nobody waits any more."""

import threading
from functools import partial

import pytest
import torch

from inference.runtime.backends import OnnxRuntimeEngine, Program
from inference.runtime.calls import CallEnded, CallScope, run_in_background, scope_of_thread
from tests.draining import drained
from tests.inference.runtime.endless import endless_net

EXAMPLE = torch.zeros(1, 3, 8, 8)


def test_the_answer_comes_after_steps() -> None:
    held = threading.Event()
    work = run_in_background("Holding…", partial(held.wait, 10))

    assert next(work) == "Holding…"
    held.set()
    assert drained(work) is True


def test_a_net_without_end_is_ended_when_nobody_waits() -> None:
    engine = OnnxRuntimeEngine(Program("", onnx=endless_net(EXAMPLE.shape)), EXAMPLE)
    ended = threading.Event()

    def call() -> None:
        try:
            engine(EXAMPLE)
        except CallEnded:
            ended.set()

    work = run_in_background("Testing…", call)
    next(work)
    work.close()

    assert ended.wait(20)


def test_what_begins_after_the_end_is_not_begun() -> None:
    scope = CallScope()
    scope.end()

    with pytest.raises(CallEnded), scope.running(lambda: None):
        raise AssertionError("it was begun")


def test_an_error_is_the_calls_own_unless_it_was_ended() -> None:
    scope = CallScope()
    with pytest.raises(ZeroDivisionError), scope.running(lambda: None):
        raise ZeroDivisionError
    scope_ended = CallScope()

    def fail_at_end() -> None:
        with scope_ended.running(lambda: None):
            scope_ended.end()
            raise ZeroDivisionError

    with pytest.raises(CallEnded):
        fail_at_end()


def test_a_thread_of_a_pool_leaves_the_scope_behind() -> None:
    scope = CallScope()
    with scope.entered():
        inside = scope_of_thread()

    assert inside is scope
    assert scope_of_thread() is not scope
