"""The tables that can be exported."""

from dataclasses import replace
from pathlib import Path

from storage.formats.common.boxes import PixelScale, stored_scale
from storage.formats.common.label_set import LabelTarget
from storage.formats.export.exporter import Videos
from storage.formats.export.request import LabelledVideo
from storage.formats.export.table import TableFormat, chosen_balls, chosen_events
from storage.formats.export.video_files import no_events
from storage.formats.tables.ball_csv import write_ball_csv
from storage.formats.tables.events_csv import write_events_csv
from storage.formats.tables.tracknet_csv import write_tracknet_csv
from storage.records import BallRow


def _write_tracknet(path: Path, labelled: LabelledVideo, rows: list[BallRow]) -> None:
    """In the pixels that OpenCV's programs see, which are those that the file stores."""
    times = labelled.table.times
    scale = stored_scale(LabelTarget(labelled.video, labelled.table))
    stored = [_moved_back(row, scale) for row in rows]
    write_tracknet_csv(path, stored, lambda frame: float(times[frame]))


def _moved_back(row: BallRow, scale: PixelScale) -> BallRow:
    if row.x is None or row.y is None:
        return row
    x, y = scale.point_back(row.x, row.y)
    return replace(row, x=x, y=y)


def _stored_pixels(videos: Videos) -> tuple[str, ...]:
    """That the positions are not those that the player shows, for videos of wide pixels."""
    for labelled in videos:
        width, height = LabelTarget(labelled.video, labelled.table).stored_size
        if (width, height) != (labelled.video.width, labelled.video.height):
            return (
                f"The pixels of {labelled.video.path.name} are not square: the positions count its "
                f"{width} x {height} stored pixels, as programs with OpenCV see them.",
            )
    return ()


BALL = TableFormat(
    ".ball.csv", chosen_balls, lambda path, labelled, rows: write_ball_csv(path, rows)
)
TRACKNET = TableFormat(".tracknet.csv", chosen_balls, _write_tracknet, said=_stored_pixels)
EVENTS = TableFormat(
    ".events.csv",
    chosen_events,
    lambda path, labelled, rows: write_events_csv(path, rows),
    no_events,
)
