"""What has been measured on this machine, on disk: values by key in one JSON file, newest last."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from storage.files import write_text

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_LARGEST = 1 << 22  # bytes; a machine measures a thing once
_MOST = 200  # measurements kept, the newest

M = TypeVar("M", bound="DataclassInstance")


def measurements(path: Path, made: Callable[[Any], M]) -> dict[str, M]:
    """All measurements in the file, oldest first. A file that is none of ours counts as empty.

    `made` makes one of its JSON; ValueError, TypeError, AttributeError or KeyError if it is none.
    """
    try:
        if path.stat().st_size > _LARGEST:
            return {}
        values: Any = json.loads(path.read_bytes())
        return {key: made(value) for key, value in values.items()}
    except (OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return {}  # measuring again costs seconds


def add_measurement(path: Path, made: Callable[[Any], M], key: str, value: M) -> None:
    """Add a measurement to the file, in place of an older one. UserError if the disk refuses."""
    old = [(name, each) for name, each in measurements(path, made).items() if name != key]
    kept = [*old[-_MOST + 1 :], (key, value)]
    write_text(path, json.dumps({name: asdict(each) for name, each in kept}, indent=1) + "\n")
