"""Label files of every format: told apart by what is in them, read, brought into the library."""

from collections.abc import Callable
from pathlib import Path

from app.workflows.label_import.merge import Imported, import_ball, import_events
from app.workflows.videos import known_table
from storage.errors import UserError
from storage.formats.coco.read import read_coco
from storage.formats.common.ball_reading import NO_CHOICES, ReadingChoices
from storage.formats.common.csv_rows import check_frames
from storage.formats.cvat.read import read_cvat
from storage.formats.mot.read import read_mot
from storage.formats.soccernet.soccernet import read_soccernet
from storage.formats.tables.ball_csv import BallRow, read_ball_csv
from storage.formats.tables.events_csv import read_events_csv
from storage.formats.tables.tracknet_csv import read_tracknet_csv
from storage.formats.yolo.read import read_yolo
from storage.library.library import Library
from storage.records import Video

_HEAD = 1 << 16  # bytes that tell one format from another
BallReader = Callable[[Path, Video, ReadingChoices], list[BallRow]]
BALLS: dict[str, BallReader] = {
    "csv": lambda path, video, choices: read_ball_csv(path),
    "tracknet-csv": lambda path, video, choices: read_tracknet_csv(path),
    "coco": read_coco,
    "mot": read_mot,
    "yolo": read_yolo,
    "cvat": read_cvat,
}
EVENTS = ("events-csv", "soccernet")


def import_labels(
    library: Library,
    video: Video,
    format: str,
    path: Path,
    author: str,
    choices: ReadingChoices = NO_CHOICES,
) -> Imported:
    """Read `path` as `format` into the library. Raises UserError, and then nothing is changed."""
    if format in EVENTS:
        events = (
            read_events_csv(path)
            if format == "events-csv"
            else read_soccernet(path, video, known_table(library, video), choices)
        )
        check_frames(events, video.frames)
        return import_events(library, video, events, author)
    rows = BALLS[format](path, video, choices)
    check_frames(rows, video.frames)
    return import_ball(library, video, rows, path, author)


def format_of(path: Path) -> str:
    """The format of the file or folder at `path`, told by its beginning. Raises UserError."""
    if path.is_dir():
        return _format_of_folder(path)
    head = _head(path)
    suffix = path.suffix.lower()
    if suffix == ".xml" or head.lstrip().startswith("<"):
        return "cvat"
    if suffix in (".yaml", ".yml"):
        return "yolo"
    if suffix in (".manifest", ".jsonl") or (suffix == ".json" and '-annotations"' in head):
        return "groundtruth"
    if suffix == ".json":
        return "soccernet" if '"gameTime"' in head else "coco"
    if suffix in (".txt", ".ini"):
        return "mot"
    return _format_of_table(head)


def _format_of_folder(path: Path) -> str:
    for format, places in (
        ("groundtruth", ("manifests",)),
        ("yolo", ("labels", "data.yaml")),
        ("mot", ("gt/gt.txt", "det/det.txt")),
        ("coco", ("annotations",)),
        ("cvat", ("annotations.xml",)),
        ("soccernet", ("Labels-v2.json",)),
    ):
        if any((path / place).exists() for place in places):
            return format
    raise UserError(f"There are no labels in {path} that Touchline reads.", "Name the file itself.")


def _format_of_table(head: str) -> str:
    lines = head.splitlines()
    columns = {name.strip().lower() for name in lines[0].split(",")} if lines else set()
    if "event" in columns:
        return "events-csv"
    return "tracknet-csv" if "visibility" in columns else "csv"


def _head(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD).decode("utf-8-sig", "replace")
    except OSError as error:
        raise UserError(f"{path.name} could not be read.", f"{error.strerror}.") from error
