"""Our own tables and TrackNet's as labels of a video."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from storage.errors import UserError
from storage.formats.common.boxes import stored_scale
from storage.formats.common.choices import NO_OPTIONS, ReadOptions
from storage.formats.common.csv_rows import CsvRow, csv_rows
from storage.formats.common.label_set import LabelSet, LabelTarget
from storage.formats.tables.ball_csv import COLUMNS, read_ball_row, sorted_rows
from storage.formats.tables.events_csv import read_events_csv
from storage.formats.tables.tracknet_csv import names_pictures, tracknet_pairs
from storage.quantities import plural
from storage.records import BallRow


def read_ball_table(path: Path, target: LabelTarget, options: ReadOptions = NO_OPTIONS) -> LabelSet:
    """The ball positions in the table at `path`. Raises UserError."""
    pairs = [(row, read_ball_row(row)) for row in csv_rows(path, COLUMNS)]
    return _label_set(pairs, target, options, options.first_number or 0)


def read_tracknet_table(
    path: Path, target: LabelTarget, options: ReadOptions = NO_OPTIONS
) -> LabelSet:
    """The ball positions in the TrackNet table at `path`. Raises UserError."""
    pairs = list(tracknet_pairs(path, target.video, options))
    first = 0 if names_pictures(path) else options.first_number or 0
    return _label_set(pairs, target, options, first)


def read_events_table(
    path: Path, target: LabelTarget, options: ReadOptions = NO_OPTIONS
) -> LabelSet:
    """The events in the table at `path`. Raises UserError."""
    return LabelSet(events=tuple(read_events_csv(path)))


def _label_set(
    pairs: Sequence[tuple[CsvRow, BallRow | None]],
    target: LabelTarget,
    options: ReadOptions,
    first: int,
) -> LabelSet:
    """What the lines of a table say, whose frames count from `first`."""
    rows = sorted_rows(pairs)
    if rows and rows[0].frame < first:
        raise UserError(
            f"The table has a frame before {first}.", "Choose a lower number for frame 0."
        )
    counted = [replace(row, frame=row.frame - first) for row in rows]
    gaps = sum(row is None for _, row in pairs)
    note = f"Left out: {plural(gaps, 'row')} that mark the ball visible but have no position."
    balls = _in_display_pixels(counted, target, options)
    return LabelSet(balls, notes=(note,) if gaps else ())


def _in_display_pixels(
    rows: Iterable[BallRow], target: LabelTarget, options: ReadOptions
) -> tuple[BallRow, ...]:
    """Rows as they are, or from the stored pixels that programs with OpenCV see."""
    if not options.stored_pixels:
        return tuple(rows)
    scale = stored_scale(target)
    return tuple(
        row if row.x is None or row.y is None else _moved(row, scale.point(row.x, row.y))
        for row in rows
    )


def _moved(row: BallRow, place: tuple[float, float]) -> BallRow:
    return replace(row, x=place[0], y=place[1])
