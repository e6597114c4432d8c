"""Which runtime runs a net: the fastest here that gives the same answers, measured once."""

import hashlib
import json
import logging
from collections.abc import Callable
from dataclasses import replace
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

import torch
from torch import Tensor

from inference.engine_memory import Measured, remember, remembered
from inference.runtimes import Engine, Program, engine_names, make_engine

_SECONDS = 0.35  # for which an engine is measured: with all there are, two seconds
_LONG = 2.0  # seconds of a call that nobody should wait for twice
_ENOUGH = 20  # calls that tell enough of a quick net
_WORTH_IT = 1.5  # times faster than fp32 that bf16 must be
_measured: dict[str, Measured] = {}  # by this process
_ready: dict[tuple[str, str], Engine] = {}  # the last one: analyses of one kind follow each other
_log = logging.getLogger(__name__)

Agree = Callable[[Tensor, Tensor], bool]  # whether answers, the right ones first, come to the same


def fastest(
    program: Program,
    example: Tensor,
    agree: Agree,
    *,
    memory: Path,
    model: str,
    device: str = "auto",
    threads: int = 1,
) -> Engine:
    """The engine to run `program` with, on pictures like `example` (B, C, H, W).

    Takes two seconds the first time on a machine; the answer is kept in the file `memory`, under
    the name `model` for people. `device` is "auto", "cpu" or "cuda". UserError if a GPU is asked
    for that cannot run it, or the disk refuses.
    """
    names = engine_names(program, device)
    key = _key(program, example, names)
    known = remembered(memory).get(key)
    if known is None or known.engine not in names:
        if key not in _measured:  # perhaps in another library
            rates = _measure(program, example, agree, names, threads)
            _measured[key] = Measured(model, best(rates), rates)
        known = _measured[key]
        remember(memory, key, known)
    if (key, known.engine) not in _ready:
        _ready.clear()
        _ready[key, known.engine] = make_engine(known.engine, program, example, threads)
    return _ready[key, known.engine]


def best(rates: dict[str, float]) -> str:
    """The engine to take: a GPU if there is one, and fp32 unless bf16 is much faster."""
    there = {name: rate for name, rate in rates.items() if "-cuda-" in name} or rates
    exact = {name: rate for name, rate in there.items() if name.endswith("-fp32")}
    quickest = max(there, key=there.__getitem__)
    if not exact:
        return quickest
    quickest_exact = max(exact, key=exact.__getitem__)
    return quickest if there[quickest] >= _WORTH_IT * exact[quickest_exact] else quickest_exact


def _measure(
    program: Program, example: Tensor, agree: Agree, names: list[str], threads: int
) -> dict[str, float]:
    """Calls a second of the engines that give the answers of the first one."""
    rates: dict[str, float] = {}
    right: Tensor | None = None
    if any(not name.startswith("torch-") for name in names):
        program = replace(program, onnx=program.exported(example))  # once for all
    for name in names:
        try:
            engine = make_engine(name, program, example, threads)
            start = perf_counter()
            answers = engine(example).cpu()
            first = perf_counter() - start
        except Exception as error:  # whatever a runtime raises: the others may do better
            if right is None:
                raise
            _log.warning("%s cannot run the net: %s", name, error)
            continue
        if right is None:
            right = answers
        elif answers.shape != right.shape or not agree(right, answers):
            _log.info("%s gives other answers and is not used", name)
            continue
        # a first call is slower than the next, but of a large net it tells enough
        rates[name] = 1 / first if first > _LONG else _rate(engine, example)
    return rates


def _rate(engine: Engine, example: Tensor) -> float:
    """Calls a second, told by the quickest: what else the machine does must not count."""
    calls: list[float] = []
    while len(calls) < _ENOUGH and sum(calls) < _SECONDS:
        start = perf_counter()
        engine(example).cpu()  # the answers of a GPU are waited for
        calls.append(perf_counter() - start)
    return 1 / min(calls)


def _key(program: Program, example: Tensor, names: list[str]) -> str:
    """What a measurement is true for."""
    cpu = dict(torch.cpu.get_capabilities())
    gpu = torch.cuda.get_device_name() if torch.cuda.is_available() else ""
    packages = [name for name in ("torch", "onnxruntime", "openvino") if find_spec(name)]
    versions = {name: metadata.version(name) for name in packages}
    told = [cpu, gpu, versions, program.weights, list(example.shape), names]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
