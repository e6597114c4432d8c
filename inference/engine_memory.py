"""Which engine was the fastest for which net on this machine, on disk."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from storage.files import write_text

MEMORY = "engines.json"  # in the library's folder
_LARGEST = 1 << 22  # bytes; a machine measures a net once
_MOST = 200  # measurements kept, the newest


@dataclass(frozen=True, slots=True)
class Measured:
    """How fast the engines ran a net, and which one was taken."""

    model: str  # its name when it was measured
    engine: str  # the one taken
    rates: dict[str, float]  # batches a second on one thread; engines that were wrong lack


def remembered(path: Path) -> dict[str, Measured]:
    """All measurements in the file, oldest first. A file that is none of ours counts as empty."""
    try:
        if path.stat().st_size > _LARGEST:
            return {}
        values: Any = json.loads(path.read_bytes())
        return {key: _measured(value) for key, value in values.items()}
    except (OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return {}  # measuring again costs two seconds


def remember(path: Path, key: str, measured: Measured) -> None:
    """Add a measurement to the file. UserError if the disk refuses."""
    kept = [(old, value) for old, value in remembered(path).items() if old != key][-_MOST + 1 :]
    values = {name: asdict(value) for name, value in [*kept, (key, measured)]}
    write_text(path, json.dumps(values, indent=1) + "\n")


def _measured(value: Any) -> Measured:
    rates = {str(name): float(rate) for name, rate in value["rates"].items()}
    return Measured(str(value["model"]), str(value["engine"]), rates)
