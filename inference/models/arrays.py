"""Weights of a model folder as NumPy arrays, checked like all others, without PyTorch."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load

from inference.models.card import read_bounded
from inference.models.locations import WEIGHTS
from storage.errors import UserError

Array = NDArray[np.float32]

_LARGEST = 1 << 28  # bytes


def read_arrays(
    folder: Path, shapes: Mapping[str, tuple[int, ...]]
) -> tuple[dict[str, Array], str]:
    """The weights in `folder`, float32 and of these `shapes` by name, and their SHA-256.

    UserError if the file is damaged, or another net's: if one is missing, is of another shape or
    kind, is not finite, or one too many is there.
    """
    data = read_bounded(folder / WEIGHTS, _LARGEST)
    try:
        weights = load(data)
    except (SafetensorError, ValueError, KeyError) as error:
        raise damaged_weights(folder, f"{error}") from error
    if problems := array_problems(shapes, weights):
        raise damaged_weights(folder, problems[0])
    return weights, hashlib.sha256(data).hexdigest()


def array_problems(
    shapes: Mapping[str, tuple[int, ...]], weights: Mapping[str, Array]
) -> list[str]:
    """Everything by which `weights` are not float32 arrays of these `shapes`, by name."""
    problems = missing_and_unknown(set(shapes), set(weights))
    for name in sorted(set(shapes) & set(weights)):
        value = weights[name]
        if value.shape != shapes[name] or value.dtype != np.float32:
            found = f"{value.dtype} {value.shape}"
            problems.append(f"{name} is {found}; float32 {shapes[name]} is needed")
        elif not np.isfinite(value).all():
            problems.append(f"{name} contains NaN or infinity")
    return problems


def missing_and_unknown(expected: set[str], found: set[str]) -> list[str]:
    """What is wrong with the names of the weights that were found."""
    missing = [f"it lacks {name}" for name in sorted(expected - found)]
    unknown = sorted(found - expected)
    return missing + [f"it holds {name}, which this net does not have" for name in unknown]


def damaged_weights(folder: Path, what: str) -> UserError:
    """The error of weights in `folder` that cannot be used."""
    return UserError(f"{folder / WEIGHTS} is damaged: {what}.", "Download the model again.")
