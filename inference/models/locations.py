"""Where models are: the shipped ones, and those of a library."""

from importlib.resources import files
from pathlib import Path

from storage.errors import UserError

MOTION = "motion"  # the model without weights
DEFAULT = "fast"  # what an analysis uses unless told otherwise
EVENTS_DEFAULT = "events-path"  # what finds events in the path of the ball, likewise
CARD = "model.toml"  # says what a model folder holds
ONNX = "onnx"  # an architecture, and how the names of its files end
WEIGHTS = "weights.safetensors"
PUBLISHED = (".pt", ".pth", ".tar")  # how names of others' files of weights end


def shipped_models() -> Path:
    """The folder of the models that come with the program."""
    return Path(str(files("resources"))) / "models"


def model_folder(name: str, own: Path) -> Path:
    """The folder of the model called `name`: a path, a folder in `own`, or one that is shipped.

    A path may also be that of a file of weights as others publish them. UserError that says what
    there is if there is no such model.
    """
    if Path(name).suffix in PUBLISHED and Path(name).is_file():
        return Path(name)
    for folder in (*_folders_of(name, own), Path(name)):
        if (folder / CARD).is_file():
            return folder
    raise _no_model(name, own)


def installed_model(name: str, own: Path) -> Path:
    """The folder of the model called `name` in `own` or among the shipped ones.

    For names that were written elsewhere: no path is followed. UserError if there is none.
    """
    for folder in _folders_of(name, own):
        if (folder / CARD).is_file():
            return folder
    raise _no_model(name, own)


def _folders_of(name: str, own: Path) -> list[Path]:
    plain = name.isprintable() and Path(name).name == name and name not in ("", ".", "..")
    return [own / name, shipped_models() / name] if plain else []


def _no_model(name: str, own: Path) -> UserError:
    shipped = shipped_models()
    names = {card.parent.name for models in (own, shipped) for card in models.glob(f"*/{CARD}")}
    available = ", ".join(sorted(names | {MOTION}))
    return UserError(
        f"There is no model {name}.",
        f"Choose one of {available}, a folder with a {CARD}, or a file of weights.",
    )
