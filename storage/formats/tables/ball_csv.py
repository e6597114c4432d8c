"""The ball of a video as a table: `frame,visible,x,y,confidence,source`."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from storage.files import write_text
from storage.formats.common.csv_rows import MAX_FRAME, Row, csv_rows
from storage.records import DECIDED, BallTrack, Review, Source, Visibility

MAX_PIXELS = 100_000  # a position farther out is a mistake, whatever the video's size
# what files with room for it say of how well the ball can be seen
VISIBILITIES = {
    Visibility.CLEAR: "clear",
    Visibility.HARD: "blurred",
    Visibility.OCCLUDED: "occluded",
    Visibility.ABSENT: "absent",
}
_HEADER = "frame,visible,x,y,confidence,source\n"


@dataclass(frozen=True, slots=True)
class BallRow:
    """What is said of the ball in one frame.

    `x`, `y` are display pixels, the centre of the top-left pixel at (0, 0); None when the ball
    is absent. `confidence` runs from 0 to 1, and is 1 where a file does not say.
    """

    frame: int
    visibility: Visibility
    x: float | None = None
    y: float | None = None
    confidence: float = 1.0
    source: Source = Source.HUMAN


def ball_rows(track: BallTrack) -> Iterator[BallRow]:
    """One row for each frame of `track` that was analysed or labelled, in order of time.

    A frame whose point was rejected has no row: that the ball is not *there* says neither where
    it is nor that there is none.
    """
    known = (track.source != Source.NONE) & (track.review != Review.REJECTED)
    known &= (track.visibility == Visibility.ABSENT) | np.isfinite(track.x + track.y)
    for frame in np.flatnonzero(known).tolist():
        visibility = Visibility(int(track.visibility[frame]))
        there = visibility != Visibility.ABSENT
        yield BallRow(
            frame,
            visibility,
            float(track.x[frame]) if there else None,
            float(track.y[frame]) if there else None,
            float(track.confidence[frame]),
            Source(int(track.source[frame])),
        )


def decided(track: BallTrack, frame: int) -> bool:
    """Whether a person has accepted or corrected what is said of `frame`."""
    return int(track.review[frame]) in DECIDED


def write_ball_csv(path: Path, rows: Iterable[BallRow]) -> None:
    """Write `rows`, positions to a thousandth of a pixel. Raises UserError if the disk refuses."""
    write_text(path, _HEADER + "".join(map(_line, rows)))


def read_ball_csv(path: Path) -> list[BallRow]:
    """The rows of `path`, sorted by frame; `frame,visible,x,y` alone is enough.

    A position beside `visible` 0 is dropped. A row that calls the ball visible without saying
    where is no statement that can be kept, and is left out. Raises UserError, with the line, for
    anything that is no such table, and for a frame that stands there twice.
    """
    rows = csv_rows(path, ("frame", "visible", "x", "y"))
    return sorted_rows((row, read_ball_row(row)) for row in rows)


def sorted_rows(read: Iterable[tuple[Row, BallRow | None]]) -> list[BallRow]:
    """Rows by frame, each checked not to come twice; None marks one that says nothing."""
    rows: dict[int, BallRow] = {}
    for line, row in read:
        if row is None:
            continue
        if row.frame in rows:
            raise line.complaint(f"frame {row.frame} stands there a second time.")
        rows[row.frame] = row
    return [rows[frame] for frame in sorted(rows)]


def read_place(row: Row, visible: Visibility) -> tuple[float | None, float | None]:
    """The columns x and y of a row, both None for an absent ball or an unsaid place."""
    x = row.number_within("x", -MAX_PIXELS, MAX_PIXELS)
    y = row.number_within("y", -MAX_PIXELS, MAX_PIXELS)
    if visible == Visibility.ABSENT:
        return None, None
    if (x is None) != (y is None):
        raise row.complaint("one of x and y is empty; give both or none.")
    return x, y


def read_ball_row(row: Row) -> BallRow | None:
    """What a line says; None where it calls the ball visible without saying where."""
    frame = row.whole("frame", MAX_FRAME)
    visible = Visibility(row.whole("visible", max(Visibility)))
    x, y = read_place(row, visible)
    confidence = row.number_within("confidence", 0, 1)
    source = row.source()
    if visible != Visibility.ABSENT and x is None:
        return None
    return BallRow(frame, visible, x, y, 1.0 if confidence is None else confidence, source)


def _line(row: BallRow) -> str:
    place = "," if row.x is None or row.y is None else f"{row.x:.3f},{row.y:.3f}"
    confidence = "" if math.isnan(row.confidence) else f"{row.confidence:.4f}"
    return f"{row.frame},{row.visibility:d},{place},{confidence},{row.source.name.lower()}\n"
