"""Opening a video of the library on the command line."""

from pathlib import Path

from app.cli.progress_bar import follow
from app.workflows.videos import OpenedVideo, open_video
from storage.library.library import Library


def opened(library: Library, path: Path) -> OpenedVideo:
    """The video at `path`, known to the library from now on; with progress if it is read."""
    return follow(open_video(library, path), f"Reading {path.name}")
