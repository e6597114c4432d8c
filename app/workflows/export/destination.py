"""Where an export goes: checked before it begins."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from storage.cloud.s3.location import S3Location, resolve_location
from storage.errors import UserError
from storage.files import free_name, plain_write_errors
from storage.formats.export.options import ExportRequest
from storage.quantities import bytes_text
from storage.resumable_folder import partial_path


class NameTaken(UserError):
    """A folder of this name is there already; `free` is a name that is not taken."""

    def __init__(self, path: Path) -> None:
        taken = {each.name.casefold() for each in path.parent.iterdir()}
        self.free = free_name(path.name, taken)
        super().__init__(f"{path} already exists.", f"Enter another name, such as {self.free}.")


def location_of(request: ExportRequest, login: S3Location | None) -> S3Location:
    """The location in S3 that is written to, with `login` if it is in its bucket. UserError."""
    return resolve_location(request.target, login)


def path_of(request: ExportRequest) -> Path:
    """The file or folder on this computer that is written. Raises UserError."""
    name = request.name.strip()
    if not name or name in (".", "..") or set(name) & {"/", "\\", "\0"}:
        raise UserError("That is not a valid file name.", "Enter a name without slashes.")
    folder = Path(request.folder.strip()).expanduser()
    if not request.folder.strip() or not folder.is_absolute():
        raise UserError("There is no output folder.", "Choose an output folder.")
    return folder / name


def check_target(
    request: ExportRequest, login: S3Location | None, is_file: bool, adds: bool = False
) -> None:
    """Refuse a target that cannot be written, as far as can be seen from here.

    `adds`: it may be a folder with other files in it.
    """
    if request.to_s3:
        location_of(request, login)
        return
    path = path_of(request)
    with plain_write_errors(path):
        _check_path(path, is_file, adds)


def _check_path(path: Path, is_file: bool, adds: bool) -> None:
    if is_file and path.is_dir():
        raise UserError(f"{path} is a folder.", "Enter another name.")
    if not is_file and path.is_file():
        raise UserError(f"{path} is a file, but this export is a folder.", "Enter another name.")
    if not is_file and not adds and path.is_dir() and any(path.iterdir()):
        raise NameTaken(path)
    parent = _existing(path.parent)
    if not parent.is_dir():
        raise UserError(f"{parent} is not a folder.", "Choose another folder.")
    if not os.access(parent, os.W_OK | os.X_OK):
        raise UserError(f"You do not have permission to write to {parent}.", "Choose another one.")


def target_notes(request: ExportRequest, is_file: bool, size: int) -> Iterator[str]:
    """What to know before an export of `size` bytes begins."""
    if request.to_s3:
        return
    path = path_of(request)
    if is_file and path.is_file():
        yield "This file exists and will be replaced."
    if not path.parent.is_dir():
        yield "The folder will be created."
    if not is_file and path.is_dir() and any(path.iterdir()):
        yield "This folder exists; files with the same names will be replaced."
    if not is_file and partial_path(path).is_dir():
        yield "An earlier export was interrupted here; it will be resumed if it is the same."
    free = shutil.disk_usage(_existing(path.parent)).free
    if size > free:
        yield f"Only {bytes_text(free)} are free on this disk."


def make_parent(path: Path) -> None:
    """Make the folder that `path` is written in. Raises UserError if the disk refuses."""
    with plain_write_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)


def _existing(folder: Path) -> Path:
    """`folder`, or the nearest one above it that is there."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder
