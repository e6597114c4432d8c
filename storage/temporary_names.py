"""Names of files and folders that are not whole yet, and removing what killed processes left."""

import hashlib
import os
import platform
import re
import secrets
import shutil
from contextlib import suppress
from functools import cache
from pathlib import Path
from time import time

_OLD = 600.0  # seconds without a change, after which what no process writes is left over
_NAME = re.compile(r".*\.([0-9a-f]{6})-(\d{1,10})-[0-9a-f]{8}\.part", re.DOTALL)


def temporary_path(path: Path) -> Path:
    """A new name beside `path`, to be filled by this process and renamed to `path`.

    Random, so that two processes that write one name never write into each other's file; cut, so
    that every name that the disk takes has room for what is added. It names computer and process:
    what killed processes have left in the folder is removed.
    """
    _remove_leftovers(path.parent)
    name = f"{path.name[:50]}.{_computer()}-{os.getpid()}-{secrets.token_hex(4)}.part"
    return path.with_name(name)


@cache  # once a folder is enough: ten thousand pictures may be written into it
def _remove_leftovers(folder: Path) -> None:
    with suppress(OSError):
        for entry in folder.iterdir():
            if _is_left_over(entry):
                _remove(entry)


def _is_left_over(entry: Path) -> bool:
    name = _NAME.fullmatch(entry.name)
    if name is None or name[1] != _computer() or _is_running(int(name[2])):
        return False
    inside = list(entry.iterdir()) if entry.is_dir() and not entry.is_symlink() else []
    changed: float = max(path.lstat().st_mtime for path in (entry, *inside))
    # containers of one name on one disk do not see each other's processes
    return time() - changed > _OLD


def _remove(entry: Path) -> None:
    with suppress(OSError):
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def _is_running(process: int) -> bool:
    if os.name == "nt":
        return True  # to ask for a process by a signal would end it there
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


@cache
def _computer() -> str:
    return hashlib.sha256(platform.node().encode()).hexdigest()[:6]
