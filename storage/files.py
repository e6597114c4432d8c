"""Files and folders appear whole or not at all: written beside, made durable, then renamed."""

import errno
import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from storage.errors import UserError
from storage.temporary_names import temporary_path

_FORBIDDEN = "You have no permission to write there. Choose another folder, or ask for permission."
_ADVICE = {
    errno.ENOSPC: "The disk is full. Free some space, or choose another disk.",
    errno.EDQUOT: "Your quota on this disk is used up. Free some space, or choose another disk.",
    errno.EFBIG: "The disk does not support files of this size. Choose another disk.",
    errno.EROFS: "The disk is read-only. Choose another folder.",
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.ENOENT: "The folder does not exist. Create it, or choose another one.",
    errno.ENOTDIR: "Part of the path is a file, not a folder. Choose another folder.",
    errno.EISDIR: "A folder of that name already exists. Choose another name.",
    errno.EEXIST: "Something of that name already exists. Choose another name.",
    errno.ENOTEMPTY: "The folder already exists and is not empty. Choose another name.",
    errno.ENAMETOOLONG: "The name is too long. Choose a shorter one.",
    errno.EIO: "The disk reported an error. Check it, or choose another disk.",
}


@contextmanager
def plain_write_errors(path: Path) -> Iterator[None]:
    """Turn the disk's refusal to write `path` into a UserError that says what to do."""
    try:
        yield
    except OSError as error:
        advice = _ADVICE.get(error.errno or 0, f"{error.strerror or error}.")
        raise UserError(f"{path} could not be written.", advice) from error


@contextmanager
def file_written_beside(path: Path) -> Iterator[Path]:
    """Give a temporary path in the folder of `path`; what was written there becomes `path`.

    After an error or a cancelled job nothing is left and an older `path` is untouched. Raises
    UserError if the disk refuses, ours or the caller's OSError alike.
    """
    part = temporary_path(path)
    with plain_write_errors(path):
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        part.touch(exist_ok=False)  # tells of a missing or locked folder before the work begins
        try:
            yield part
            _make_durable(part)
            part.replace(path)
        except BaseException:
            _remove(part)
            raise
        _make_folder_durable(path.parent)


@contextmanager
def folder_written_beside(path: Path) -> Iterator[Path]:
    """Give a new temporary folder beside `path`; filled, it becomes `path`.

    `path` must be absent or an empty folder: a data set is never mixed with an older one. After
    an error or a cancelled job nothing is left. Raises UserError if the disk refuses.
    """
    part = temporary_path(path)
    with plain_write_errors(path):
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise OSError(errno.ENOTEMPTY, os.strerror(errno.ENOTEMPTY))
        part.mkdir()
        try:
            yield part
            for entry in part.rglob("*"):
                if entry.is_file():
                    _make_durable(entry)
            if path.exists():
                path.rmdir()  # an empty folder in the way stops a rename on some systems
            part.replace(path)
        except BaseException:
            _remove(part)
            raise
        _make_folder_durable(path.parent)


def write_bytes(path: Path, data: bytes) -> None:
    """Write `data` as the whole file `path`, replacing an older one. Raises UserError."""
    with file_written_beside(path) as part:
        part.write_bytes(data)


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8 with its line ends as they are. Raises UserError."""
    write_bytes(path, text.encode())


def fit_name(name: str, most: int = 220) -> str:
    """The beginning of `name` that takes at most `most` bytes of a file's name.

    Disks take 255 bytes; what is left is for endings and numbers.
    """
    while len(os.fsencode(name)) > most:
        name = name[:-1]
    return name


def free_name(name: str, taken: Collection[str]) -> str:
    """`name`, or `name-2`, `name-3` … where it is taken; `taken` names are case-folded.

    Many disks take names that differ only in their case for one.
    """
    names = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(name for name in names if name.casefold() not in taken)


def _make_durable(file: Path) -> None:
    with file.open("rb+") as written:
        os.fsync(written.fileno())


def _make_folder_durable(folder: Path) -> None:
    if not hasattr(os, "O_DIRECTORY"):
        return  # Windows cannot open folders, and needs none of this
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(part: Path) -> None:
    with suppress(OSError):  # the error that brought us here is the one to tell
        if part.is_dir():
            shutil.rmtree(part)
        else:
            part.unlink(missing_ok=True)
