import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
import torch
from torch import Tensor, nn

from inference.runtime.backends import (
    Engine,
    Program,
    engine_names,
    engine_title,
    has_native_bf16,
    make_engine,
)
from inference.runtime.benchmarks import EngineBenchmark, add_benchmark, read_benchmarks
from inference.runtime.cache import read_cached
from inference.runtime.calls import run_in_background
from inference.runtime.selection import (
    OutputsMatch,
    fastest_engine,
    select_engine,
)
from storage.errors import UserError
from tests.draining import drained

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


def chosen(program: Program, benchmarks: Path, outputs_match: OutputsMatch = close) -> Engine:
    work = select_engine(
        program, EXAMPLE, outputs_match, benchmarks=benchmarks, model="blur", device="cpu"
    )
    return drained(work)


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
    benchmarks = tmp_path / "engines.json"
    first = chosen(blur(), benchmarks)
    [(key, measured)] = read_benchmarks(benchmarks).items()

    add_benchmark(benchmarks, key, EngineBenchmark("blur", "torch-cpu-fp32", {}))
    second = chosen(blur(), benchmarks)

    assert measured.engine == first.name
    assert set(EXACT) <= set(measured.rates)
    assert second.name == "torch-cpu-fp32"


def test_another_library_learns_what_was_measured_here(tmp_path: Path) -> None:
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        benchmarks = tmp_path / folder / "engines.json"
        chosen(blur(), benchmarks)

    one, other = (
        read_benchmarks(tmp_path / folder / "engines.json") for folder in ("one", "other")
    )
    assert one == other


def test_other_weights_are_measured_anew(tmp_path: Path) -> None:
    benchmarks = tmp_path / "engines.json"
    for weight in (0.2, 0.3):
        chosen(blur(weight), benchmarks)

    assert len(read_benchmarks(benchmarks)) == 2


def test_an_engine_that_gives_other_answers_is_not_used(tmp_path: Path) -> None:
    benchmarks = tmp_path / "engines.json"

    engine = chosen(blur(0.4), benchmarks, lambda a, b: False)

    assert engine.name == EXACT[0] == "torch-cpu-fp32"
    [measured] = read_benchmarks(benchmarks).values()
    assert set(measured.rates) == {"torch-cpu-fp32"}


def on_onnx_runtime(weight: float, folder: Path) -> Path:
    """Take ONNX Runtime for a net, whatever is fastest; returns where the net is kept."""
    benchmarks = folder / "engines.json"
    if not benchmarks.exists():
        chosen(blur(weight), benchmarks)
    [(key, measured)] = read_benchmarks(benchmarks).items()
    add_benchmark(benchmarks, key, replace(measured, engine="onnxruntime-cpu-fp32"))
    chosen(blur(weight / 7), folder.parent / "other.json")  # so that another engine is ready
    assert chosen(blur(weight), benchmarks).name == "onnxruntime-cpu-fp32"
    [read_cached] = (folder / "engines").iterdir()
    return read_cached


def test_a_net_is_written_in_the_format_of_onnx_once(tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    first = on_onnx_runtime(0.5, tmp_path / "library").stat()

    assert on_onnx_runtime(0.5, tmp_path / "library").stat().st_ino == first.st_ino


@pytest.mark.parametrize("damage", [bytes.upper, lambda data: data[:40], lambda data: b""])
def test_a_kept_net_that_is_damaged_is_made_anew(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    (tmp_path / "library").mkdir()
    path = on_onnx_runtime(0.6, tmp_path / "library")
    path.write_bytes(damage(path.read_bytes()))
    assert read_cached(path.parent, path.stem) is None

    on_onnx_runtime(0.6, tmp_path / "library")

    assert read_cached(path.parent, path.stem)


def test_who_does_not_want_to_wait_does_not() -> None:
    hold, held = Event(), Event()

    def call() -> None:
        held.set()
        hold.wait()

    work = run_in_background("Holding…", call)
    assert (next(work), held.is_set()) == ("Holding…", True)

    work.close()  # comes back while the call goes on
    hold.set()


def test_what_a_call_raises_comes_out() -> None:
    with pytest.raises(ZeroDivisionError):
        drained(run_in_background("Dividing…", lambda: 1 // 0))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("torch-cpu-fp32", "PyTorch"),
        ("openvino-cpu-bf16", "OpenVINO, bf16"),
        ("torch-cuda-fp32", "PyTorch, CUDA"),
    ],
)
def test_engines_have_names_for_people(name: str, told: str) -> None:
    assert engine_title(name) == told


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_a_gpu_that_is_not_there_is_told() -> None:
    with pytest.raises(UserError, match="CUDA"):
        engine_names(blur(), "cuda")


def test_bf16_is_tried_only_where_the_cpu_has_it() -> None:
    short = [name for name in engine_names(blur(), "cpu") if name.endswith("bf16")]

    assert bool(short) == has_native_bf16()


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
    assert fastest_engine(rates) == chosen


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"a": 1}', '{"a": {"model": "m", "engine": "e", "rates": {"t": "x"}}}']
)
def test_a_memory_that_is_damaged_counts_as_empty(tmp_path: Path, text: str) -> None:
    benchmarks = tmp_path / "engines.json"
    benchmarks.write_text(text)

    assert read_benchmarks(benchmarks) == {}


def test_the_memory_does_not_grow_forever(tmp_path: Path) -> None:
    benchmarks = tmp_path / "engines.json"
    old = {"model": "m", "engine": "torch-cpu-fp32", "rates": {}}
    benchmarks.write_text(json.dumps({str(number): old for number in range(500)}))

    add_benchmark(benchmarks, "new", EngineBenchmark("m", "torch-cpu-fp32", {}))

    assert len(read_benchmarks(benchmarks)) == 200
    assert list(read_benchmarks(benchmarks))[-1] == "new"
