"""Tables of one or several videos: their plan, and writing them."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.workflows.export.clips import Writing, nothing_known
from app.workflows.export.destination import keep_source, one_path_each
from storage.formats.common.ball_rows import ball_rows
from storage.formats.export.options import ExportRequest
from storage.formats.export.request import ExportEstimate, LabelledVideo
from storage.formats.tables.ball_csv import write_ball_csv
from storage.formats.tables.events_csv import write_events_csv
from storage.formats.tables.tracknet_csv import write_tracknet_csv
from storage.progress import Progress
from storage.records import BallRow, Event

_LINE = 36  # bytes of a usual one


@dataclass(frozen=True, slots=True)
class TableFormat:
    """A table for each video: `count` its lines, `write` it."""

    suffix: str
    count: Callable[[LabelledVideo, ExportRequest], int]
    write: Callable[[Path, LabelledVideo, ExportRequest], None]
    needed: bool = True  # whether there must be a line at all

    def plan(
        self, videos: Sequence[LabelledVideo], request: ExportRequest
    ) -> Generator[Progress, None, ExportEstimate]:
        """How many lines there would be. UserError if there must be some, and are none."""
        yield Progress(0, len(videos), "videos")
        lines = sum(self.count(labelled, request) for labelled in videos)
        if self.needed and not lines:
            raise nothing_known(videos)
        return ExportEstimate(0, lines, (lines + len(videos)) * _LINE, len(videos), 0, 0)

    def export(self, videos: Sequence[LabelledVideo], request: ExportRequest, out: Path) -> Writing:
        """Write `out`, or for several videos a file each in the folder of that name."""
        if self.needed and not any(self.count(labelled, request) for labelled in videos):
            raise nothing_known(videos)
        for done, (labelled, path) in enumerate(one_path_each(videos, out, self.suffix)):
            yield Progress(done, len(videos), "videos")
            keep_source(labelled.video, path)
            self.write(path, labelled, request)
        return ()


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
