"""Opening a video file: which video it is, and its frame table from the library or the file."""

import os
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from storage.errors import UserError
from storage.library.library import Library
from storage.library.videos import (
    frame_table,
    mark_opened,
    move_video,
    put_frame_table,
    put_video,
    video,
)
from storage.media.fingerprint import fingerprint
from storage.media.frame_table import (
    FrameTable,
    scan_frames,
    table_from_bytes,
    table_to_bytes,
)
from storage.progress import Progress
from storage.records import Video


@dataclass(frozen=True, eq=False)
class OpenedVideo:
    """A video of the library whose file is at hand, with its frame table."""

    video: Video
    table: FrameTable


def open_video(library: Library, path: Path) -> Generator[Progress, None, OpenedVideo]:
    """Bring the video at `path` into the library; scans it when it is seen for the first time.

    The content says which video it is: a file that was moved keeps its labels, two copies are one
    video, and a file replaced by another is another video. Raises UserError.
    """
    path = Path(os.path.abspath(path.expanduser()))
    identity = fingerprint(path)
    db = library.connect()
    try:
        stored = video(db, identity)
        table = _cached_table(frame_table(db, identity))
        if stored is None or table is None:
            table = yield from scan_frames(path)
            stored = described(identity, path, table)
            put_video(db, stored)
            put_frame_table(db, identity, table_to_bytes(table))
        elif stored.path != path:
            move_video(db, identity, path)
            stored = replace(stored, path=path)
        mark_opened(db, identity)
        return OpenedVideo(stored, table)
    finally:
        db.close()


def known_table(library: Library, video: Video) -> FrameTable:
    """The frame table that the library keeps of a video that was opened. Raises UserError."""
    with library.connect() as db:
        table = _cached_table(frame_table(db, video.fingerprint))
    if table is None:
        raise UserError(f"{video.path.name} has not been read yet.", "Open it first.")
    return table


def described(identity: str, path: Path, table: FrameTable) -> Video:
    """The library's record of the video at `path` with the frames of `table`."""
    return Video(
        fingerprint=identity,
        path=path,
        frames=len(table),
        width=table.stream.width,
        height=table.stream.height,
        seconds=float(table.duration),
        rate=table.rate,
    )


def find_moved(
    library: Library, lost: Video, folder: Path
) -> Generator[Progress, None, Path | None]:
    """Look for the file of `lost` in `folder` and below; yields how many files were looked at.

    A file of the same name is looked at first, then those of the same kind. Where one is found
    the library remembers its new place.
    """
    for looked_at, path in enumerate(_by_likeness(folder, lost.path), 1):
        yield Progress(looked_at, 0, "files")
        if _is(path, lost.fingerprint):
            db = library.connect()
            try:
                move_video(db, lost.fingerprint, path)
            finally:
                db.close()
            return path
    return None


def _cached_table(data: bytes | None) -> FrameTable | None:
    """The table that the library holds, or None; one written by another version is read anew."""
    if data is None:
        return None
    try:
        return table_from_bytes(data)
    except ValueError:
        return None


def _by_likeness(folder: Path, lost: Path) -> Iterator[Path]:
    alike = []
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(parent, name)
            if path.suffix.lower() != lost.suffix.lower():
                continue
            if name == lost.name:
                yield path
            else:
                alike.append(path)
    yield from alike


def _is(path: Path, identity: str) -> bool:
    try:
        return fingerprint(path) == identity
    except UserError:  # unreadable: so it is not the one that could be opened
        return False
