"""`touchline sample`: a short rally with exact labels, to try everything with."""

from argparse import Namespace

from app.cli.arguments.exit_status import DONE
from app.cli.context import library_folder_of, ready_folder
from app.cli.progress_bar import follow
from app.workflows.sample.sample import make_sample


def run(args: Namespace) -> int:
    folder = ready_folder(args.out or library_folder_of(args) / "sample")
    path = follow(make_sample(folder), "Rendering the rally")
    print(path)
    return DONE
