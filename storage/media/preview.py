"""Pictures of a video for a first impression: before its table is there, and small."""

from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from storage.media.deinterlacer import Decoded, deinterlaced
from storage.media.frame_table import FrameTable
from storage.media.picture import PictureConverter
from storage.media.reader import Frame, FrameReader
from storage.media.streams import VideoProbe, probe_video


def first_frame(path: Path) -> Frame:
    """Frame 0 of a video that has no table yet, as a reader with the table will give it.

    Raises UserError where the file is not a video or no picture of it can be decoded.
    """
    probe = probe_video(path)
    pictures = (Decoded(i, picture, doubtful=False) for i, picture in enumerate(probe.pictures))
    first = next(deinterlaced(pictures) if probe.stream.interlaced else pictures)
    return Frame(0, first, _table_of_one(probe), PictureConverter(probe.stream))


def thumbnail(path: Path, table: FrameTable, index: int, width: int) -> NDArray[np.uint8]:
    """Frame `index` as blue, green, red, 255, (height, width, 4), in the video's proportions.

    Raises UserError where the file cannot be read.
    """
    height = max(1, round(width * Fraction(table.stream.height, table.stream.width)))
    with FrameReader(path, table) as reader:
        return reader.read(index).bgra(width, height)


def _table_of_one(probe: VideoProbe) -> FrameTable:
    one, zero = np.ones(1, np.int64), np.zeros(1, np.int64)
    pts = one * (probe.pictures[0].pts or 0)
    flag = zero.astype(np.bool_)
    return FrameTable(probe.stream, pts, one, ~flag, flag, zero, pts, pts)
