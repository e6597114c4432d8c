"""`touchline doctor`: what is installed, where things are, and what is in the way."""

import json
import os
import platform
import shutil
import sys
from argparse import Namespace
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any, TypeVar

from app.cli.arguments.exit_status import DONE, WORLD
from app.cli.commands.doctor_s3 import text_of_test
from app.cli.commands.window import has_display
from app.workflows.log import log_path
from app.workflows.version import version
from storage.errors import UserError

_PACKAGES = (
    "PySide6",
    "av",
    "opencv-python-headless",
    "torch",
    "safetensors",
    "onnxruntime",
    "onnx",
    "numpy",
    "sqlite-utils",
    "boto3",
)
_LITTLE = 1 << 30  # bytes on the disk of the library
Facts = dict[str, Any]
Found = TypeVar("Found")


def run(args: Namespace) -> int:
    """Status 1 if something is in the way; everything is told in either case."""
    problems: list[str] = []
    facts = {
        "touchline": version(),
        "python": f"{platform.python_version()}, {sys.executable}",
        "system": f"{platform.platform()}, {os.cpu_count()} CPU threads",
        "packages": {name: _package(name, problems) for name in _PACKAGES},
        "qt": _qt_platform(),
        "ffmpeg": _attempt(_ffmpeg, problems),
        "torch": _attempt(_torch, problems),
        "engines": _attempt(lambda: _engines(args), problems),
        "library": _attempt(lambda: _library(args, problems), problems),
        "s3": _attempt(lambda: _s3(args, problems), problems),
        "log": str(log_path()),
        "problems": problems,
    }
    print(json.dumps(facts) if args.json else text_of(facts))
    return WORLD if problems else DONE


def _package(name: str, problems: list[str]) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        problems.append(f"{name} is not installed: pip install {name}")
        return None


def _attempt(look: Callable[[], Found], problems: list[str]) -> Found | None:
    """What `look` finds; a package that is missing or does not load is a problem to tell.

    So `look` imports what it needs itself: that may be the very thing that is broken.
    """
    try:
        return look()
    except (ImportError, OSError, UserError) as error:
        problems.append(" ".join(str(error).split()))
        return None


def _qt_platform() -> str:
    """How windows will come to a screen, as far as the environment tells without opening one."""
    if chosen := os.environ.get("QT_QPA_PLATFORM"):
        return f"{chosen}, as QT_QPA_PLATFORM says"
    if not has_display():
        return "no screen: only the commands work"
    if sys.platform in ("win32", "darwin"):
        return {"win32": "windows", "darwin": "cocoa"}[sys.platform]
    return "wayland" if os.environ.get("WAYLAND_DISPLAY") else "xcb"


def _ffmpeg() -> Facts:
    import av

    return {
        name: ".".join(str(part) for part in numbers)
        for name, numbers in sorted(av.library_versions.items())
    }


def _torch() -> Facts:
    import torch

    devices = [f"cpu, {torch.get_num_threads()} threads"]
    devices += [
        f"cuda:{number}, {torch.cuda.get_device_name(number)}"
        for number in range(torch.cuda.device_count())
    ]
    return {"devices": devices, "cuda": torch.version.cuda}


def _engines(args: Namespace) -> Facts:
    """What runs each net here, as measured at its first use, and how fast the others were."""
    from app.cli.context import library_folder_of  # late, see `_attempt`
    from inference.runtime.benchmarks import BENCHMARKS, read_benchmarks

    measured = read_benchmarks(library_folder_of(args) / BENCHMARKS).values()
    return {one.model: {"engine": one.engine, "batches_per_second": one.rates} for one in measured}


def _library(args: Namespace, problems: list[str]) -> Facts:
    from app.cli.context import library_folder_of  # late, see `_attempt`

    folder = library_folder_of(args)
    here = next(parent for parent in (folder, *folder.absolute().parents) if parent.exists())
    free = shutil.disk_usage(here).free
    if free < _LITTLE:
        problems.append(f"Less than 1 GB is free for the library in {folder}. Free some space.")
    if not os.access(here, os.W_OK):
        problems.append(
            f"The library cannot be written in {here}. Choose another folder with --library."
        )
    schema = _attempt(lambda: _schema(folder), problems)
    return {"folder": str(folder), "free_gb": round(free / 1e9, 1), "schema": schema}


def _schema(folder: Path) -> str:
    """The last change that the library's database has seen; looking does not make a library."""
    if not (folder / "library.db").exists():
        return "none yet"
    from storage.library.integrity import check_integrity
    from storage.library.library import open_library
    from storage.library.migrations import migrations

    library = open_library(folder)
    check_integrity(library, thorough=True)
    db = library.connect()
    try:
        return migrations.applied(db)[-1].name
    finally:
        db.close()


def _s3(args: Namespace, problems: list[str]) -> Facts | None:
    from app.cli.commands.doctor_s3 import facts_of, place_of

    place = place_of(args)
    return facts_of(place, problems) if place else None


def text_of(facts: Facts) -> str:
    """The facts for a person, problems last."""
    lines = []
    for name, value in facts.items():
        if name == "problems":
            continue
        if name == "engines":
            value = "; ".join(f"{key} {_raced(**entry)}" for key, entry in (value or {}).items())
        elif name == "s3" and value:
            value = text_of_test(value)
        elif isinstance(value, dict):
            value = ", ".join(f"{key} {_plain(entry)}" for key, entry in value.items())
        lines.append(f"{name:<10}{value or 'none'}")
    lines.append("")
    lines += [f"Problem: {problem}" for problem in facts["problems"]] or ["No problems found."]
    return "\n".join(lines)


def _raced(engine: str, batches_per_second: dict[str, float]) -> str:
    rates = ", ".join(f"{name} {rate:.3g}/s" for name, rate in batches_per_second.items())
    return f"{engine} ({rates})"


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(str(entry) for entry in value)
    return "missing" if value is None else str(value)
