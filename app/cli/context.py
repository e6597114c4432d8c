"""What commands work with: the library, the videos that are named, folders for their files."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.progress_bar import follow
from storage.files import plain_write_errors

if TYPE_CHECKING:  # a command loads the code of the library or of videos where it needs it
    from app.workflows.videos import OpenedVideo
    from storage.library.library import Library
    from storage.media.frame_table import FrameTable


def library_folder_of(args: Namespace) -> Path:
    """The library folder that the command line, the environment or the system names."""
    from storage.library.library import library_folder

    return library_folder(getattr(args, "library", None))


def library_of(args: Namespace) -> "Library":
    """The library in that folder, made if it was not there. Raises UserError."""
    from storage.library.library import open_library

    return open_library(library_folder_of(args))


def open_with_progress(library: "Library", path: Path) -> "OpenedVideo":
    """The video at `path`, known to the library from now on; with progress if it is read."""
    from app.workflows.videos import open_video

    return follow(open_video(library, path), f"Reading {path.name}")


def scan_with_progress(path: Path) -> "FrameTable":
    """The frame table of a file that the library need not know, with progress while it is read."""
    from storage.media.frame_table import scan_frames

    return follow(scan_frames(path), f"Reading {path.name}")


def ready_folder(folder: Path) -> Path:
    """`folder`, made if it was not there. Raises UserError."""
    with plain_write_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder
