"""Our own tables and TrackNet's as labels of a video."""

from pathlib import Path

from storage.formats.common.label_set import NO_OPTIONS, LabelSet, LabelTarget, ReadOptions
from storage.formats.tables.ball_csv import read_ball_csv
from storage.formats.tables.events_csv import read_events_csv
from storage.formats.tables.tracknet_csv import read_tracknet_csv


def read_ball_table(path: Path, target: LabelTarget, options: ReadOptions = NO_OPTIONS) -> LabelSet:
    """The ball positions in the table at `path`. Raises UserError."""
    return LabelSet(tuple(read_ball_csv(path)))


def read_tracknet_table(
    path: Path, target: LabelTarget, options: ReadOptions = NO_OPTIONS
) -> LabelSet:
    """The ball positions in the TrackNet table at `path`. Raises UserError."""
    return LabelSet(tuple(read_tracknet_csv(path)))


def read_events_table(
    path: Path, target: LabelTarget, options: ReadOptions = NO_OPTIONS
) -> LabelSet:
    """The events in the table at `path`. Raises UserError."""
    return LabelSet(events=tuple(read_events_csv(path)))
