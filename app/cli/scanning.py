"""Reading the frame table of a file that the library need not know."""

from pathlib import Path

from app.cli.progress_bar import MEGABYTES, follow
from storage.media.frame_table import FrameTable, ScanProgress, scan_frames


def scanned(path: Path) -> FrameTable:
    """The frame table of the file at `path`, with progress while it is read."""
    return follow(scan_frames(path), f"Reading {path.name}", MEGABYTES, bytes_read)


def bytes_read(step: ScanProgress) -> tuple[int, int]:
    return step.bytes_done, step.bytes_total
