"""Engines on threads: theirs come and go, those of a window's thread pool in a way of their own."""

from collections.abc import Generator
from importlib.util import find_spec

import pytest
import torch
from PySide6.QtCore import QCoreApplication, QThreadPool
from torch import Tensor

from inference.runtime.backends import Engine, Program, make_engine
from tests.inference.ball.nets.tiny import TINY, tiny_net

EXAMPLE = torch.zeros(1, TINY.frames, 32, 32, dtype=torch.uint8)
ENGINES = ["torch-cpu-fp32", "onnxruntime-cpu-fp32"]
ENGINES += ["openvino-cpu-fp32"] if find_spec("openvino") else []


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Generator[Engine, None, None]:
    threads = torch.get_num_threads()
    yield make_engine(request.param, Program("0", tiny_net()), EXAMPLE, 1)
    torch.set_num_threads(threads)


def test_an_engine_runs_on_threads_that_come_and_go(engine: Engine, qapp: QCoreApplication) -> None:
    right = engine(EXAMPLE)
    answers: list[Tensor] = []

    for _ in range(6):  # each with a Python state of its own, which ends with it
        pool = QThreadPool()
        pool.start(lambda: answers.append(engine(EXAMPLE)))
        pool.waitForDone()

    assert len(answers) == 6
    assert all(torch.equal(answer, right) for answer in answers)
