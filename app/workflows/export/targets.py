"""Where an export goes: checked before it begins, so that nobody waits for an error."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from storage.cloud.s3.location import S3Location, resolve_location
from storage.errors import UserError
from storage.formats.export.options import ExportChoice
from storage.quantities import bytes_text
from storage.resumable_folder import partial_path


def place_of(choice: ExportChoice, login: S3Location | None) -> S3Location:
    """The place in S3 that is written to, reached as `login` is in its bucket. UserError."""
    return resolve_location(choice.target, login)


def path_of(choice: ExportChoice) -> Path:
    """The file or folder on this computer that is written. Raises UserError."""
    name = choice.name.strip()
    if not name or name in (".", "..") or set(name) & {"/", "\\", "\0"}:
        raise UserError("The name is none for a file.", "Give the export a plain name.")
    folder = Path(choice.folder.strip()).expanduser()
    if not choice.folder.strip() or not folder.is_absolute():
        raise UserError("It is not said where to write.", "Choose a folder.")
    return folder / name


def check_target(choice: ExportChoice, login: S3Location | None, is_file: bool) -> None:
    """Refuse a place that cannot be written, as far as can be seen from here."""
    if choice.to_s3:
        place_of(choice, login)
        return
    path = path_of(choice)
    if not is_file and path.is_dir() and any(path.iterdir()):
        raise UserError(f"{path} is there already.", "Choose another name.")
    if (is_file and path.is_dir()) or (not is_file and path.is_file()):
        raise UserError(f"{path} is there already.", "Choose another name.")
    parent = _existing(path.parent)
    if not parent.is_dir():
        raise UserError(f"{parent} is no folder.", "Choose another one.")
    if not os.access(parent, os.W_OK | os.X_OK):
        raise UserError(f"You may not write to {parent}.", "Choose another folder.")


def notes_on(choice: ExportChoice, is_file: bool, size: int) -> Iterator[str]:
    """What to know before an export of `size` bytes begins."""
    if choice.to_s3:
        return
    path = path_of(choice)
    if is_file and path.is_file():
        yield "This file exists, and will be replaced."
    if not path.parent.is_dir():
        yield "The folder will be made."
    if not is_file and partial_path(path).is_dir():
        yield "An interrupted export lies there; the same one goes on where it stopped."
    free = shutil.disk_usage(_existing(path.parent)).free
    if size > free:
        yield f"There is room for {bytes_text(free)} alone on this disk."


def make_parent(path: Path) -> None:
    """Make the folder that `path` is written in. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)


def _existing(folder: Path) -> Path:
    """`folder`, or the nearest one above it that is there."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder
