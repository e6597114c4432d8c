"""The table that TrackNet programs write and read: `Frame,Visibility,X,Y,Time`.

The data sets of tennis name pictures in place of frames: `file name,visibility,x-coordinate,
y-coordinate,status`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from storage.files import write_text
from storage.formats.common.boxes import PixelScale
from storage.formats.common.choices import NO_OPTIONS, ReadOptions
from storage.formats.common.csv_rows import MAX_FRAME, CsvRow, csv_rows, table_columns
from storage.formats.common.picture_frames import frames_of_names, rising_numbers
from storage.formats.tables.ball_csv import read_place, sorted_rows
from storage.media.streams import VideoStream
from storage.records import BallRow, Video, Visibility

_HEADER = "Frame,Visibility,X,Y,Time\n"
_COLUMNS = ("frame", "visibility", "x", "y")
_OF_PICTURES = ("picture", "visibility", "x", "y")


def write_tracknet_csv(
    path: Path, rows: Iterable[BallRow], seconds: Callable[[int], float]
) -> None:
    """Write `rows`; `seconds` gives the media time of a frame, written as hh:mm:ss.mmm.

    An absent ball stands at 0,0, as these programs expect; others keep their part of a pixel.
    Raises UserError if the disk refuses.
    """
    lines = (_line(row, seconds(row.frame)) for row in rows)
    write_text(path, _HEADER + "".join(lines))


def read_tracknet_csv(
    path: Path, video: Video | None = None, options: ReadOptions = NO_OPTIONS
) -> list[BallRow]:
    """The rows of `path`, sorted by frame, as labels of a person; times are not looked at.

    Pictures that are named in place of frames are frames of `video` by their numbers; without a
    video their numbers are the frames. Raises
    UserError, with the line, for anything that is no such table, and for a frame that is
    duplicated.
    """
    return sorted_rows(tracknet_pairs(path, video, options))


def tracknet_pairs(
    path: Path, video: Video | None, options: ReadOptions
) -> Iterator[tuple[CsvRow, BallRow | None]]:
    """Each line of the table with what it says; None where the ball has no position."""
    if not names_pictures(path):
        yield from ((row, read_tracknet_row(row)) for row in tracknet_rows(path))
        return
    rows = list(tracknet_rows(path))
    names = [row.text("picture") for row in rows]
    if video is not None:
        frames = frames_of_names(names, video, options)
    else:  # as the data sets have it: the pictures of one clip, from its first frame on
        frames = dict(rising_numbers(names).numbers)
    for row in rows:
        if row.text("picture") in frames:
            yield row, _read_row(row, frames[row.text("picture")])


def counts_stored_pixels(rows: Iterable[BallRow | None], stored: tuple[int, int]) -> bool:
    """Whether all places are within the stored pixels, which programs with OpenCV see."""
    return all(row is None or row.x is None or row.x <= stored[0] for row in rows)


def displayed_rows(rows: Sequence[BallRow], stream: VideoStream) -> list[BallRow]:
    """The rows of a table of the video `stream` with their places in display pixels."""
    width, height = stream.stored_size
    if not counts_stored_pixels(rows, (width, height)):
        return list(rows)
    scale = PixelScale(stream.width / width, stream.height / height)
    return [_moved(row, scale) for row in rows]


def _moved(row: BallRow, scale: PixelScale) -> BallRow:
    if row.x is None or row.y is None:
        return row
    x, y = scale.point(row.x, row.y)
    return replace(row, x=x, y=y)


def names_pictures(path: Path) -> bool:
    """Whether the table at `path` names pictures in place of frames."""
    columns = table_columns(path, (*_OF_PICTURES, "frame"))
    return "picture" in columns and "frame" not in columns


def tracknet_rows(path: Path) -> Iterator[CsvRow]:
    """The data lines of the table. Raises UserError."""
    yield from csv_rows(path, _OF_PICTURES if names_pictures(path) else _COLUMNS)


def read_tracknet_row(row: CsvRow) -> BallRow | None:
    """What a line says; None where it calls the ball visible without saying where.

    Lines that name pictures are numbered in their order here.
    """
    frame = row.line if row.text("picture") else row.whole("frame", MAX_FRAME)
    return _read_row(row, frame)


def _read_row(row: CsvRow, frame: int) -> BallRow | None:
    visible = Visibility(row.grade("visibility", max(Visibility)))
    x, y = read_place(row, visible)
    if visible != Visibility.ABSENT and x is None:
        return None
    return BallRow(frame, visible, x, y)


def _line(row: BallRow, seconds: float) -> str:
    place = "0,0" if row.x is None or row.y is None else f"{_pixels(row.x)},{_pixels(row.y)}"
    return f"{row.frame},{row.visibility:d},{place},{_clock(seconds)}\n"


def _pixels(value: float) -> str:
    # whole numbers without a point: some readers of these files take no other
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _clock(seconds: float) -> str:
    minutes, ms = divmod(round(seconds * 1000), 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{ms // 1000:02d}.{ms % 1000:03d}"
