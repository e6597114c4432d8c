"""`touchline import groundtruth`: a data set or a part of one onto the frames of a video."""

import sys
from argparse import Namespace

from app.commands.import_counts import told
from app.commands.opening import opened
from app.commands.places import library_of
from app.errors import DONE
from app.groundtruth_imports import import_data_set
from app.progress import FRAMES, done_and_total, follow
from storage.formats.groundtruth.data_set import ImportChoices


def run(args: Namespace) -> int:
    library = library_of(args)
    video = opened(library, args.video)
    choices = ImportChoices(args.attribute, args.name, args.images)
    work = import_data_set(library, video, args.path, choices, args.author)
    done = follow(work, "Comparing pictures", FRAMES, done_and_total)
    print(told(done.counts))
    if done.labels.unclear:
        print(
            f"touchline: {done.labels.unclear} frames were left out: they hold several balls, "
            "stand there twice, or cannot be read.",
            file=sys.stderr,
        )
    return DONE
