"""`touchline import groundtruth`: a data set or a part of one onto the frames of a video."""

import sys
from argparse import Namespace

from app.cli.arguments.exit_status import DONE
from app.cli.context import opened
from app.cli.output import told
from app.cli.places import library_of
from app.cli.progress_bar import follow
from app.workflows.label_import.groundtruth import import_data_set
from storage.formats.groundtruth.read.read_labels import ImportChoices


def run(args: Namespace) -> int:
    library = library_of(args)
    video = opened(library, args.video)
    choices = ImportChoices(args.attribute, args.name, args.images)
    work = import_data_set(library, video, args.path, choices, args.author)
    done = follow(work, "Comparing pictures")
    print(told(done.counts))
    if done.labels.unclear:
        print(
            f"touchline: {done.labels.unclear} frames were left out: they hold several balls, "
            "stand there twice, or cannot be read.",
            file=sys.stderr,
        )
    return DONE
