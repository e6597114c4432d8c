import json
import sys
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from inference.engine import best, fastest
from inference.engine_memory import Measured, remember, remembered
from inference.runtimes import Program, engine_names, has_quick_bf16, make_engine
from storage.errors import UserError

EXAMPLE = torch.arange(2 * 3 * 8 * 8, dtype=torch.uint8).reshape(2, 3, 8, 8)


class Blur(nn.Module):
    """A net of one convolution."""

    def __init__(self, weight: float = 0.1) -> None:
        super().__init__()
        self.convolution = nn.Conv2d(3, 2, 3, padding=1)
        nn.init.constant_(self.convolution.weight, weight)

    def forward(self, pictures: Tensor) -> Tensor:
        answer: Tensor = self.convolution(pictures.to(self.convolution.weight.dtype) / 255)
        return answer


def close(right: Tensor, other: Tensor) -> bool:
    return torch.allclose(right, other, atol=1e-4)


def blur(weight: float = 0.1) -> Program:
    return Program(f"blur {weight}", Blur(weight).eval())


EXACT = [name for name in engine_names(blur(), "cpu") if name.endswith("fp32")]


@pytest.mark.parametrize("name", EXACT)
def test_exact_engines_give_the_same_answers(name: str) -> None:
    program = blur()

    answers = make_engine(name, program, EXAMPLE, 2)(EXAMPLE[:1])

    assert program.module is not None
    with torch.inference_mode():
        assert close(program.module(EXAMPLE[:1]), answers)


def test_no_engine_tells_its_makers_that_it_is_used() -> None:
    for name in EXACT:
        make_engine(name, blur(), EXAMPLE, 1)

    assert sys.modules.get("openvino_telemetry") is None


def test_the_fastest_is_measured_once_and_remembered(tmp_path: Path) -> None:
    memory = tmp_path / "engines.json"
    first = fastest(blur(), EXAMPLE, close, memory=memory, model="blur", device="cpu")
    [(key, measured)] = remembered(memory).items()

    remember(memory, key, Measured("blur", "torch-cpu-fp32", {}))
    second = fastest(blur(), EXAMPLE, close, memory=memory, model="blur", device="cpu")

    assert measured.engine == first.name
    assert set(EXACT) <= set(measured.rates)
    assert second.name == "torch-cpu-fp32"


def test_another_library_learns_what_was_measured_here(tmp_path: Path) -> None:
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        memory = tmp_path / folder / "engines.json"
        fastest(blur(), EXAMPLE, close, memory=memory, model="blur", device="cpu")

    one, other = (remembered(tmp_path / folder / "engines.json") for folder in ("one", "other"))
    assert one == other


def test_other_weights_are_measured_anew(tmp_path: Path) -> None:
    memory = tmp_path / "engines.json"
    for weight in (0.2, 0.3):
        fastest(blur(weight), EXAMPLE, close, memory=memory, model="blur", device="cpu")

    assert len(remembered(memory)) == 2


def test_an_engine_that_gives_other_answers_is_not_used(tmp_path: Path) -> None:
    memory = tmp_path / "engines.json"

    engine = fastest(
        blur(0.4), EXAMPLE, lambda a, b: False, memory=memory, model="blur", device="cpu"
    )

    assert engine.name == EXACT[0] == "torch-cpu-fp32"
    [measured] = remembered(memory).values()
    assert set(measured.rates) == {"torch-cpu-fp32"}


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_a_gpu_that_is_not_there_is_told() -> None:
    with pytest.raises(UserError, match="CUDA"):
        engine_names(blur(), "cuda")


def test_bf16_is_tried_only_where_the_cpu_has_it() -> None:
    short = [name for name in engine_names(blur(), "cpu") if name.endswith("bf16")]

    assert bool(short) == has_quick_bf16()


@pytest.mark.parametrize(
    ("rates", "chosen"),
    [
        ({"torch-cpu-fp32": 10.0, "openvino-cpu-fp32": 12.0}, "openvino-cpu-fp32"),
        ({"torch-cpu-fp32": 10.0, "torch-cpu-bf16": 14.0}, "torch-cpu-fp32"),
        ({"torch-cpu-fp32": 10.0, "torch-cpu-bf16": 16.0}, "torch-cpu-bf16"),
        ({"torch-cpu-fp32": 90.0, "torch-cuda-bf16": 80.0}, "torch-cuda-bf16"),
        (
            {"torch-cpu-fp32": 1.0, "torch-cuda-bf16": 30.0, "torch-cuda-fp32": 25.0},
            "torch-cuda-fp32",
        ),
    ],
)
def test_fp32_is_taken_unless_bf16_is_much_faster(rates: dict[str, float], chosen: str) -> None:
    assert best(rates) == chosen


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"a": 1}', '{"a": {"model": "m", "engine": "e", "rates": {"t": "x"}}}']
)
def test_a_memory_that_is_damaged_counts_as_empty(tmp_path: Path, text: str) -> None:
    memory = tmp_path / "engines.json"
    memory.write_text(text)

    assert remembered(memory) == {}


def test_the_memory_does_not_grow_forever(tmp_path: Path) -> None:
    memory = tmp_path / "engines.json"
    old = {"model": "m", "engine": "torch-cpu-fp32", "rates": {}}
    memory.write_text(json.dumps({str(number): old for number in range(500)}))

    remember(memory, "new", Measured("m", "torch-cpu-fp32", {}))

    assert len(remembered(memory)) == 200
    assert list(remembered(memory))[-1] == "new"
