"""Videos in a folder with a table of ball positions beside each."""

from collections.abc import Generator
from pathlib import Path

from inference.ball.data.frames import VideoPictures
from inference.ball.data.labelled_footage import BallFootage, ball_footage
from storage.errors import UserError
from storage.files import fit_name
from storage.formats.tables.ball_csv import read_ball_csv
from storage.formats.tables.tracknet_csv import displayed_rows, read_tracknet_csv
from storage.media.frame_table import FrameTable, scan_frames
from storage.records import BallRow, Source

_TABLES = {".ball.csv": read_ball_csv, ".csv": read_tracknet_csv}  # by the end of their names


def labelled_videos(folder: Path) -> list[Path]:
    """The videos in `folder` and below that have labels beside them, by name.

    For rally.mp4 these are rally.ball.csv, `frame,visible,x,y`, or TrackNet's rally.csv,
    `Frame,Visibility,X,Y`. UserError if there are none.
    """
    files = (path for path in sorted(folder.rglob("*")) if path.suffix.lower() != ".csv")
    videos = [path for path in files if path.is_file() and _table_of(path)]
    if not videos:
        raise UserError(
            f"{folder} has no labelled videos.",
            "Put the labels of rally.mp4 beside it, as rally.ball.csv or rally.csv.",
        )
    return videos


def labelled_video(video: Path) -> Generator[object, None, BallFootage]:
    """`video` with the labels beside it: what people have said. Yields while it is read.

    What lies in one folder was filmed in one place. UserError if either cannot be read.
    """
    table = yield from scan_frames(video)
    return ball_footage(
        video.name,
        video,
        str(video.resolve().parent),
        VideoPictures(video, table),
        [row for row in table_rows(video, table) if row.source == Source.HUMAN],
    )


def table_rows(video: Path, table: FrameTable) -> list[BallRow]:
    """All rows of the table beside `video`, in display pixels; none if there is no table."""
    ending = _table_of(video)
    if not ending:
        return []
    rows = _TABLES[ending](video.with_name(fit_name(video.stem) + ending))
    if ending == ".ball.csv":
        return rows
    return displayed_rows(rows, table.stream)


def _table_of(video: Path) -> str | None:
    """How the name of the labels of `video` ends, None if there are none."""
    endings = (
        ending for ending in _TABLES if video.with_name(fit_name(video.stem) + ending).is_file()
    )
    return next(endings, None)
