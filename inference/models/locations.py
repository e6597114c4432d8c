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
    shipped = shipped_models()
    plain = Path(name).name == name and name not in (".", "..")
    named = [own / name, shipped / name] if plain else []
    for folder in (*named, Path(name)):
        if (folder / CARD).is_file():
            return folder
    names = {card.parent.name for models in (own, shipped) for card in models.glob(f"*/{CARD}")}
    available = ", ".join(sorted(names | {MOTION}))
    raise UserError(
        f"There is no model {name}.",
        f"Choose one of {available}, a folder with a {CARD}, or a file of weights.",
    )
