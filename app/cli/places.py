"""Where a command reads and writes: the library, and the folder for its files."""

from argparse import Namespace
from pathlib import Path

from storage.files import plain_write_errors
from storage.library.library import Library, library_folder, open_library


def folder_of(args: Namespace) -> Path:
    """The library folder that the command line, the environment or the system names."""
    return library_folder(getattr(args, "library", None))


def library_of(args: Namespace) -> Library:
    return open_library(folder_of(args))


def ready_folder(folder: Path) -> Path:
    """`folder`, made if it was not there. Raises UserError."""
    with plain_write_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder
