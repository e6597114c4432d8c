"""Tables of one or several videos: their plan, and writing them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from storage.errors import UserError
from storage.formats.common.ball_rows import ball_rows
from storage.formats.export.exporter import Planning, Videos, Writing
from storage.formats.export.options import ExportRequest
from storage.formats.export.request import ExportEstimate, LabelledVideo
from storage.formats.export.video_files import keep_source, no_positions, one_path_each
from storage.progress import Progress
from storage.records import BallRow, Event

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class TableFormat(Generic[Row]):
    """An Exporter that writes a table for each video: the labels that are its rows, and how."""

    suffix: str
    rows: Callable[[LabelledVideo, ExportRequest], list[Row]]
    write: Callable[[Path, LabelledVideo, list[Row]], None]
    missing: Callable[[Videos], UserError] = no_positions  # what is said where there is no row
    line: int = 36  # bytes of a usual one
    said: Callable[[Videos], tuple[str, ...]] = lambda videos: ()  # of what is written

    def notes(self, videos: Videos) -> tuple[str, ...]:
        """What whoever reads the tables has to know."""
        return self.said(videos)

    def is_file(self, request: ExportRequest) -> bool:
        """One video is a file, several are a folder of them."""
        return len(request.videos) == 1

    def plan(self, videos: Videos, request: ExportRequest) -> Planning:
        """How many rows there would be. UserError if there are none."""
        yield Progress(0, len(videos), "videos")
        lines = sum(len(self.rows(labelled, request)) for labelled in videos)
        if not lines:
            raise self.missing(videos)
        files = len(videos)
        return ExportEstimate(0, lines, (lines + files) * self.line, files, files)

    def export(self, videos: Videos, request: ExportRequest, out: Path) -> Writing:
        """Write `out`, or for several videos a file each in the folder of that name."""
        if not any(self.rows(labelled, request) for labelled in videos):
            raise self.missing(videos)
        for done, (labelled, path) in enumerate(one_path_each(videos, out, self.suffix)):
            yield Progress(done, len(videos), "videos")
            keep_source(labelled.video, path)
            self.write(path, labelled, self.rows(labelled, request))
        return ()


def chosen_balls(labelled: LabelledVideo, request: ExportRequest) -> list[BallRow]:
    """The ball of the frames to take, people's word over the model's."""
    inside = {frame for frames in labelled.ranges for frame in frames}
    return [row for row in ball_rows(labelled.ball) if row.frame in inside]


def chosen_events(labelled: LabelledVideo, request: ExportRequest) -> list[Event]:
    """The events of the classes and frames to take."""
    return [
        event
        for event in labelled.chosen_events(request.effective)
        if (not request.classes or event.name in request.classes)
        and any(event.frame in frames for frames in labelled.ranges)
    ]
