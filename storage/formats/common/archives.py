"""Archives as they were downloaded: their files in a folder of their own, while they are read."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import IO
from zlib import error as ZlibError

from storage.errors import UserError

_MAX_FILES = 1_000_000
_MAX_BYTES = 8 << 30  # of all files together
_MAX_FILE = 256 << 20
_MAX_DEPTH = 16  # folders in each other
_READ = (
    ".json", ".jsonl", ".manifest", ".xml", ".txt", ".csv", ".yaml", ".yml", ".ini", ".names",
    ".data", ".labels", ".jpg", ".jpeg", ".png",
)  # fmt: skip


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """`path` itself, or a folder with the labels and pictures in the ZIP archive that it is.

    An archive with one folder gives that folder, one with a single file that file. Only regular
    files inside of the archive are unpacked, up to 8 GiB. Raises UserError for a broken archive.
    """
    if not _is_archive(path):
        yield path
        return
    with TemporaryDirectory(prefix="touchline-") as folder:
        try:
            with zipfile.ZipFile(path) as archive:
                _unpack(archive, path, Path(folder))
        except (zipfile.BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError) as bad:
            raise UserError(
                f"{path.name} could not be unpacked: {str(bad)[:200]}.",
                "Unpack it yourself, and choose the folder.",
            ) from bad
        yield _inner(Path(folder))


def _is_archive(path: Path) -> bool:
    try:
        return path.is_file() and path.suffix.lower() == ".zip" and zipfile.is_zipfile(path)
    except OSError:
        return False


def _unpack(archive: zipfile.ZipFile, path: Path, folder: Path) -> None:
    members = [each for each in archive.infolist() if _is_wanted(each)]
    total = sum(each.file_size for each in members)
    if len(members) > _MAX_FILES or total > _MAX_BYTES:
        raise UserError(
            f"{path.name} is too large to be unpacked here.",
            "Unpack it yourself, and choose the folder.",
        )
    for member in members:
        place = folder.joinpath(*PurePosixPath(member.filename).parts)
        place.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(member) as packed, place.open("wb") as file:
            # no more than was announced, however much the archive holds
            copyfileobj(_Bounded(packed, member.file_size), file)


def _is_wanted(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(member.filename).parts
    inside = 0 < len(parts) <= _MAX_DEPTH and not any(map(_leads_out, parts))
    kind = member.external_attr >> 16 & 0o170000
    regular = not member.is_dir() and kind in (0, 0o100000)
    useful = member.filename.lower().endswith(_READ) and member.file_size <= _MAX_FILE
    return inside and regular and useful and parts[0] != "__MACOSX"


def _leads_out(part: str) -> bool:
    return part in ("..", "/") or "\\" in part or "\0" in part or ":" in part or len(part) > 200


class _Bounded:
    """A file of which no more than a number of bytes is read."""

    def __init__(self, file: IO[bytes], most: int) -> None:
        self._file = file
        self._left = most

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self._file.read(min(size, self._left) if size >= 0 else self._left)
        self._left -= len(data)
        return data


def _inner(folder: Path) -> Path:
    """The folder that all is in: programs pack one, or several files."""
    while True:
        inside = list(folder.iterdir())
        if len(inside) != 1 or inside[0].name in ("labels", "annotations", "manifests", "gt"):
            return folder
        if inside[0].is_file():
            return inside[0]
        folder = inside[0]
