"""The ball of a video as a table: `frame,visible,x,y,confidence,source`."""

import math
from collections.abc import Iterable
from pathlib import Path

from storage.bounds import MAX_PIXELS
from storage.files import write_text
from storage.formats.common.csv_rows import MAX_FRAME, CsvRow, csv_rows, table_columns
from storage.records import BallRow, Source, Visibility

COLUMNS = ("frame", "visible", "x", "y")
_PLACES = ("frame", "x", "y")
# places that stand for "not found" in tables that have no word for it
_UNSAID = ((None, None), (0.0, 0.0), (-1.0, -1.0))
_HEADER = "frame,visible,x,y,confidence,source\n"


def write_ball_csv(path: Path, rows: Iterable[BallRow]) -> None:
    """Write `rows`, positions to a thousandth of a pixel. Raises UserError if the disk refuses."""
    write_text(path, _HEADER + "".join(map(_line, rows)))


def read_ball_csv(path: Path) -> list[BallRow]:
    """The rows of `path`, sorted by frame; `frame,visible,x,y` alone is enough.

    A position beside `visible` 0 is dropped. A row that calls the ball visible without saying
    where is no statement that can be kept, and is left out. Raises UserError, with the line, for
    anything that is no such table, and for a frame that is duplicated.
    """
    rows = csv_rows(path, ball_columns(path))
    return sorted_rows((row, read_ball_row(row)) for row in rows)


def ball_columns(path: Path) -> tuple[str, ...]:
    """The columns that the table at `path` must have: other programs' may do without `visible`."""
    return COLUMNS if "visible" in table_columns(path, COLUMNS) else _PLACES


def sorted_rows(read: Iterable[tuple[CsvRow, BallRow | None]]) -> list[BallRow]:
    """Rows by frame; None marks one that says nothing.

    Lines that say the same are one. Raises FormatError for those that contradict each other.
    """
    rows: dict[int, BallRow] = {}
    for line, row in read:
        if row is None:
            continue
        if rows.setdefault(row.frame, row) != row:
            raise line.error(f"frame {row.frame} is duplicated.")
    return [rows[frame] for frame in sorted(rows)]


def read_place(row: CsvRow, visible: Visibility) -> tuple[float | None, float | None]:
    """The columns x and y of a row, both None for an absent ball or an unsaid place."""
    x = row.number_within("x", -MAX_PIXELS, MAX_PIXELS)
    y = row.number_within("y", -MAX_PIXELS, MAX_PIXELS)
    if visible == Visibility.ABSENT:
        return None, None
    if (x is None) != (y is None):
        raise row.error("one of x and y is empty; give both or none.")
    return x, y


def read_ball_row(row: CsvRow) -> BallRow | None:
    """What a line says; None where it calls the ball visible without saying where."""
    frame = row.whole("frame", MAX_FRAME)
    told = "visible" in row.values
    visible = Visibility(row.grade("visible", max(Visibility))) if told else Visibility.CLEAR
    x, y = read_place(row, visible)
    if not told and (x, y) in _UNSAID:
        return None
    confidence = row.number_within("confidence", 0, 1)
    source = row.source()
    if confidence is not None and confidence < 1 and not row.text("source"):
        source = Source.MODEL  # no person is sure in parts
    if visible != Visibility.ABSENT and x is None:
        return None
    return BallRow(frame, visible, x, y, 1.0 if confidence is None else confidence, source)


def _line(row: BallRow) -> str:
    place = "," if row.x is None or row.y is None else f"{row.x:.3f},{row.y:.3f}"
    confidence = "" if math.isnan(row.confidence) else f"{row.confidence:.4f}"
    return f"{row.frame},{row.visibility:d},{place},{confidence},{row.source.name.lower()}\n"
