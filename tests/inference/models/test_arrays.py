"""Weights as arrays: whatever is wrong with them is told."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save

from inference.models.arrays import read_arrays
from inference.models.locations import WEIGHTS
from storage.errors import UserError

SHAPES = {"a": (2, 3), "b": (4,)}


def stored(folder: Path, **arrays: np.ndarray) -> Path:
    good = {name: np.ones(shape, np.float32) for name, shape in SHAPES.items()}
    (folder / WEIGHTS).write_bytes(save(good | arrays))
    return folder


def test_arrays_come_with_the_hash_of_their_file(tmp_path: Path) -> None:
    arrays, digest = read_arrays(stored(tmp_path), SHAPES)

    assert {name: array.shape for name, array in arrays.items()} == SHAPES
    assert len(digest) == 64


@pytest.mark.parametrize(
    ("arrays", "said"),
    [
        ({"a": np.ones((3, 2), np.float32)}, "needed"),
        ({"a": np.ones((2, 3), np.float64)}, "float64"),
        ({"b": np.full(4, np.nan, np.float32)}, "NaN or infinity"),
        ({"c": np.ones(1, np.float32)}, "does not have"),
    ],
)
def test_other_weights_are_refused(
    tmp_path: Path, arrays: dict[str, np.ndarray], said: str
) -> None:
    with pytest.raises(UserError, match=said):
        read_arrays(stored(tmp_path, **arrays), SHAPES)


def test_a_missing_array_and_a_damaged_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="lacks z"):
        read_arrays(stored(tmp_path), SHAPES | {"z": (1,)})
    (tmp_path / WEIGHTS).write_bytes(b"not weights")
    with pytest.raises(UserError, match="damaged"):
        read_arrays(tmp_path, SHAPES)
