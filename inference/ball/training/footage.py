"""Rallies from a folder of videos with a table of ball positions beside each."""

from collections.abc import Generator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.ball.detection import working_size
from inference.ball.training.rallies import Rally, rally
from storage.errors import UserError
from storage.files import file_written_beside
from storage.formats.ball_csv import BallRow, read_ball_csv
from storage.formats.tracknet_csv import read_tracknet_csv
from storage.media.fingerprint import fingerprint
from storage.media.frame_table import FrameTable, scan_frames
from storage.media.reader import FrameReader

_TABLES = {".ball.csv": read_ball_csv, ".csv": read_tracknet_csv}  # by the end of their names


def labelled_videos(folder: Path) -> list[Path]:
    """The videos in `folder` and below that have labels beside them, by name.

    For rally.mp4 these are rally.ball.csv, `frame,visible,x,y`, or TrackNet's rally.csv,
    `Frame,Visibility,X,Y`. UserError if there are none.
    """
    files = (path for path in sorted(folder.rglob("*")) if path.suffix.lower() != ".csv")
    found = [path for path in files if path.is_file() and _table_of(path)]
    if not found:
        raise UserError(
            f"{folder} holds no labelled videos.",
            "Beside a video rally.mp4 there must be its labels, rally.ball.csv or rally.csv.",
        )
    return found


def read_rallies(videos: Sequence[Path], cache: Path) -> Generator[int, None, list[Rally]]:
    """The rallies of labelled `videos`; yields how many have been read.

    Their small grey pictures are kept in the folder `cache`, so that later readings take no time.
    Raises UserError for a video or a table that cannot be read.
    """
    cache.mkdir(parents=True, exist_ok=True)
    rallies = []
    for number, video in enumerate(videos):
        yield number
        rallies.append(_rally(video, cache))
    return rallies


def _rally(video: Path, cache: Path) -> Rally:
    table = _scanned(video)
    width, height = table.stream.width, table.stream.height
    size = working_size(width, height)
    visibility = np.full(len(table), -1, np.int8)
    places = np.full((len(table), 2), np.nan)
    for row in _labels(video):
        if row.frame >= len(table):
            raise UserError(
                f"{video.name} has {len(table)} frames, its labels speak of frame {row.frame}.",
                "Put the table beside the video that it was made for.",
            )
        visibility[row.frame] = row.visibility
        if row.x is not None and row.y is not None:
            places[row.frame] = row.x, row.y
    # centres of pixels are whole numbers in both pictures, their edges are what scales
    places = (places + 0.5) * (size[0] / width, size[1] / height) - 0.5
    return rally(_luma(video, table, size, cache), visibility, places)


def _labels(video: Path) -> list[BallRow]:
    ending = _table_of(video)
    return _TABLES[ending](video.with_name(video.stem + ending)) if ending else []


def _table_of(video: Path) -> str | None:
    """How the name of the labels of `video` ends, None if there are none."""
    endings = (ending for ending in _TABLES if video.with_name(video.stem + ending).is_file())
    return next(endings, None)


def _scanned(video: Path) -> FrameTable:
    scan = scan_frames(video)
    while True:
        try:
            next(scan)
        except StopIteration as done:
            table: FrameTable = done.value
            return table


def _luma(video: Path, table: FrameTable, size: tuple[int, int], cache: Path) -> NDArray[np.uint8]:
    """The pictures (T, height, width), from the cache where they are there already."""
    kept = cache / f"{fingerprint(video)[:16]}-{size[0]}x{size[1]}.npy"
    if not kept.exists():
        with FrameReader(video, table) as reader:
            luma = np.stack([frame.luma(*size) for frame in reader.frames(0, len(table))])
        with file_written_beside(kept) as part, part.open("wb") as file:
            np.save(file, luma)
    pictures: NDArray[np.uint8] = np.load(kept, mmap_mode="r")
    return pictures
