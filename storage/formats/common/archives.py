"""Archives as they were downloaded: their files in a folder of their own, while they are read."""

import gzip
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from lzma import LZMAError
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
_MAX_PACKED = 3  # archives in each other
_READ = (
    ".json", ".jsonl", ".manifest", ".xml", ".txt", ".csv", ".tsv", ".yaml", ".yml", ".ini",
    ".names", ".data", ".labels", ".jpg", ".jpeg", ".png",
)  # fmt: skip
_TARS = (".tar", ".tgz", ".tar.gz", ".tbz2", ".tar.bz2", ".txz", ".tar.xz")
_ZIPS = (".zip",)
_OTHERS = (".7z", ".rar", ".zst", ".lz4", ".bz2", ".xz")
_SHEETS = (".xlsx", ".xls", ".ods", ".numbers")
_BROKEN = (
    zipfile.BadZipFile, tarfile.TarError, LZMAError, ZlibError, gzip.BadGzipFile, EOFError,
    NotImplementedError, RuntimeError, OSError,
)  # fmt: skip
_Packed = IO[bytes] | gzip.GzipFile
_UNPACK = "Unpack it yourself, and choose the folder."


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """`path` itself, or a folder with the labels and pictures in the archive that it is.

    ZIP, tar and gzip files are unpacked, and archives in them. An archive with one folder gives
    that folder, one with a single file that file. Only regular files inside of the archive are
    unpacked, up to 8 GiB together. Raises UserError for a broken archive, and for one of a kind
    that is not read here.
    """
    kind = _kind(path)
    if not kind:
        yield path
        return
    with TemporaryDirectory(prefix="touchline-") as folder:
        budget = _Budget(_MAX_FILES, _MAX_BYTES)
        inner = _unpack(path, kind, Path(folder) / "0", budget, path.name)
        for depth in range(1, _MAX_PACKED):
            if not (kind := _kind(inner)):
                break
            inner = _unpack(inner, kind, Path(folder) / str(depth), budget, path.name)
        yield inner


@dataclass(slots=True)
class _Budget:
    """What may still be unpacked."""

    files: int
    bytes: int

    def take(self, size: int, name: str) -> None:
        """Count a file. Raises UserError for one too many."""
        self.files -= 1
        self.bytes -= size
        if self.files < 0 or self.bytes < 0:
            raise UserError(f"{name} is too large to be unpacked here.", _UNPACK)


def _kind(path: Path) -> str:
    """How a file is packed, by its name: tar, zip, gz; empty for what is no archive."""
    name = path.name.lower()
    if path.is_dir() or not path.is_file():
        return ""
    if name.endswith(_SHEETS):
        raise UserError(f"{path.name} is a spreadsheet.", "Save it as CSV, and choose that file.")
    if name.endswith(_TARS):
        return "tar"
    if name.endswith(_ZIPS):
        return "zip"
    if name.endswith(".gz"):
        return "gz"
    if name.endswith(_OTHERS):
        raise UserError(f"Touchline does not unpack {path.name}.", _UNPACK)
    return ""


def _unpack(path: Path, kind: str, folder: Path, budget: _Budget, name: str) -> Path:
    """What is in the archive at `path`, unpacked into `folder`. Raises UserError."""
    folder.mkdir()
    try:
        if kind == "zip":
            with zipfile.ZipFile(path) as archive:
                _unpack_zip(archive, folder, budget, name)
        elif kind == "tar":
            with tarfile.open(path) as tar:
                _unpack_tar(tar, folder, budget, name)
        else:
            _unpack_gzip(path, folder, budget, name)
    except _BROKEN as bad:
        raise UserError(f"{name} could not be unpacked: {str(bad)[:200]}.", _UNPACK) from bad
    return _inner(folder)


def _unpack_zip(archive: zipfile.ZipFile, folder: Path, budget: _Budget, name: str) -> None:
    members = [entry for entry in archive.infolist() if _is_regular(entry)]
    wanted = [entry for entry in members if _is_wanted(entry.filename, entry.file_size)]
    for member in wanted or _packed(members):
        budget.take(member.file_size, name)
        with archive.open(member) as packed:
            _write(packed, member.file_size, _place(folder, member.filename))


def _packed(members: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """The one archive in an archive: downloads are packed once more by those who pass them on."""
    inside = [path for path in members if path.filename.lower().endswith((*_ZIPS, *_TARS))]
    fit = [path for path in inside if _is_inside(path.filename) and path.file_size <= _MAX_BYTES]
    return fit if len(fit) == 1 else []


def _unpack_tar(tar: tarfile.TarFile, folder: Path, budget: _Budget, name: str) -> None:
    for member in tar:
        if not member.isreg() or not _is_wanted(member.name, member.size):
            continue
        budget.take(member.size, name)
        packed = tar.extractfile(member)
        if packed is not None:
            with packed:
                _write(packed, member.size, _place(folder, member.name))


def _unpack_gzip(path: Path, folder: Path, budget: _Budget, name: str) -> None:
    """One file, whose size nothing tells beforehand."""
    budget.take(_MAX_FILE, name)
    with gzip.open(path) as packed:
        _write(packed, _MAX_FILE, folder / (path.name[:-3] or "labels"))
        if packed.read(1):
            raise UserError(f"{name} is too large to be unpacked here.", _UNPACK)


def _write(packed: _Packed, size: int, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("wb") as file:
        # no more than was announced, however much the archive holds
        copyfileobj(_Bounded(packed, size), file)


def _is_regular(member: zipfile.ZipInfo) -> bool:
    kind = member.external_attr >> 16 & 0o170000
    return not member.is_dir() and kind in (0, 0o100000)


def _is_wanted(name: str, size: int) -> bool:
    return _is_inside(name) and name.lower().endswith(_READ) and size <= _MAX_FILE


def _is_inside(name: str) -> bool:
    parts = _parts(name)
    inside = 0 < len(parts) <= _MAX_DEPTH and not any(map(_leads_out, parts))
    # what Macs put beside files when they pack them
    return inside and parts[0] != "__MACOSX" and not parts[-1].startswith("._")


def _place(folder: Path, name: str) -> Path:
    return folder.joinpath(*_parts(name))


def _parts(name: str) -> tuple[str, ...]:
    """Folders and name; some programs on Windows write backslashes between them."""
    return PurePosixPath(name.replace("\\", "/")).parts


def _leads_out(part: str) -> bool:
    return part in ("..", "/") or "\0" in part or ":" in part or len(part) > 200


class _Bounded:
    """A file of which no more than a number of bytes is read."""

    def __init__(self, file: _Packed, most: int) -> None:
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
