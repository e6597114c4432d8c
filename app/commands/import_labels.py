"""`touchline import`: labels of a video from a file, never over those of a person; and models."""

from argparse import Namespace

from app.author import system_user
from app.commands import import_model
from app.commands.opening import opened
from app.commands.places import library_of
from app.errors import DONE
from app.imports import Imported, import_ball, import_events
from storage.formats.ball_csv import read_ball_csv
from storage.formats.csv_rows import check_frames
from storage.formats.events_csv import read_events_csv
from storage.formats.tracknet_csv import read_tracknet_csv
from storage.library.library import Library
from storage.records import Video

_BALL_READERS = {"csv": read_ball_csv, "tracknet-csv": read_tracknet_csv}


def run(args: Namespace) -> int:
    if args.format == "model":
        return import_model.run(args)
    library = library_of(args)
    video = opened(library, args.video).video
    author = args.author or system_user()
    if args.format == "events-csv":
        imported = _events(library, video, args, author)
    else:
        imported = _ball(library, video, args, author)
    print(told(imported))
    return DONE


def told(imported: Imported) -> str:
    """The counts, and where the proposals are."""
    counts = (
        f"{imported.written} new labels, {imported.proposed} proposals, "
        f"{imported.same} there already"
    )
    if not imported.proposed:
        return counts
    return f"{counts}. Proposals replace no label of a person; they are for review."


def _ball(library: Library, video: Video, args: Namespace, author: str) -> Imported:
    rows = _BALL_READERS[args.format](args.path)
    check_frames(rows, video.frames)
    return import_ball(library, video, rows, args.path, author)


def _events(library: Library, video: Video, args: Namespace, author: str) -> Imported:
    found = read_events_csv(args.path)
    check_frames(found, video.frames)
    return import_events(library, video, found, author)
