"""Which engine was the select_engine for which net on this machine, on disk."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inference.runtime.measurements import add_measurement, measurements

MEMORY = "engines.json"  # in the library's folder


@dataclass(frozen=True, slots=True)
class Measured:
    """How fast the engines ran a net, and which one was taken."""

    model: str  # its name when it was measured
    engine: str  # the one taken
    rates: dict[str, float]  # batches a second on one thread; engines that were wrong lack


def remembered(path: Path) -> dict[str, Measured]:
    """All measurements in the file, oldest first. A file that is none of ours counts as empty."""
    return measurements(path, _measured)


def remember(path: Path, key: str, measured: Measured) -> None:
    """Add a measurement to the file. UserError if the disk refuses."""
    add_measurement(path, _measured, key, measured)


def _measured(value: Any) -> Measured:
    rates = {str(name): float(rate) for name, rate in value["rates"].items()}
    return Measured(str(value["model"]), str(value["engine"]), rates)
