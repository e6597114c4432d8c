"""How fast engines and models are on this machine, on disk: values by key in one JSON file."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from storage.files import write_text

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

BENCHMARKS = "engines.json"  # in the library's folder
_LARGEST = 1 << 22  # bytes; a machine measures a thing once
_MOST = 200  # measurements kept, the newest

M = TypeVar("M", bound="DataclassInstance")


@dataclass(frozen=True, slots=True)
class EngineBenchmark:
    """How fast the engines ran a net, and which one was selected."""

    model: str  # its name when it was measured
    engine: str  # the selected one
    rates: dict[str, float]  # batches a second on one thread; without engines that were wrong


def read_benchmarks(path: Path) -> dict[str, EngineBenchmark]:
    """All benchmarks of engines in the file, oldest first; see `read_measurements`."""
    return read_measurements(path, _benchmark)


def add_benchmark(path: Path, key: str, benchmark: EngineBenchmark) -> None:
    """Add a benchmark of engines to the file. UserError if the disk refuses."""
    add_measurement(path, _benchmark, key, benchmark)


def read_measurements(path: Path, parse: Callable[[Any], M]) -> dict[str, M]:
    """All measurements in the file, oldest first. A file that is not one of ours counts as empty.

    `parse` makes one of its JSON; ValueError, TypeError, AttributeError or KeyError if it cannot.
    """
    try:
        if path.stat().st_size > _LARGEST:
            return {}
        values: Any = json.loads(path.read_bytes())
        return {key: parse(value) for key, value in values.items()}
    except (OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return {}  # measuring again costs seconds


def add_measurement(path: Path, parse: Callable[[Any], M], key: str, value: M) -> None:
    """Add a measurement to the file, in place of an older one. UserError if the disk refuses."""
    old = [
        (name, measurement)
        for name, measurement in read_measurements(path, parse).items()
        if name != key
    ]
    newest = [*old[-_MOST + 1 :], (key, value)]
    write_text(
        path,
        json.dumps({name: asdict(measurement) for name, measurement in newest}, indent=1) + "\n",
    )


def _benchmark(value: Any) -> EngineBenchmark:
    rates = {str(name): float(rate) for name, rate in value["rates"].items()}
    return EngineBenchmark(str(value["model"]), str(value["engine"]), rates)
