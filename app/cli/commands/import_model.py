"""`touchline import model`: a model from elsewhere becomes a model of the library."""

from argparse import Namespace

from app.cli.arguments.exit_status import DONE
from app.cli.context import library_of
from storage.progress import drained


def run(args: Namespace) -> int:
    # torch takes seconds to import: only where a net is to be read
    from inference.models.importer import import_model

    work = import_model(args.path, library_of(args).models, args.name or args.path.stem)
    folder = drained(work)
    print(f"{folder}: analyze with --model {folder.name}")
    return DONE
