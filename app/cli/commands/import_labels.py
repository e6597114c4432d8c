"""`touchline import`: labels of a video from a file, never over those of a person; and models."""

from argparse import Namespace

from app.cli.arguments.exit_status import DONE
from app.cli.commands import import_groundtruth, import_model
from app.cli.context import opened
from app.cli.output import told
from app.cli.places import library_of
from app.workflows.author import system_user
from app.workflows.label_import.files import import_labels
from storage.formats.common.ball_reading import ReadingChoices


def run(args: Namespace) -> int:
    if args.format == "model":
        return import_model.run(args)
    if args.format == "groundtruth":
        return import_groundtruth.run(args)
    library = library_of(args)
    video = opened(library, args.video).video
    author = args.author or system_user()
    choices = ReadingChoices(
        getattr(args, "name", ""), getattr(args, "first_number", None), getattr(args, "half", None)
    )
    print(told(import_labels(library, video, args.format, args.path, author, choices)))
    return DONE
