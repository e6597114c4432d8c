"""Importing models: from elsewhere into the library, checked before they get there."""

import shutil
from collections.abc import Generator
from pathlib import Path

from inference.models.catalog import listed_models, read_model
from inference.models.locations import CARD, MOTION, ONNX, PUBLISHED, WEIGHTS
from inference.models.third_party_weights import SAFETENSORS, read_weights_file, unknown_weights
from inference.tasks import find_task, task_names
from storage.errors import UserError
from storage.files import folder_written_beside, free_name

_PARTS = ("*.safetensors", f"*.{ONNX}")  # what a model folder holds beside its card


def import_model(path: Path, own: Path, name: str) -> Generator[None, None, Path]:
    """Bring the model at `path` into the folder `own` of a library, and return its new folder.

    `path` is a model folder, its card or weights, an .onnx file with a card beside it, or a file of
    weights as others publish them. UserError if it is none of these, is damaged, there is a model
    called `name` already, or the disk refuses; nothing is left behind then.
    """
    yield
    folder = _new_folder(own, name)
    source = _folder_of(path)
    if source is None:
        _convert(path, folder)
        return folder
    read_model(source)
    yield
    with folder_written_beside(folder) as part:
        shutil.copyfile(source / CARD, part / CARD)
        for file in [file for kind in _PARTS for file in sorted(source.glob(kind))]:
            yield
            shutil.copyfile(file, part / file.name)
    return folder


def new_model_name(path: Path, own: Path) -> str:
    """A name for the model at `path` that no other model has, shipped ones included."""
    source = _folder_of(path)
    stem = path.stem if source is None else source.name
    taken = {model.name.casefold() for model in listed_models(own)}
    taken |= {entry.name.casefold() for entry in own.iterdir()} if own.is_dir() else set()
    return free_name(stem, taken)


def _convert(path: Path, folder: Path) -> None:
    """Write a file of weights as a model of the first task that knows their net."""
    weights = read_weights_file(path)
    tasks = [find_task(name) for name in task_names()]
    if not any(task.convert_weights(path, weights, folder) for task in tasks):
        raise unknown_weights(path, weights, [net for task in tasks for net in task.published_nets])


def _new_folder(own: Path, name: str) -> Path:
    if Path(name).name != name or name in (".", "..", MOTION):
        raise UserError(f"{name!r} is not a valid model name.", "Choose another with --name.")
    folder = own / name
    if folder.exists():
        raise UserError(
            f"There already is a model named {name}.", "Choose another name with --name."
        )
    return folder


def _folder_of(path: Path) -> Path | None:
    """The model folder that `path` is, or is a part of; None if it is only weights."""
    folder = path.resolve() if path.is_dir() else path.resolve().parent
    part = path.is_dir() or path.name in (CARD, WEIGHTS) or path.suffix == f".{ONNX}"
    if part and (folder / CARD).is_file():
        return folder
    if path.suffix in (*PUBLISHED, SAFETENSORS) and path.is_file():
        return None
    raise UserError(
        f"{path} is not a model.",
        f"A model is a folder with a {CARD}, or a file of weights: "
        f"{', '.join((*PUBLISHED, SAFETENSORS))}. An .onnx file needs a {CARD} beside it.",
    )
