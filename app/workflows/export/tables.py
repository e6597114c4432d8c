"""Tables of one or several videos, as exports with a plan."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.workflows.export.destination import one_path_each
from app.workflows.export.exports import keep_source
from storage.errors import UserError
from storage.formats.common.ball_rows import ball_rows
from storage.formats.export.options import ExportChoice
from storage.formats.export.request import LabelledVideo, Plan
from storage.formats.tables.ball_csv import write_ball_csv
from storage.formats.tables.events_csv import write_events_csv
from storage.formats.tables.tracknet_csv import write_tracknet_csv
from storage.library.library import Library
from storage.progress import Progress
from storage.records import BallRow, Event, Review

_LINE = 36  # bytes of a usual one


@dataclass(frozen=True, slots=True)
class Table:
    """A table for each video: `count` its lines, `write` it."""

    suffix: str
    count: Callable[[LabelledVideo, ExportChoice], int]
    write: Callable[[Path, LabelledVideo, ExportChoice], None]
    needed: bool = True  # whether there must be a line at all

    def plan(
        self, videos: Sequence[LabelledVideo], choice: ExportChoice
    ) -> Generator[Progress, None, Plan]:
        """How many lines there would be. UserError if there must be some, and are none."""
        yield Progress(0, len(videos), "videos")
        lines = sum(self.count(each, choice) for each in videos)
        if self.needed and not lines:
            raise _nothing_known(videos)
        return Plan(0, lines, (lines + len(videos)) * _LINE, len(videos), 0, 0)

    def export(
        self,
        library: Library,
        videos: Sequence[LabelledVideo],
        choice: ExportChoice,
        out: Path,
    ) -> Generator[Progress, None, str]:
        """Write `out`, or for several videos a file each in the folder of that name."""
        if self.needed and not any(self.count(each, choice) for each in videos):
            raise _nothing_known(videos)
        for done, (each, path) in enumerate(one_path_each(videos, out, self.suffix)):
            yield Progress(done, len(videos), "videos")
            keep_source(each.video, path)
            self.write(path, each, choice)
        return ""


def _balls(each: LabelledVideo) -> list[BallRow]:
    inside = {frame for frames in each.ranges for frame in frames}
    return [row for row in ball_rows(each.ball) if row.frame in inside]


def _events(each: LabelledVideo, choice: ExportChoice) -> list[Event]:
    return [
        event
        for event in each.events
        if event.review != Review.REJECTED
        and (not choice.classes or event.name in choice.classes)
        and any(event.frame in frames for frames in each.ranges)
    ]


def _write_tracknet(path: Path, each: LabelledVideo, choice: ExportChoice) -> None:
    write_tracknet_csv(path, _balls(each), lambda frame: float(each.table.times[frame]))


def _nothing_known(videos: Sequence[LabelledVideo]) -> UserError:
    name = videos[0].video.path.name if len(videos) == 1 else "these videos"
    return UserError(
        f"There is nothing known of the ball in {name} yet.",
        "Analyse the video, label some frames or import labels first.",
    )


BALL = Table(
    ".ball.csv",
    lambda each, choice: len(_balls(each)),
    lambda path, each, choice: write_ball_csv(path, _balls(each)),
)
TRACKNET = Table(".tracknet.csv", lambda each, choice: len(_balls(each)), _write_tracknet)
EVENTS = Table(
    ".events.csv",
    lambda each, choice: len(_events(each, choice)),
    lambda path, each, choice: write_events_csv(path, _events(each, choice)),
    needed=False,  # a table without a line says that there are no events
)
