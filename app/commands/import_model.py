"""`touchline import model`: a model from elsewhere becomes a model of the library."""

from argparse import Namespace

from app.commands.places import library_of
from app.errors import DONE
from app.progress import drained


def run(args: Namespace) -> int:
    # torch takes seconds to import: only where a net is to be read
    from inference.ball.model_import import import_model

    work = import_model(args.path, library_of(args).models, args.name or args.path.stem)
    folder = drained(work)
    print(f"{folder}: analyze with --model {folder.name}")
    return DONE
