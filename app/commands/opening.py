"""What commands on a video start with: its frame table, with progress while it is read."""

from pathlib import Path

from app.progress import MEGABYTES, follow
from app.videos import OpenedVideo, open_video
from storage.library.library import Library
from storage.media.frame_table import FrameTable, ScanProgress, scan_frames


def opened(library: Library, path: Path) -> OpenedVideo:
    """The video at `path`, in the library from now on."""
    return follow(open_video(library, path), f"Reading {path.name}", MEGABYTES, _bytes)


def scanned(path: Path) -> FrameTable:
    """The frame table of the file at `path`; the library is not touched."""
    return follow(scan_frames(path), f"Reading {path.name}", MEGABYTES, _bytes)


def _bytes(step: ScanProgress) -> tuple[int, int]:
    return step.bytes_done, step.bytes_total
