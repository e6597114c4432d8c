"""The table that TrackNet programs write and read: `Frame,Visibility,X,Y,Time`."""

from collections.abc import Callable, Iterable
from pathlib import Path

from storage.files import write_text
from storage.formats.common.csv_rows import MAX_FRAME, CsvRow, csv_rows
from storage.formats.tables.ball_csv import read_place, sorted_rows
from storage.records import BallRow, Visibility

_HEADER = "Frame,Visibility,X,Y,Time\n"


def write_tracknet_csv(
    path: Path, rows: Iterable[BallRow], seconds: Callable[[int], float]
) -> None:
    """Write `rows`; `seconds` gives the media time of a frame, written as hh:mm:ss.mmm.

    An absent ball stands at 0,0, as these programs expect; others keep their part of a pixel.
    Raises UserError if the disk refuses.
    """
    lines = (_line(row, seconds(row.frame)) for row in rows)
    write_text(path, _HEADER + "".join(lines))


def read_tracknet_csv(path: Path) -> list[BallRow]:
    """The rows of `path`, sorted by frame, as labels of a person; times are not looked at.

    Raises UserError, with the line, for anything that is no such table, and for a frame that
    is duplicated.
    """
    rows = csv_rows(path, ("frame", "visibility", "x", "y"))
    return sorted_rows((row, read_tracknet_row(row)) for row in rows)


def read_tracknet_row(row: CsvRow) -> BallRow | None:
    """What a line says; None where it calls the ball visible without saying where."""
    frame = row.whole("frame", MAX_FRAME)
    visible = Visibility(row.whole("visibility", max(Visibility)))
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
