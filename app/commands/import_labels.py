"""`touchline import`: labels of a video from a file, never over those of a person; and models."""

from argparse import Namespace

from app.author import system_user
from app.commands import import_model
from app.commands.opening import opened
from app.commands.places import library_of
from app.errors import DONE
from app.imports import Imported
from app.label_files import import_labels
from storage.formats.seen_balls import ReadingChoices


def run(args: Namespace) -> int:
    if args.format == "model":
        return import_model.run(args)
    library = library_of(args)
    video = opened(library, args.video).video
    author = args.author or system_user()
    choices = ReadingChoices(
        getattr(args, "name", ""), getattr(args, "first_number", None), getattr(args, "half", None)
    )
    print(told(import_labels(library, video, args.format, args.path, author, choices)))
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
