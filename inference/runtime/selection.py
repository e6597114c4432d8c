"""Which runtime runs a net: the select_engine here that gives the same answers, measured once."""

import hashlib
import json
import logging
import sys
from collections.abc import Callable, Generator
from dataclasses import replace
from functools import partial
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

import torch
from torch import Tensor, nn

from inference.runtime.backends import (
    Engine,
    Program,
    engine_names,
    engine_title,
    is_onnx,
    make_engine,
)
from inference.runtime.benchmarks import EngineBenchmark, add_benchmark, read_benchmarks
from inference.runtime.cache import read_cached, write_cached
from inference.runtime.calls import run_in_background

_MEASURING = 0.35  # for which an engine is measured: with all there are, two seconds
_LONG = 2.0  # seconds of a call that nobody should wait for twice
_ENOUGH = 20  # calls that tell enough of a quick net
_MIN_SPEEDUP = 1.5  # times faster than fp32 that bf16 must be
_measured: dict[str, EngineBenchmark] = {}  # by this process
_ready: dict[tuple[str, str], Engine] = {}  # the last one: analyses of one kind follow each other
_log = logging.getLogger(__name__)

OutputsMatch = Callable[
    [Tensor, Tensor], bool
]  # whether answers, the right ones first, come to the same


def select_engine(
    program: Program,
    example: Tensor,
    outputs_match: OutputsMatch,
    *,
    benchmarks: Path,
    model: str,
    device: str = "auto",
    threads: int = 1,
) -> Generator[str, None, Engine]:
    """The engine to run `program` with, on inputs like `example`: see `Engine`.

    Takes some seconds the first time on a machine; yields, in words, what it is doing. The answer
    is kept in the file `benchmarks`, under the name `model` for people; the net in ONNX format lies
    in the folder beside. `device` is "auto", "cpu" or "cuda". UserError if a GPU is asked for that
    cannot run it, or the disk refuses.
    """
    names, cache = engine_names(program, device), benchmarks.with_suffix("")
    key = _key(program, example, names)
    benchmark = read_benchmarks(benchmarks).get(key)
    if benchmark is None or benchmark.engine not in names:
        if key not in _measured:  # perhaps in another library
            if any(is_onnx(name) for name in names):
                program = yield from _exported(program, example, cache)
            rates = yield from _measure(program, example, outputs_match, names, threads)
            _measured[key] = EngineBenchmark(model, fastest_engine(rates), rates)
        benchmark = _measured[key]
        add_benchmark(benchmarks, key, benchmark)
    engine_key = key, benchmark.engine
    engine = _ready.get(engine_key)
    if engine is None:
        if is_onnx(benchmark.engine):
            program = yield from _exported(program, example, cache)
        make = partial(make_engine, benchmark.engine, program, example, threads)
        engine = yield from run_in_background(
            f"Loading the model: {engine_title(benchmark.engine)}…", make
        )
        _ready.clear()
        _ready[engine_key] = engine
    return engine


def fastest_engine(rates: dict[str, float]) -> str:
    """The engine to take: a GPU if there is one, and fp32 unless bf16 is much faster."""
    candidates = {name: rate for name, rate in rates.items() if "-cuda-" in name} or rates
    exact = {name: rate for name, rate in candidates.items() if name.endswith("-fp32")}
    fastest = max(candidates, key=candidates.__getitem__)
    if not exact:
        return fastest
    fastest_exact = max(exact, key=exact.__getitem__)
    return fastest if candidates[fastest] >= _MIN_SPEEDUP * exact[fastest_exact] else fastest_exact


def _exported(program: Program, example: Tensor, cache: Path) -> Generator[str, None, Program]:
    """`program` with its net in ONNX's format, out of the folder `cache` if it is there."""
    if program.onnx is not None:
        return program
    key = _hash([_identity(program), _form(example), _versions()])
    net = read_cached(cache, key)
    if net is None:
        export = partial(_export, program, example, cache, key)
        net = yield from run_in_background("Preparing the model for this machine…", export)
    return replace(program, onnx=net)


def _export(program: Program, example: Tensor, cache: Path, key: str) -> bytes:
    net = program.exported(example)
    write_cached(cache, key, net)
    return net


def _measure(
    program: Program, example: Tensor, outputs_match: OutputsMatch, names: list[str], threads: int
) -> Generator[str, None, dict[str, float]]:
    """Calls a second of the engines that give the answers of the first one."""
    rates: dict[str, float] = {}
    expected: Tensor | None = None
    for name in names:
        message = f"Benchmarking {engine_title(name)}…"
        try:
            start = partial(_start_engine, name, program, example, threads)
            engine, outputs, first = yield from run_in_background(message, start)
        except Exception as error:  # whatever a runtime raises: the others may do better
            if expected is None:
                raise
            _log.warning("%s cannot run the net: %s", name, error)
            continue
        if expected is None:
            expected = outputs
        elif outputs.shape != expected.shape or not outputs_match(expected, outputs):
            _log.info("%s is not used: its outputs differ", name)
            continue
        if first > _LONG:  # slower than the next would be, but of a large net it tells enough
            rates[name] = 1 / first
        else:
            rates[name] = yield from run_in_background(message, partial(_rate, engine, example))
    return rates


def _start_engine(
    name: str, program: Program, example: Tensor, threads: int
) -> tuple[Engine, Tensor, float]:
    """An engine, its first answers, and the seconds that they took."""
    engine = make_engine(name, program, example, threads)
    start = perf_counter()
    return engine, engine(example).cpu(), perf_counter() - start


def _rate(engine: Engine, example: Tensor) -> float:
    """Calls a second, told by the quickest: what else the machine does must not count."""
    calls: list[float] = []
    while len(calls) < _ENOUGH and sum(calls) < _MEASURING:
        start = perf_counter()
        engine(example).cpu()  # the answers of a GPU are waited for
        calls.append(perf_counter() - start)
    return 1 / min(calls)


def _key(program: Program, example: Tensor, names: list[str]) -> str:
    """What a measurement is true for."""
    cpu = dict(torch.cpu.get_capabilities())
    gpu = torch.cuda.get_device_name() if torch.cuda.is_available() else ""
    return _hash([cpu, gpu, _versions(), _identity(program), _form(example), names])


def _form(example: Tensor) -> list[object]:
    """What of an example a net in ONNX's format, and its speed, depend on."""
    return [*example.shape, str(example.dtype)]


def _versions() -> dict[str, str]:
    packages = [name for name in ("torch", "onnxruntime", "openvino") if find_spec(name)]
    return {name: metadata.version(name) for name in packages}


def _identity(program: Program) -> list[str]:
    """The weights, and for a net of ours its code: another version of it is another net."""
    if program.module is None:
        return [program.weights]
    return [program.weights, repr(program.module), *_code(program.module)]


def _code(module: nn.Module) -> list[str]:
    """Hashes of the files in which the classes of `module` and its parts are, but for PyTorch's."""
    names = {type(part).__module__ for part in module.modules()}
    files = {sys.modules[name].__file__ for name in names if not name.startswith("torch.")}
    return sorted(hashlib.sha256(Path(file).read_bytes()).hexdigest() for file in files if file)


def _hash(parts: list[object]) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
