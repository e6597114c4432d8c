"""Files of others: only regular ones are read, and no more of them than is asked for."""

import errno
import os
import stat
from collections.abc import Iterator
from functools import cache
from io import BufferedReader
from pathlib import Path

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)


class NotAFileError(OSError):
    """A pipe or a device where a file is to be read: it may have no end, or make us wait for it."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EINVAL, "It is a pipe or a device, not a file", str(path))


def open_regular(path: Path) -> BufferedReader:
    """Open a regular file for reading. Raises NotAFileError for others, and other OSErrors."""
    # not blocking: to open a pipe would wait for who writes into it
    handle = os.open(path, _FLAGS | getattr(os, "O_BINARY", 0))
    try:
        mode = os.fstat(handle).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if not stat.S_ISREG(mode):
            raise NotAFileError(path)
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def read_at_most(path: Path, most: int) -> bytes:
    """The first `most` bytes of a regular file, and one more where it has more. Raises OSError."""
    with open_regular(path) as file:
        # no more than there is, as that much memory is taken before the first byte is read
        return file.read(min(os.fstat(file.fileno()).st_size or most, most) + 1)


def is_inside(path: Path, folder: Path) -> bool:
    """Whether `path` is in `folder` or below it, also when all links are followed."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # links in a circle, or a name that no disk takes
        return False


def files_inside(folder: Path, *patterns: str) -> Iterator[Path]:
    """Regular files of `folder` that fit one of the `patterns`, sorted; no link leads out of it.

    What Macs put beside files when they copy or pack them is left out.
    """

    @cache  # data sets hold ten thousand files in one folder, and to follow links takes time
    def holds(parent: Path) -> bool:
        return is_inside(parent, folder)

    for path in sorted({path for pattern in patterns for path in folder.glob(pattern)}):
        if path.name.startswith("._") or "__MACOSX" in path.parts:
            continue
        inside = is_inside(path, folder) if path.is_symlink() else holds(path.parent)
        if inside and path.is_file():
            yield path
