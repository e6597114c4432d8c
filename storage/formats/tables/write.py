"""The tables that can be exported."""

from pathlib import Path

from storage.formats.export.request import LabelledVideo
from storage.formats.export.table import TableFormat, chosen_balls, chosen_events
from storage.formats.export.video_files import no_events
from storage.formats.tables.ball_csv import write_ball_csv
from storage.formats.tables.events_csv import write_events_csv
from storage.formats.tables.tracknet_csv import write_tracknet_csv
from storage.records import BallRow


def _write_tracknet(path: Path, labelled: LabelledVideo, rows: list[BallRow]) -> None:
    times = labelled.table.times
    write_tracknet_csv(path, rows, lambda frame: float(times[frame]))


BALL = TableFormat(
    ".ball.csv", chosen_balls, lambda path, labelled, rows: write_ball_csv(path, rows)
)
TRACKNET = TableFormat(".tracknet.csv", chosen_balls, _write_tracknet)
EVENTS = TableFormat(
    ".events.csv",
    chosen_events,
    lambda path, labelled, rows: write_events_csv(path, rows),
    no_events,
)
