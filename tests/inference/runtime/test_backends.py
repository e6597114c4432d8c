"""Engines on threads: theirs come and go, those of a window's thread pool in a way of their own."""

from collections.abc import Generator
from importlib.util import find_spec

import pytest
import torch
from PySide6.QtCore import QCoreApplication, QThreadPool
from torch import Tensor, nn

from inference.runtime.backends import Engine, Program, make_engine
from tests.inference.ball.nets.tiny import TINY, tiny_net

EXAMPLE = torch.zeros(1, TINY.frames, 32, 32, dtype=torch.uint8)
EXAMPLE_CLIP = torch.zeros(1, 5, 3, 8, 8, dtype=torch.uint8)
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


class Pictures(nn.Sequential):
    """For float pictures (B, C, H, W)."""

    def __init__(self) -> None:
        super().__init__(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten())


class Clips(nn.Module):
    """For clips of bytes (B, T, C, H, W)."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv3d(3, 4, 3)

    def forward(self, clips: Tensor) -> Tensor:
        scaled = clips.to(self.conv.weight.dtype) / 255
        outputs: Tensor = self.conv(scaled.transpose(1, 2)).mean((2, 3, 4))
        return outputs


class Features(nn.Module):
    """For features (B, T, F): recurrent, as nets for events are."""

    def __init__(self) -> None:
        super().__init__()
        self.gru = nn.GRU(5, 6, batch_first=True, bidirectional=True)
        self.head = nn.Linear(12, 3)

    def forward(self, features: Tensor) -> Tensor:
        outputs: Tensor = self.head(self.gru(features)[0])
        return outputs


@pytest.mark.parametrize(
    ("net", "inputs", "shape"),
    [
        (Pictures(), torch.rand(2, 3, 8, 8), (2, 4)),
        (Clips(), torch.randint(256, (2, 5, 3, 8, 8), dtype=torch.uint8), (2, 4)),
        (Features(), torch.rand(2, 32, 5), (2, 32, 3)),
    ],
    ids=["pictures", "clips", "features"],
)
@pytest.mark.parametrize("name", ENGINES)
def test_engines_take_pictures_clips_and_features(
    name: str, net: nn.Module, inputs: Tensor, shape: tuple[int, ...]
) -> None:
    expected = net.eval()(inputs).detach()

    outputs = make_engine(name, Program("0", net), inputs[:1], 1)(inputs)

    assert outputs.shape == shape
    assert torch.allclose(outputs, expected, atol=1e-5)


@pytest.mark.parametrize(
    ("net", "inputs"), [(Clips(), EXAMPLE_CLIP), (Features(), torch.rand(2, 32, 5))]
)
def test_in_bf16_floats_come_in_the_precision_of_the_net(net: nn.Module, inputs: Tensor) -> None:
    outputs = make_engine("torch-cpu-bf16", Program("0", net.eval()), inputs, 1)(inputs)

    assert torch.allclose(outputs, net(inputs), atol=0.05)
