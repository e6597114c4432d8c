"""Small pictures of doubtful places, cut out around where the ball is or should be."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from storage.media.frame_table import FrameTable
from storage.media.reader import FrameReader

SIZE = (160, 90)  # pixels of a thumbnail
_WIDTH = 0.3  # share of the picture's width that it shows


@dataclass(frozen=True, slots=True)
class WantedThumbnail:
    """A frame, and the place in display pixels that is to be in the middle; None: all of it."""

    frame: int
    around: tuple[float, float] | None


@dataclass(frozen=True, eq=False)
class Thumbnail:
    """The picture of a frame: blue, green, red, 255 as (height, width, 4)."""

    frame: int
    picture: NDArray[np.uint8]


def read_thumbnails(
    path: Path, table: FrameTable, wanted: Sequence[WantedThumbnail]
) -> Generator[Thumbnail, None, None]:
    """The pictures, one at each yield, in the order of the file."""
    with FrameReader(path, table) as reader:
        for one in sorted(wanted, key=lambda one: one.frame):
            yield Thumbnail(one.frame, _cut_out(reader.read(one.frame).bgra(), one.around))


def _cut_out(picture: NDArray[np.uint8], around: tuple[float, float] | None) -> NDArray[np.uint8]:
    height, width = picture.shape[:2]
    if around is None:
        around, across = (width / 2, height / 2), width
    else:
        across = max(int(width * _WIDTH), 16)
    across = min(across, width, height * SIZE[0] // SIZE[1])
    down = across * SIZE[1] // SIZE[0]
    left = int(min(max(around[0] - across / 2, 0), width - across))
    top = int(min(max(around[1] - down / 2, 0), height - down))
    rows = top + np.arange(SIZE[1]) * down // SIZE[1]
    columns = left + np.arange(SIZE[0]) * across // SIZE[0]
    return np.ascontiguousarray(picture[rows[:, None], columns[None, :]])
