"""`touchline sample`: a short rally with exact labels, to try everything with."""

from argparse import Namespace

from app.commands.places import folder_of, ready_folder
from app.errors import DONE
from app.progress import FRAMES, done_and_total, follow
from app.sample import make_sample


def run(args: Namespace) -> int:
    folder = ready_folder(args.out or folder_of(args) / "sample")
    path = follow(make_sample(folder), "Rendering the rally", FRAMES, done_and_total)
    print(path)
    return DONE
