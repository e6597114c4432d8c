"""`touchline import`: labels of a video from a file, never over those of a person; and models."""

import sys
from argparse import Namespace
from dataclasses import fields

from app.cli.arguments.exit_status import DONE
from app.cli.commands import import_model
from app.cli.context import library_of, open_with_progress
from app.cli.output import import_summary
from app.cli.progress_bar import follow
from app.workflows.label_import.files import ImportRequest, import_labels
from storage.formats.common.choices import ReadOptions


def run(args: Namespace) -> int:
    if args.format == "model":
        return import_model.run(args)
    library = library_of(args)
    video = open_with_progress(library, args.video)
    request = ImportRequest(args.path, args.format, read_options(args), args.author)
    work = import_labels(library, video, request)
    done = follow(work, "Comparing pictures")
    print(import_summary(done.counts))
    for note in done.notes:
        print(f"touchline: {note}", file=sys.stderr)
    return DONE


def read_options(args: Namespace) -> ReadOptions:
    """What the options of an import or a check say of the file."""
    chosen = {
        option.name: getattr(args, option.name)
        for option in fields(ReadOptions)
        if option.name in args
    }
    return ReadOptions(**chosen)
