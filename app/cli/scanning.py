"""Reading the frame table of a file that the library need not know."""

from pathlib import Path

from app.cli.progress_bar import follow
from storage.media.frame_table import FrameTable, scan_frames


def scanned(path: Path) -> FrameTable:
    """The frame table of the file at `path`, with progress while it is read."""
    return follow(scan_frames(path), f"Reading {path.name}")
