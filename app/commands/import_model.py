"""`touchline import model`: weights as others publish them become a model of the library."""

from argparse import Namespace
from pathlib import Path

from app.commands.places import library_of
from app.errors import DONE
from inference.ball.models import MOTION
from storage.errors import UserError


def run(args: Namespace) -> int:
    # torch takes seconds to import: only where a net is to be read
    from inference.ball.published import convert

    name = args.name or args.path.stem
    if Path(name).name != name or name in (".", "..", MOTION):
        raise UserError(f"{name!r} cannot be the name of a model.", "Choose another with --name.")
    folder = library_of(args).models / name
    if folder.exists():
        raise UserError(f"There is a model {name} already.", "Choose another name with --name.")
    convert(args.path, folder)
    print(f"{folder}: analyze with --model {name}")
    return DONE
