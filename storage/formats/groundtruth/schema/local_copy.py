"""Where the files that a manifest points to lie on this disk, if they do."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

from storage.foreign_files import is_inside

_FILE = "file://"
_S3 = "s3://"
_MOST = 64  # parts of an address that are tried
_OUTPUT = ("output", "manifests")  # folders that the service puts a manifest into


class LocalCopy:
    """A folder with a copy of what lies in a bucket, or a part of it.

    An address belongs to the file whose path ends like it: the longest such path inside the
    folder. Nothing outside the folder is ever looked at, also not through links.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, address: str) -> Path | None:
        """The file of an s3:// or file:// address; None where it is not in the folder."""
        return next((path for path in self._places(address) if self._has(path, _is_file)), None)

    def find_folder(self, address: str) -> Path | None:
        """The folder of such an address."""
        return next((path for path in self._places(address) if self._has(path, _is_folder)), None)

    def _has(self, path: Path, is_there: Callable[[Path], bool]) -> bool:
        return is_there(path) and is_inside(path, self.folder)

    def _places(self, address: str) -> Iterator[Path]:
        parts = _parts(address)
        for start in range(len(parts)):
            yield self.folder.joinpath(*parts[start:])


def copy_of(manifest: Path) -> LocalCopy:
    """The folder that a manifest belongs to: the job's, where it lies as the service puts it."""
    folder = manifest.absolute().parent
    if (folder.name, folder.parent.name) == _OUTPUT:
        return LocalCopy(folder.parent.parent)
    return LocalCopy(folder)


def _parts(address: str) -> list[str]:
    """The folders and the name in an address; none where they would lead out of a folder."""
    if address.startswith(_FILE):
        path = unquote(address.removeprefix(_FILE))
    elif address.startswith(_S3):
        path = address.removeprefix(_S3).partition("/")[2]
    else:
        path = address
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if len(parts) > _MOST or any(map(_leads_out, parts)):
        return []
    return parts


def _leads_out(part: str) -> bool:
    return part == ".." or "\\" in part or "\0" in part or ":" in part


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no disk takes
        return False


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False
