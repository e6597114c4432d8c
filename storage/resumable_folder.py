"""Folders that take long to fill: what is interrupted stays, and the same work goes on there."""

import hashlib
import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.errors import UserError
from storage.files import plain_write_errors, write_bytes
from storage.temporary_names import temporary_path

_MARK = ".touchline-unfinished"  # names the work that an unfinished folder is of


def partial_path(path: Path) -> Path:
    """Where the folder `path` is filled before it is whole."""
    return path.with_name(f"{path.name}.part")


@contextmanager
def resumable_folder(path: Path, work: str) -> Iterator[Path]:
    """Give the folder NAME.part to be filled; when nothing goes wrong it becomes `path`.

    After an error or a cancelled job it stays. The same `work` (a text that says all that shapes
    the result) finds there what it had written; another work begins anew. `path` must be absent
    or an empty folder, and a folder NAME.part that is none of ours is left alone. Raises
    UserError if the disk refuses.
    """
    part = partial_path(path)
    with plain_write_errors(path):
        _check_free(path)
        _begin(path, hashlib.sha256(work.encode()).hexdigest())
        yield part
        _make_durable(part)
        if path.exists():
            path.rmdir()  # an empty folder in the way stops a rename on some systems
        part.replace(path)
        (path / _MARK).unlink()  # last: without it a kill would leave a folder that seems another's


def discard_partial(path: Path) -> None:
    """Remove what an interrupted work left for `path`, if it is ours. Raises UserError."""
    part = partial_path(path)
    with plain_write_errors(part):
        if (part / _MARK).is_file():
            _discard(part)


def write_once(path: Path, data: bytes) -> None:
    """Write a file of an unfinished folder, whole or not at all. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    beside.write_bytes(data)
    beside.replace(path)


def already_written(path: Path) -> bool:
    """Whether an interrupted work wrote this file; a power cut may leave an empty one."""
    return path.is_file() and path.stat().st_size > 0


def keep_only(folder: Path, places: Collection[str]) -> None:
    """Remove what was wanted in an unfinished folder before an interruption, and is not now.

    `places` are the files to keep, as POSIX paths in the folder. Raises OSError.
    """
    for file in folder.rglob("*"):
        known = file.name == _MARK or file.relative_to(folder).as_posix() in places
        if file.is_file() and not known:
            file.unlink()


def _check_free(path: Path) -> None:
    if (path / _MARK).is_file():
        (path / _MARK).unlink()  # of a work that was killed when all was done
    if path.is_file() or (path.is_dir() and any(path.iterdir())):
        raise UserError(
            f"{path} already exists.", "Choose another name: data sets are never mixed."
        )


def _begin(path: Path, work: str) -> None:
    part = partial_path(path)
    mark = part / _MARK
    if part.is_dir() and not any(part.iterdir()):
        part.rmdir()
    if part.exists():
        if not mark.is_file():
            raise UserError(
                f"{part} is in the way.", "Move it away, or choose another name for the export."
            )
        if mark.read_text() == work:
            return
        _discard(part)
    beside = temporary_path(path)
    beside.mkdir()
    write_bytes(beside / _MARK, work.encode())
    beside.replace(part)  # so that NAME.part is never without its mark


def _discard(part: Path) -> None:
    gone = temporary_path(part)
    part.replace(gone)  # a kill in the middle must not leave half a folder without its mark
    shutil.rmtree(gone)


def _make_durable(folder: Path) -> None:
    if hasattr(os, "sync"):
        os.sync()  # once for all: one by one, ten thousand pictures take minutes on some disks
        return
    for file in folder.rglob("*"):
        if file.is_file():
            with file.open("rb+") as written:
                os.fsync(written.fileno())
