"""The tables that can be exported: which labels become their lines."""

from pathlib import Path

from storage.formats.common.ball_rows import ball_rows
from storage.formats.export.options import ExportRequest
from storage.formats.export.request import LabelledVideo
from storage.formats.export.table import TableFormat
from storage.formats.tables.ball_csv import write_ball_csv
from storage.formats.tables.events_csv import write_events_csv
from storage.formats.tables.tracknet_csv import write_tracknet_csv
from storage.records import BallRow, Event


def _balls(labelled: LabelledVideo) -> list[BallRow]:
    inside = {frame for frames in labelled.ranges for frame in frames}
    return [row for row in ball_rows(labelled.ball) if row.frame in inside]


def _events(labelled: LabelledVideo, request: ExportRequest) -> list[Event]:
    return [
        event
        for event in labelled.chosen_events(request.effective)
        if (not request.classes or event.name in request.classes)
        and any(event.frame in frames for frames in labelled.ranges)
    ]


def _write_tracknet(path: Path, labelled: LabelledVideo, request: ExportRequest) -> None:
    times = labelled.table.times
    write_tracknet_csv(path, _balls(labelled), lambda frame: float(times[frame]))


BALL = TableFormat(
    ".ball.csv",
    lambda labelled, request: len(_balls(labelled)),
    lambda path, labelled, request: write_ball_csv(path, _balls(labelled)),
)
TRACKNET = TableFormat(
    ".tracknet.csv", lambda labelled, request: len(_balls(labelled)), _write_tracknet
)
EVENTS = TableFormat(
    ".events.csv",
    lambda labelled, request: len(_events(labelled, request)),
    lambda path, labelled, request: write_events_csv(path, _events(labelled, request)),
    needed=False,  # a table without a line says that there are no events
)
