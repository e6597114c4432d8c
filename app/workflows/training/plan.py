"""Where a new model goes: never over another."""

from collections.abc import Sequence
from pathlib import Path

from app.workflows.training.requested_sources import LIBRARY
from inference.models.catalog import listed_models
from inference.models.locations import MOTION
from storage.errors import UserError
from storage.files import free_name


def new_model(
    models: Path, name: str | None, out: Path | None, start: str, sources: Sequence[str]
) -> Path:
    """The folder of the model to be made: `out`, or the one called `name` in the folder `models`.

    Without either, a name is made of what it starts from and its first source. UserError if there
    is something already, or the name is none.
    """
    if out is None and name is None:
        return models / _free(f"{start}-{_word(sources)}", models)
    folder = out or models / str(name)
    if out is None and (Path(str(name)).name != name or name in ("", ".", "..", MOTION)):
        raise UserError(f"{name!r} cannot be the name of a model.", "Choose another with --name.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(
            f"{folder} is there already.", "Choose another with --name or --out: none is replaced."
        )
    return folder


def _word(sources: Sequence[str]) -> str:
    first = sources[0] if sources else LIBRARY
    return "own" if first == LIBRARY else Path(first).resolve().stem


def _free(name: str, models: Path) -> str:
    taken = {model.name.casefold() for model in listed_models(models)}
    taken |= {entry.name.casefold() for entry in models.iterdir()}
    return free_name(name, taken)
