"""Our own tables and TrackNet's as labels of a video."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from storage.formats.common.boxes import stored_scale
from storage.formats.common.choices import NO_OPTIONS, ReadOptions
from storage.formats.common.label_set import LabelSet, LabelTarget
from storage.formats.tables.ball_csv import read_ball_csv
from storage.formats.tables.events_csv import read_events_csv
from storage.formats.tables.tracknet_csv import read_tracknet_csv
from storage.records import BallRow


def read_ball_table(path: Path, target: LabelTarget, options: ReadOptions = NO_OPTIONS) -> LabelSet:
    """The ball positions in the table at `path`. Raises UserError."""
    return LabelSet(_in_display_pixels(read_ball_csv(path), target, options))


def read_tracknet_table(
    path: Path, target: LabelTarget, options: ReadOptions = NO_OPTIONS
) -> LabelSet:
    """The ball positions in the TrackNet table at `path`. Raises UserError."""
    rows = read_tracknet_csv(path, target.video, options)
    return LabelSet(_in_display_pixels(rows, target, options))


def read_events_table(
    path: Path, target: LabelTarget, options: ReadOptions = NO_OPTIONS
) -> LabelSet:
    """The events in the table at `path`. Raises UserError."""
    return LabelSet(events=tuple(read_events_csv(path)))


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
