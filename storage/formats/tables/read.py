"""Our own tables and TrackNet's as labels of a video."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from storage.errors import UserError
from storage.formats.common.boxes import stored_scale
from storage.formats.common.choices import NO_OPTIONS, ReadOptions
from storage.formats.common.csv_rows import MAX_FRAME, CsvRow, csv_rows
from storage.formats.common.label_set import LabelSet, LabelTarget
from storage.formats.common.text_files import is_utf8, read_label_bytes
from storage.formats.tables.ball_csv import ball_columns, read_ball_row, sorted_rows
from storage.formats.tables.events_csv import read_events_csv
from storage.formats.tables.tracknet_csv import counts_stored_pixels, names_pictures, tracknet_pairs
from storage.quantities import plural
from storage.records import BallRow


def read_ball_table(path: Path, target: LabelTarget, options: ReadOptions = NO_OPTIONS) -> LabelSet:
    """The ball positions in the table at `path`. Raises UserError."""
    pairs = [(row, read_ball_row(row)) for row in csv_rows(path, ball_columns(path))]
    return _label_set(path, pairs, target, options)


def read_tracknet_table(
    path: Path, target: LabelTarget, options: ReadOptions = NO_OPTIONS
) -> LabelSet:
    """The ball positions in the TrackNet table at `path`. Raises UserError.

    The programs that write it read videos with OpenCV, which gives the stored pixels: places are
    taken as such, unless one lies beyond them.
    """
    pairs = list(tracknet_pairs(path, target.video, options))
    if names_pictures(path):  # their numbers have become frames
        options = replace(options, first_number=0)
    stored = counts_stored_pixels((row for _, row in pairs), target.stored_size)
    labels = _label_set(path, pairs, target, replace(options, stored_pixels=stored))
    if stored and target.stored_size != (target.video.width, target.video.height):
        note = (
            "The positions were read as stored pixels, as programs with OpenCV see them. "
            "If they are pixels of the shown picture, import the table as csv."
        )
        return replace(labels, notes=(*labels.notes, note))
    return labels


def read_events_table(
    path: Path, target: LabelTarget, options: ReadOptions = NO_OPTIONS
) -> LabelSet:
    """The events in the table at `path`. Raises UserError."""
    return LabelSet(events=tuple(read_events_csv(path)), notes=tuple(_guessed(path)))


def _label_set(
    path: Path,
    pairs: Sequence[tuple[CsvRow, BallRow | None]],
    target: LabelTarget,
    options: ReadOptions,
) -> LabelSet:
    """What the lines of a table say."""
    rows = sorted_rows(pairs)
    notes = list(_guessed(path))
    first = options.first_number or 0
    if options.first_number is None and _counts_from_one(pairs, target):
        first = 1
        notes.append("The frames were read as counting from 1.")
    if rows and rows[0].frame < first:
        raise UserError(
            f"The table has a frame before {first}.", "Choose a lower number for frame 0."
        )
    counted = [replace(row, frame=row.frame - first) for row in rows]
    gaps = sum(row is None for _, row in pairs)
    if gaps:
        notes.append(f"Left out: {plural(gaps, 'row')} without a position of the ball.")
    return LabelSet(_in_display_pixels(counted, target, options), notes=tuple(notes))


def _counts_from_one(pairs: Sequence[tuple[CsvRow, BallRow | None]], target: LabelTarget) -> bool:
    """Whether a table has a line for as many frames as the video has, and none for frame 0."""
    numbers = {row.whole("frame", MAX_FRAME) for row, _ in pairs if row.text("frame")}
    return numbers == set(range(1, target.video.frames + 1))


def _guessed(path: Path) -> Iterator[str]:
    """That letters beyond the plain ones may be others than their writer meant."""
    if not is_utf8(read_label_bytes(path)):
        yield "The table is not UTF-8 text: it was read as Windows-1252."


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
